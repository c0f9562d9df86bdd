import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";
import { eventNames } from "./event-names";

const areas: [string, RegExp][] = [
  ["Sign-in and members", /^(sign-in|member|access)\./],
  ["Sessions and personal data", /^(session|api|pii|record|document|search|result|retention)\./],
  ["Cases and screening", /^(case|check|screening|list|second-look)\./],
  ["Requests and erasure", /^(request|task|package|certificate|letter|identity|redaction|hold|erasures)\./],
  ["Settings, log and keys", /./],
];

/** All events, sorted by area and then by name: `[type, name, area]`. */
export const eventsByArea: [string, string, string][] = areas.flatMap(([area]) =>
  Object.entries(eventNames)
    .filter(([type]) => areas.find(([, belongs]) => belongs.test(type))?.[0] === area)
    .map(([type, name]): [string, string, string] => [type, name, area])
    .toSorted(([, one], [, other]) => one.localeCompare(other)),
);

export const eventName = (type: string) => eventNames[type] ?? sentence(type);

const list = (value: unknown) =>
  Array.isArray(value) ? value.map((each) => words(String(each))).join(", ") : "";

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length > 0 ? list(value) : "none";
  return value === null || value === undefined ? "none" : words(String(value));
}

/** Describes a change: added and removed entries of a list, otherwise the old and new value. */
function changed(before: unknown, after: unknown): string {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    value !== null && typeof value === "object" && !Array.isArray(value);
  if (isMap(after)) {
    const old = isMap(before) ? before : {};
    return Object.keys(after)
      .filter((name) => after[name] !== old[name])
      .map((name) => words(name))
      .join(", ");
  }
  if (!Array.isArray(before) || !Array.isArray(after)) return `${shown(before)} → ${shown(after)}`;
  const added = after.filter((each) => !before.includes(each));
  const removed = before.filter((each) => !after.includes(each));
  return [added.length > 0 ? `+ ${list(added)}` : "", removed.length > 0 ? `− ${list(removed)}` : ""]
    .filter(Boolean)
    .join("  ");
}

function changeWords(changes: unknown): string {
  if (changes === null || typeof changes !== "object") return "";
  const lines = Object.entries(changes as Record<string, { before?: unknown; after?: unknown }>);
  return lines.map(([name, { before, after }]) => `${words(name)}: ${changed(before, after)}`).join("; ");
}

type Metadata = Record<string, unknown>;

/** Says what a member lost with a role: `2 cases returned to the queue, 1 invitation revoked`. */
function takenBack({ releasedCases, revokedInvitations, revokedPasswordLinks = 0 }: Metadata): string {
  const [cases, invitations] = [Number(releasedCases), Number(revokedInvitations)];
  const links = Number(revokedPasswordLinks);
  return [
    cases > 0 ? `${counted(cases, "case")} returned to the queue` : "",
    invitations > 0 ? `${counted(invitations, "invitation")} revoked` : "",
    links > 0 ? `${counted(links, "password link")} revoked` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** Says what a key may do, from where, and until when. */
function keyLimits({ scopes, allowedIps, expiresAt }: Metadata): string {
  const places = Array.isArray(allowedIps) && allowedIps.length > 0 ? `from ${allowedIps.join(", ")}` : "";
  return [
    Array.isArray(scopes) ? scopes.join(", ") : "",
    places,
    expiresAt ? `until ${String(expiresAt).slice(0, 10)}` : "",
  ]
    .filter(Boolean)
    .join("; ");
}

const secondFactorWords: Readonly<Record<string, string>> = {
  app: "with a code of the app",
  "recovery-code": "with a recovery code",
  passkey: "with a passkey",
};

const details: Record<string, (metadata: Metadata) => string> = {
  "sign-in.succeeded": ({ secondFactor }) =>
    secondFactor ? (secondFactorWords[String(secondFactor)] ?? words(String(secondFactor))) : "",
  "sign-in.refused": ({ secondFactor }) => (secondFactor ? "right password, wrong code" : ""),
  "sign-in.ended": ({ everywhere, signInId }) =>
    everywhere ? "everywhere" : signInId ? `in another browser, ${signInId}` : "",
  "member.joined": ({ roles }) => list(roles),
  "member.invited": ({ roles }) => list(roles),
  "member.roles-changed": ({ before, after, ...counts }) =>
    [changed(before, after), takenBack(counts)].filter(Boolean).join("; "),
  "member.removed": takenBack,
  "api-key.created": keyLimits,
  "api-key.cloned": keyLimits,
  "mcp.called": ({ status, reason }) =>
    [`answered ${status}`, reason && `reason: ${reason}`].filter(Boolean).join("; "),
  "api-key.updated": ({ fields, changes }) => changeWords(changes) || list(fields),
  "member.password-changed": ({ how, endedSignIns }) =>
    how === "link"
      ? `by a link, ${counted(Number(endedSignIns), "sign-in")} ended`
      : `with the current password, ${counted(Number(endedSignIns), "other sign-in")} ended`,
  "member.passkey-added": ({ passkeyId }) => String(passkeyId),
  "member.passkey-removed": ({ passkeyId }) => String(passkeyId),
  "member.signed-out": ({ ended }) => `${counted(Number(ended), "sign-in")} ended`,
  "member.second-factor-removed": ({ by }) =>
    `by ${by === "member" ? "the member" : by === "admin" ? "an admin" : "the command line"}`,
  "member.recovery-codes-made": ({ count }) => counted(Number(count), "code"),
  "access.denied": ({ detail }) => String(detail ?? ""),
  "session.imported": ({ outcome, source, images }) =>
    `${words(String(outcome))} from ${source}, ${counted(Number(images), "image")}`,
  "session.redacted": ({ documentsRemoved, bulk, reason }) =>
    [
      `${counted(Number(documentsRemoved), "image")} erased`,
      bulk ? "in bulk" : "",
      reason ? String(reason) : "",
    ]
      .filter(Boolean)
      .join(", "),
  "session.updated": ({ fields }) => list(fields),
  "session.created": ({ prefilled }) => `${counted(Number(prefilled), "pre-filled field")}`,
  "session.link-generated": ({ expiresAt }) => `until ${String(expiresAt)}`,
  "session.invite-sent": ({ count }) => counted(Number(count), "mail"),
  "session.resumed": ({ expiresAt }) => `until ${String(expiresAt)}`,
  "session.expired": ({ by }) => (by === "time" ? "its link expired" : "by the API"),
  "session.document-uploaded": ({ docType, isReplaced }) =>
    `${words(String(docType))}${isReplaced ? ", in place of another" : ""}`,
  "session.consented": ({ version, language }) => `text ${String(version)} (${String(language)})`,
  "session.submitted": ({ documents }) => list(documents),
  "case.closed": ({ decision, by }) =>
    `${words(String(decision))} by ${by === "source" ? "its source" : words(String(by))}`,
  "session.evaluated": ({ status, result, workflowVersion }) =>
    [words(String(result ?? status)), typeof workflowVersion === "number" && `rules ${workflowVersion}`]
      .filter(Boolean)
      .join(", "),
  "session.reprocessed": ({ policy, replaced }) => {
    const { status, reasonCode } = Object(replaced) as Record<string, unknown>;
    return [policy ?? "all checks", status && `was ${status}`, reasonCode]
      .filter(Boolean)
      .map((part) => words(String(part)))
      .join(", ");
  },
  "session.external-decision": ({ decision }) => words(String(decision)),
  "session.simulated": ({ action }) => words(String(action)),
  "session.restricted-opened": ({ reason }) => String(reason),
  "redaction.requested": ({ total, by }) => `${counted(Number(total), "session")} by ${by}`,
  "redaction.finished": ({ deleted, held, failed }) =>
    `${deleted} redacted, ${held} on legal hold, ${failed} failed`,
  "retention.served": ({ deliveries, links, packages, requests }) =>
    `${deliveries} deliveries, ${links} links, ${packages} packages, ${requests} requests`,
  "api.identity.export": ({ sessions }) => counted(Number(sessions), "session"),
  "identity.updated": ({ fields }) => list(fields),
  // Events of earlier releases do not say which flags were dropped.
  "identity.merged": ({ merged, sessions, flagsDropped = [] }) =>
    [
      ...[...(merged as string[]), counted(Number(sessions), "session")],
      ...(flagsDropped as Metadata[]).map(
        ({ identityId, reason }) => `flag of ${identityId} not kept (${words(String(reason))})`,
      ),
    ].join(", "),
  "identity.merged-into": ({ into }) => String(into),
  "api.session.export": ({ documents }) => counted(Number(documents), "image"),
  "pii.revealed": ({ fields }) => list(fields),
  "document.viewed": ({ docTypes, variant }) => `${list(docTypes)} (${words(String(variant))})`,
  "document.fetched-ahead": ({ docTypes }) => list(docTypes),
  "document.fetched": ({ docType, variant, isExport }) =>
    `${words(String(docType))} (${isExport ? "for an export" : words(String(variant))})`,
  "pii.read": ({ what, fields }) => [String(what), list(fields)].filter(Boolean).join(": "),
  "search.by-person": ({ kinds, found }) => `by ${list(kinds)}, ${counted(Number(found), "session")} found`,
  "search.lists": ({ kinds, found }) => `by ${list(kinds)}, ${counted(Number(found), "entry")} found`,
  // Events of earlier releases have every field among the changes.
  "list.updated": ({ fields = [], changes = {} }) => {
    const untold = (fields as string[]).filter((name) => !(name in (changes as Metadata)));
    return [changeWords(changes), list(untold)].filter(Boolean).join("; ");
  },
  "search.by-document-number": ({ found }) => `${counted(Number(found), "session")} found`,
  "access.failed": ({ door, why }) => `${words(String(door))}: ${why}`,
  "csv.export-started": ({ list: name, filter }) =>
    [
      String(name),
      ...Object.entries(filter as Metadata).map(([key, value]) => `${words(key)}: ${value}`),
    ].join(", "),
  "csv.export-ended": ({ list: name, rows, isComplete }) =>
    `${name}, ${counted(Number(rows), "row")}${isComplete ? "" : ", cut off"}`,
  "settings.updated": ({ changes }) => changeWords(changes),
  "letter.wording-saved": ({ letter, law, language, version, changes }) =>
    `${words(String(letter))}, ${words(String(law))}, ${language}, version ${version}: ${(changes as Metadata[]).map(({ name }) => name).join(", ")}`,
  "audit.verified": ({ isSound, seals, events }) =>
    `${isSound ? "" : "does not match its seals, "}${counted(Number(seals), "seal")}, ${counted(Number(events), "event")}`,
  "audit.pruned": ({ throughSeal, events }) =>
    `${counted(Number(events), "event")} up to seal ${throughSeal}`,
  "key.master-rotated": ({ organizationKeys }) => counted(Number(organizationKeys), "organization key"),
  "organization.moved": ({ from, to }) => `from cell ${from} to cell ${to}`,
};

/** A member's id means nothing to a reader; the event's own page shows all metadata. */
const isMember = (value: unknown) => typeof value === "string" && /^mem_/.test(value);

function detailOf(value: unknown): string {
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return list(value) || "none";
  if (value !== null && typeof value === "object") return JSON.stringify(value);
  return typeof value === "string" && /^[a-z]+(_[a-z]+)+$/.test(value) ? words(value) : String(value);
}

/** Describes an event's metadata in words. */
export function eventDetail(type: string, metadata: Metadata): string {
  const say = details[type];
  if (say) return say(metadata);
  return Object.entries(metadata)
    .filter(([, value]) => !isMember(value))
    .map(([key, value]) => `${words(key)}: ${detailOf(value)}`)
    .join(", ");
}
