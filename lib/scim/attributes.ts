import { ScimError } from "@/lib/scim/error";

export const urn = {
  user: "urn:ietf:params:scim:schemas:core:2.0:User",
  group: "urn:ietf:params:scim:schemas:core:2.0:Group",
  enterprise: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  list: "urn:ietf:params:scim:api:messages:2.0:ListResponse",
  patch: "urn:ietf:params:scim:api:messages:2.0:PatchOp",
  error: "urn:ietf:params:scim:api:messages:2.0:Error",
  config: "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig",
  resourceType: "urn:ietf:params:scim:schemas:core:2.0:ResourceType",
  schema: "urn:ietf:params:scim:schemas:core:2.0:Schema",
} as const;

export type Kind = "User" | "Group";
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type Resource = { [name: string]: Json | undefined };

type Attribute = {
  name: string;
  type: "string" | "boolean" | "complex" | "dateTime" | "reference";
  isMany?: true;
  isReadOnly?: true;
  isExact?: true;
  isRequired?: true;
  about: string;
  parts?: readonly Attribute[];
};

const text = (name: string, about: string): Attribute => ({ name, type: "string", about });
const meta: Attribute = {
  name: "meta",
  type: "complex",
  isReadOnly: true,
  about: "When the resource was created and changed.",
  parts: [
    text("resourceType", "User or Group."),
    { name: "created", type: "dateTime", about: "When it was created." },
    { name: "lastModified", type: "dateTime", about: "When it was last changed." },
    { name: "location", type: "reference", about: "Its address." },
  ],
};
const common: Attribute[] = [
  { ...text("id", "The id here."), isReadOnly: true, isExact: true },
  { ...text("externalId", "The id at the identity provider."), isExact: true },
  meta,
];
const reference = [text("value", "The id."), text("display", "The name."), text("$ref", "The address.")];

/** What is kept of each kind of resource. */
export const attributes: Record<Kind, readonly Attribute[]> = {
  User: [
    ...common,
    { ...text("userName", "The e-mail address with which the member signs in."), isRequired: true },
    {
      name: "name",
      type: "complex",
      about: "The parts of the name.",
      parts: [
        text("formatted", "The whole name."),
        text("givenName", "The given name."),
        text("familyName", "The family name."),
      ],
    },
    text("displayName", "The name that colleagues see."),
    { name: "active", type: "boolean", about: "Whether the member may sign in." },
    {
      name: "emails",
      type: "complex",
      isMany: true,
      about: "The e-mail address, which is the userName.",
      parts: [
        text("value", "The address."),
        text("type", "Always work."),
        { name: "primary", type: "boolean", about: "Always true." },
      ],
    },
    {
      name: "groups",
      type: "complex",
      isMany: true,
      isReadOnly: true,
      about: "The groups of the user.",
      parts: reference,
    },
  ],
  Group: [
    ...common,
    { ...text("displayName", "The name, which the role mappings use."), isRequired: true },
    { name: "members", type: "complex", isMany: true, about: "The users of the group.", parts: reference },
  ],
};

/** Attributes of the standard that are accepted and not kept. */
const notKept = new Set(
  [
    ...["nickName", "profileUrl", "title", "userType", "preferredLanguage", "locale", "timezone", "password"],
    ...["phoneNumbers", "ims", "photos", "addresses", "entitlements", "roles", "x509Certificates"],
  ].map((name) => name.toLowerCase()),
);

const same = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();

/** Removes the schema before the name of an attribute; a name of the enterprise extension becomes null. */
export function withoutUrn(path: string, kind: Kind): string | null {
  if (path.toLowerCase().startsWith(urn.enterprise.toLowerCase())) return null;
  const own = `${kind === "User" ? urn.user : urn.group}:`;
  return path.toLowerCase().startsWith(own.toLowerCase()) ? path.slice(own.length) : path;
}

/** Finds an attribute by its name, in any case. */
export const attributeOf = (kind: Kind, name: string): Attribute | undefined =>
  attributes[kind].find((each) => same(each.name, name));

/** Finds the part of an attribute. */
export const partOf = (attribute: Attribute, name: string): Attribute | undefined =>
  attribute.parts?.find((each) => same(each.name, name));

/** Returns whether an attribute is of the standard, and not kept. */
export const isNotKept = (kind: Kind, name: string): boolean =>
  kind === "User" && notKept.has((name.split(/[.[]/)[0] ?? "").toLowerCase());

/**
 * Reads a true or false, also in the text with which some providers send it.
 * @throws ScimError invalidValue
 */
export function booleanOf(value: unknown, name: string): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return /^true$/i.test(value);
  throw new ScimError(400, "invalidValue", `${name} must be true or false.`);
}

/** The definition of a schema, as `/Schemas` shows it. */
export function schemaOf(kind: Kind) {
  const shown = (each: Attribute): object => ({
    name: each.name,
    type: each.type,
    multiValued: each.isMany === true,
    description: each.about,
    required: each.isRequired === true,
    caseExact: each.isExact === true,
    mutability: each.isReadOnly ? "readOnly" : "readWrite",
    returned: each.name === "id" ? "always" : "default",
    uniqueness: each.isRequired || each.name === "id" ? "server" : "none",
    ...(each.parts && { subAttributes: each.parts.map(shown) }),
  });
  const id = kind === "User" ? urn.user : urn.group;
  return {
    schemas: [urn.schema],
    id,
    name: kind,
    description: kind === "User" ? "A member" : "A group, which may give roles",
    attributes: attributes[kind]
      .filter(({ name }) => !["id", "externalId", "meta"].includes(name))
      .map(shown),
    meta: { resourceType: "Schema", location: `/Schemas/${id}` },
  };
}
