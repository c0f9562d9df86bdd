import { counted } from "@/lib/format/number";
import { sentence, words } from "@/lib/format/words";

/** Names for all events of the log. */
export const eventNames: Record<string, string> = {
  "sign-in.succeeded": "Signed in",
  "sign-in.refused": "Sign-in refused",
  "sign-in.throttled": "Sign-in slowed down",
  "sign-in.ended": "Signed out",
  "member.joined": "Member joined",
  "member.invited": "Member invited",
  "member.invitation-revoked": "Invitation revoked",
  "member.roles-changed": "Roles changed",
  "member.removed": "Member removed",
  "api-key.created": "API key created",
  "api-key.cloned": "API key cloned",
  "api-key.updated": "API key changed",
  "api-key.revoked": "API key revoked",
  "access.denied": "Access denied",
  "access.failed": "Access failed",
  "session.imported": "Session imported",
  "session.redacted": "Session redacted",
  "api.session.export": "Session exported",
  "pii.revealed": "Personal data revealed",
  "document.viewed": "Documents viewed",
  "document.fetched": "Image fetched",
  "document.fetched-ahead": "Documents preloaded",
  "pii.read": "Personal data read",
  "record.damaged": "Stored value could not be decrypted",
  "search.by-document-number": "Searched by document number",
  "settings.updated": "Settings updated",
  "session.blocked": "Rejected by the blocklist",
  "case.created": "Case created",
  "case.claimed": "Case claimed",
  "case.released": "Case released",
  "case.claim-lapsed": "Claim lapsed",
  "case.woken": "Snooze ended",
  "case.assigned": "Case assigned",
  "case.escalated": "Case escalated",
  "case.snoozed": "Case snoozed",
  "case.recommended": "Decision recommended",
  "case.disputed": "Reviewers disagreed",
  "case.approved": "Case approved",
  "case.rejected": "Case rejected",
  "case.decision-undone": "Decision undone",
  "case.updated": "Case updated",
  "case.note-added": "Note added",
  "case.opened": "Case viewed",
  "case.fetched-ahead": "Case preloaded",
  "result.pii-corrected": "Extracted data corrected",
  "check.overridden": "Check overridden",
  "screening.hits-resolved": "Screening hits resolved",
  "request.received": "Request received",
  "request.opened": "Request viewed",
  "request.verified": "Requester verified",
  "request.clock-paused": "Clock paused",
  "request.clock-resumed": "Clock resumed",
  "request.extended": "Deadline extended",
  "request.closed": "Request closed",
  "request.searched": "Sessions searched for a request",
  "request.match-decided": "Match decided",
  "request.notes-read": "Notes read for a request",
  "request.note-marked": "Note marked for an answer",
  "task.dismissed": "Task dismissed",
  "request.reviewed": "Request reviewed",
  "request.review-taken-back": "Request review withdrawn",
  "request.open-reviews": "Disclosure of open reviews changed",
  "request.approved": "Answer approved",
  "request.restricted": "Sessions restricted for a request",
  "request.restriction-lifted": "Restriction for a request lifted",
  "request.session-corrected": "Session corrected for a request",
  "request.session-unchanged": "Session correction refused",
  "request.previewed": "Answer previewed",
  "request.delivered": "Answer delivered",
  "request.erased": "Data erased for a request",
  "certificate.issued": "Erasure certificate signed",
  "letter.downloaded": "Erasure letter downloaded",
  "erasures.replayed": "Restored keys erased again",
  "audit.end-accepted": "Shortened audit log accepted with override",
  "erasures.ledger-accepted": "Erasure ledger repaired with override",
  "package.requested": "Package requested",
  "package.built": "Package built",
  "package.downloaded": "Package downloaded",
  "package.link-created": "Download link created",
  "package.link-revoked": "Download link revoked",
  "package.delivered": "Package delivered by download link",
  "session.restricted": "Session restricted",
  "session.restriction-lifted": "Session restriction lifted",
  "session.restricted-opened": "Restricted session opened",
  "session.sensitive-expired": "Sensitive data hidden",
  "session.retention-expired": "Retention ended",
  "retention.served": "Other records removed by retention",
  "api.identity.export": "Identity exported",
  "identity.redacted": "Identity redacted",
  "redaction.requested": "Bulk redaction started",
  "redaction.paused": "Bulk redaction paused",
  "redaction.resumed": "Bulk redaction resumed",
  "redaction.stopped": "Bulk redaction stopped",
  "redaction.finished": "Bulk redaction finished",
  "hold.placed": "Legal hold placed",
  "hold.released": "Legal hold released",
  "list.entry-added": "Added to the blocklist",
  "list.entry-removed": "Removed from the blocklist",
  "audit.verification-requested": "Verification requested",
  "audit.verified": "Log verified",
  "audit.exported": "Log exported",
  "audit.pruned": "Log pruned by retention",
  "key.master-rotated": "Master key rotated",
};

const areas: [string, RegExp][] = [
  ["Sign-in and members", /^(sign-in|member|access)\./],
  ["Sessions and personal data", /^(session|api|pii|record|document|search|result|retention)\./],
  ["Cases and screening", /^(case|check|screening|list)\./],
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
function takenBack({ releasedCases, revokedInvitations }: Metadata): string {
  const [cases, invitations] = [Number(releasedCases), Number(revokedInvitations)];
  return [
    cases > 0 ? `${counted(cases, "case")} returned to the queue` : "",
    invitations > 0 ? `${counted(invitations, "invitation")} revoked` : "",
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

const details: Record<string, (metadata: Metadata) => string> = {
  "sign-in.ended": ({ everywhere }) => (everywhere ? "everywhere" : ""),
  "member.joined": ({ roles }) => list(roles),
  "member.invited": ({ roles }) => list(roles),
  "member.roles-changed": ({ before, after, ...counts }) =>
    [changed(before, after), takenBack(counts)].filter(Boolean).join("; "),
  "member.removed": takenBack,
  "api-key.created": keyLimits,
  "api-key.cloned": keyLimits,
  "api-key.updated": ({ fields, changes }) => changeWords(changes) || list(fields),
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
  "session.restricted-opened": ({ reason }) => String(reason),
  "redaction.requested": ({ total, by }) => `${counted(Number(total), "session")} by ${by}`,
  "redaction.finished": ({ deleted, held, failed }) =>
    `${deleted} redacted, ${held} on legal hold, ${failed} failed`,
  "retention.served": ({ deliveries, links, packages, requests }) =>
    `${deliveries} deliveries, ${links} links, ${packages} packages, ${requests} requests`,
  "api.identity.export": ({ sessions }) => counted(Number(sessions), "session"),
  "api.session.export": ({ documents }) => counted(Number(documents), "image"),
  "pii.revealed": ({ fields }) => list(fields),
  "document.viewed": ({ docTypes, variant }) => `${list(docTypes)} (${words(String(variant))})`,
  "document.fetched-ahead": ({ docTypes }) => list(docTypes),
  "document.fetched": ({ docType, variant, isExport }) =>
    `${words(String(docType))} (${isExport ? "for an export" : words(String(variant))})`,
  "pii.read": ({ what, fields }) => [String(what), list(fields)].filter(Boolean).join(": "),
  "search.by-document-number": ({ found }) => `${counted(Number(found), "session")} found`,
  "access.failed": ({ door, why }) => `${words(String(door))}: ${why}`,
  "settings.updated": ({ changes }) => changeWords(changes),
  "audit.verified": ({ isSound, seals, events }) =>
    `${isSound ? "" : "does not match its seals, "}${counted(Number(seals), "seal")}, ${counted(Number(events), "event")}`,
  "audit.pruned": ({ throughSeal, events }) =>
    `${counted(Number(events), "event")} up to seal ${throughSeal}`,
  "key.master-rotated": ({ organizationKeys }) => counted(Number(organizationKeys), "organization key"),
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
