import { z } from "zod";
import { roles } from "@/lib/actor/permissions";

const role = z.enum(roles);
const instant = z.string().meta({ format: "date-time" });
const roleList = z.array(role).max(roles.length);

export const connectionKinds = ["oidc", "saml"] as const;

export const roleMapping = z.strictObject({ group: z.string().trim().min(1).max(200), role });
export type RoleMapping = z.infer<typeof roleMapping>;

/** How a test of a connection ended. */
export const testOutcome = z.strictObject({
  success: z.boolean(),
  words: z
    .string()
    .nullable()
    .meta({ description: "What the provider said of a failure, in its own words." }),
  email: z.string().nullable(),
  groups: z.array(z.string()),
  roles: z.array(role),
  note: z.string().nullable().meta({ description: "What would keep this person from signing in." }),
});
export type TestOutcome = z.infer<typeof testOutcome>;

export const scimTokenDto = z.object({
  id: z.string(),
  prefix: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});

/** An identity provider, without its client secret. */
export const connectionDto = z.object({
  id: z.string(),
  kind: z.enum(connectionKinds),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string().nullable(),
  hasSecret: z.boolean(),
  groupsClaim: z.string(),
  defaultRoles: z.array(role),
  mappings: z.array(z.object({ group: z.string(), role })),
  createsMembers: z.boolean(),
  asksSecondFactor: z.boolean(),
  enabled: z.boolean(),
  redirectUri: z.string().meta({ description: "What the provider must know as the address to return to." }),
  samlId: z.string().nullable().meta({
    description: "SAML: the entity ID of this side, which is also where its metadata is.",
  }),
  logoutUri: z.string().nullable().meta({
    description: "SAML: what the provider must know as the address for single logout.",
  }),
  certificates: z
    .array(z.object({ name: z.string(), expiresAt: instant, fingerprint: z.string() }))
    .meta({ description: "SAML: the certificates of the provider that may sign." }),
  signInUrl: z.string().meta({ description: "A link that begins a sign-in by this connection." }),
  endsSessions: z.boolean().meta({ description: "Signing out here also signs out at the provider." }),
  members: z.int().meta({ description: "Members who have signed in by this connection." }),
  testedAt: instant.nullable(),
  testOutcome: testOutcome.nullable(),
  scimTokens: z.array(scimTokenDto),
  createdAt: instant,
  updatedAt: instant,
});
export type ConnectionDto = z.infer<typeof connectionDto>;

export const domainDto = z.object({
  id: z.string(),
  domain: z.string(),
  connectionId: z.string().nullable(),
  recordName: z.string().meta({ description: "The name of the TXT record that proves the domain." }),
  recordValue: z.string(),
  verifiedAt: instant.nullable(),
});
export type DomainDto = z.infer<typeof domainDto>;

const glassMember = z.object({ id: z.string(), name: z.string(), isBreakGlass: z.boolean() });

export const overviewDto = z.object({
  connections: z.array(connectionDto),
  domains: z.array(domainDto),
  ssoOnly: z.boolean(),
  admins: z.array(glassMember).meta({
    description: "Admins who have signed in with a password, and may so be break-glass admins.",
  }),
});
export type OverviewDto = z.infer<typeof overviewDto>;

const text = (most: number) => z.string().trim().min(1).max(most);
const issuer = text(500);
const clientSecret = text(1000);

const settings = {
  name: text(80),
  clientId: text(300),
  groupsClaim: text(100).optional(),
  defaultRoles: roleList.optional().meta({
    description: "The roles of a person whose groups give none. None: that person is refused.",
  }),
  mappings: z.array(roleMapping).max(200).optional().meta({
    description: "With at least one, the roles are computed again at each sign-in.",
  }),
  createsMembers: z.boolean().optional(),
  asksSecondFactor: z.boolean().optional(),
};

export const connectionInput = z.strictObject({ ...settings, issuer, clientSecret });
export type ConnectionInput = z.infer<typeof connectionInput>;
const { clientId: _, ...samlSettings } = settings;
const metadata = z.string().trim().min(1).max(300_000).meta({
  description: "The metadata of the provider: its XML, or the address where it is.",
});
export const samlInput = z.strictObject({ ...samlSettings, metadata });
export type SamlInput = z.infer<typeof samlInput>;
export const metadataInput = z.strictObject({ metadata });
export type MetadataInput = z.infer<typeof metadataInput>;
export const connectionChanges = z.strictObject({
  ...settings,
  name: settings.name.optional(),
  clientId: settings.clientId.optional(),
  issuer: issuer.optional(),
  enabled: z.boolean().optional(),
});
export type ConnectionChanges = z.infer<typeof connectionChanges>;
export const connectionParams = z.object({ connectionId: z.string().min(1).max(128) });
export type ConnectionParams = z.infer<typeof connectionParams>;
export const secretInput = z.strictObject({ clientSecret });
export type SecretInput = z.infer<typeof secretInput>;
export const deletedConnectionDto = z.object({
  id: z.string(),
  status: z.literal("deleted"),
  endedSignIns: z.int(),
});

export const newScimTokenDto = z.object({
  id: z.string(),
  token: z.string().meta({ description: "The bearer token. It is returned only once." }),
  url: z.string().meta({ description: "The address below which SCIM is served." }),
  createdAt: instant,
});
export type NewScimTokenDto = z.infer<typeof newScimTokenDto>;
export const scimTokenParams = connectionParams.extend({ tokenId: z.string().min(1).max(128) });
export type ScimTokenParams = z.infer<typeof scimTokenParams>;
export const revokedScimTokenDto = z.object({ id: z.string(), status: z.literal("revoked") });

export const discoveryInput = z.strictObject({ issuer });
export type DiscoveryInput = z.infer<typeof discoveryInput>;
/** What a provider says of itself. */
export const discoveryDto = z.object({
  issuer: z.string(),
  authorizationEndpoint: z.string(),
  tokenEndpoint: z.string(),
  jwksUri: z.string(),
  endSessionEndpoint: z.string().nullable(),
  scopes: z.array(z.string()),
});
export type DiscoveryDto = z.infer<typeof discoveryDto>;
export const checkDto = z.object({
  success: z.boolean(),
  words: z.string().nullable(),
  found: discoveryDto.nullable(),
  keys: z.int().meta({ description: "How many keys the provider publishes to sign with." }),
});
export type CheckDto = z.infer<typeof checkDto>;

export const domainInput = z.strictObject({
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
      "must be a domain, such as example.com",
    ),
  connectionId: z.string().max(128).nullable().optional(),
});
export type DomainInput = z.infer<typeof domainInput>;
export const domainChanges = z.strictObject({ connectionId: z.string().max(128).nullable() });
export type DomainChanges = z.infer<typeof domainChanges>;
export const domainParams = z.object({ domainId: z.string().min(1).max(128) });
export type DomainParams = z.infer<typeof domainParams>;
export const removedDomainDto = z.object({ id: z.string(), status: z.literal("removed") });

export const onlyInput = z.strictObject({
  ssoOnly: z.boolean(),
  breakGlass: z.array(z.string().max(128)).max(100).meta({ description: "Ids of the break-glass admins." }),
});
export type OnlyInput = z.infer<typeof onlyInput>;
export const onlyDto = z.object({
  ssoOnly: z.boolean(),
  breakGlass: z.array(z.string()),
  endedSignIns: z.int(),
});
export type OnlyDto = z.infer<typeof onlyDto>;

export const emptyInput = z.strictObject({});
