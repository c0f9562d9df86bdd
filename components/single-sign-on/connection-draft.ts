import { rolesInWords } from "@/components/team/role-words";
import type { Role } from "@/lib/actor/permissions";
import type { ConnectionDto } from "@/lib/single-sign-on/schema";

/** A connection as a form has it. */
export type ConnectionDraft = {
  name: string;
  issuer: string;
  clientId: string;
  groupsClaim: string;
  defaultRoles: string[];
  mappings: { group: string; role: string }[];
  createsMembers: boolean;
  asksSecondFactor: boolean;
};

/** A new connection, with the secret that only a new one asks for. */
export const blankConnection: ConnectionDraft & { clientSecret: string } = {
  name: "",
  issuer: "",
  clientId: "",
  clientSecret: "",
  groupsClaim: "groups",
  defaultRoles: [],
  mappings: [],
  createsMembers: false,
  asksSecondFactor: false,
};

const { issuer: _issuer, clientId: _clientId, clientSecret: _secret, ...blank } = blankConnection;

/** A new connection to a SAML provider: its metadata says who it is. */
export const blankSaml = { ...blank, metadata: "" };

/** Converts a connection to a form. */
export const draftOf = (connection: ConnectionDto): ConnectionDraft => ({
  name: connection.name,
  issuer: connection.issuer,
  clientId: connection.clientId ?? "",
  groupsClaim: connection.groupsClaim,
  defaultRoles: connection.defaultRoles,
  mappings: connection.mappings,
  createsMembers: connection.createsMembers,
  asksSecondFactor: connection.asksSecondFactor,
});

/** Converts a form to the input of an operation. Lines without a group are left out. */
export const inputOf = <D extends Pick<ConnectionDraft, "mappings">>(draft: D) => ({
  ...draft,
  mappings: draft.mappings.filter(({ group }) => group.trim() !== ""),
});

/** {@link inputOf} for a SAML provider, of which only the metadata says who it is. */
export const samlInputOf = ({ issuer: _, clientId: __, ...draft }: ConnectionDraft) => inputOf(draft);

const labels: Record<keyof ConnectionDraft, string> = {
  name: "Name",
  issuer: "Issuer",
  clientId: "Client ID",
  groupsClaim: "Claim with the groups",
  defaultRoles: "Roles without a matching group",
  mappings: "Roles from groups",
  createsMembers: "Create members at the first sign-in",
  asksSecondFactor: "The provider asks for a second factor",
};

function inWords(value: ConnectionDraft[keyof ConnectionDraft]): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "string") return value || "none";
  const parts = value.map((each) =>
    typeof each === "string"
      ? rolesInWords([each as Role])
      : `${each.group}: ${rolesInWords([each.role as Role])}`,
  );
  return parts.join(", ") || "none";
}

export type Change = { label: string; before: string; after: string };

/** Lists what a form changes about a connection, in words. */
export const changesOf = (before: ConnectionDraft, after: ConnectionDraft): Change[] =>
  (Object.keys(labels) as (keyof ConnectionDraft)[])
    .map((name) => ({ label: labels[name], before: inWords(before[name]), after: inWords(after[name]) }))
    .filter((change) => change.before !== change.after);
