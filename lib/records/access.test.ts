import { describe, expect, it } from "vitest";
import { type Permission, permissionsOfRoles, permissionsOfScopes } from "@/lib/actor/permissions";
import { type Access, accessOf, type Caller, purposes, type RecordState } from "@/lib/records/access";

const callerWith = (
  kind: Caller["kind"],
  held: ReadonlySet<Permission>,
  more: Partial<Caller> = {},
): Caller => ({
  kind,
  mayReadRestricted: held.has("sessions:read-restricted"),
  mayMask: held.has("pii:mask"),
  mayReveal: held.has("pii:reveal"),
  mayReadWhitelisted: held.has("pii:whitelisted"),
  hasSaidWhy: false,
  isHolder: false,
  ...more,
});
const person = (role: Parameters<typeof permissionsOfRoles>[0][number], more?: Partial<Caller>) =>
  callerWith("person", permissionsOfRoles([role]), more);

const callers = {
  reviewer: person("reviewer"),
  "reviewer who holds the case": person("reviewer", { isHolder: true }),
  lead: person("lead"),
  compliance: person("compliance"),
  "compliance with a reason": person("compliance", { hasSaidWhy: true }),
  auditor: person("auditor"),
  admin: person("admin"),
  "API key": callerWith("api_key", permissionsOfScopes(["sessions:read"])),
  "API key for results": callerWith("api_key", permissionsOfScopes(["verifications:read"])),
  "job that answers": callerWith("job", permissionsOfRoles(["compliance"])),
  "job that does not": callerWith("job", new Set()),
};
type Who = keyof typeof callers;

type State = RecordState | "expired";
const states: State[] = ["free", "expired", "restricted", "redacted"];

const asked = (who: Who, state: State, purpose: (typeof purposes)[number]): Access =>
  accessOf({
    purpose,
    state: state === "expired" ? "free" : state,
    isWindowClosed: state === "expired",
    caller: callers[who],
    apiPiiFields: ["first_name"],
  });

const reached = { hidden: "not found", closed: "say why", frozen: "frozen" } as const;

/** A cell: why the record does not open; else what opens of it, and how its values are seen. */
const cell = ({ reach, opens, sight }: Access) => {
  if (reach !== "open") return reached[reach];
  return opens === "shown" ? sight : opens;
};

/** What a purpose opens of a session that is free, expired, restricted and redacted. */
type Row = readonly [free: string, expired: string, restricted: string, redacted: string];

const toRead = {
  reviewer: ["masked", "nothing", "not found", "nothing"],
  "reviewer who holds the case": ["clear", "nothing", "not found", "nothing"],
  lead: ["masked", "nothing", "not found", "nothing"],
  compliance: ["masked", "nothing", "say why", "nothing"],
  "compliance with a reason": ["masked", "nothing", "masked", "nothing"],
  auditor: ["hidden", "nothing", "not found", "nothing"],
  admin: ["hidden", "nothing", "not found", "nothing"],
  "API key": ["listed", "nothing", "not found", "nothing"],
  "API key for results": ["listed", "nothing", "not found", "nothing"],
  "job that answers": ["listed", "nothing", "listed", "nothing"],
  "job that does not": ["listed", "nothing", "not found", "nothing"],
} satisfies Record<Who, Row>;

const mayReadRestricted: Who[] = ["compliance", "compliance with a reason", "job that answers"];

/** Beside reading, a restricted session opens to whoever may read restricted sessions, and is changed by nobody. */
const restrictedFor = (who: Who, opens: string) => (mayReadRestricted.includes(who) ? opens : "not found");

function row(who: Who, purpose: (typeof purposes)[number]): Row {
  const [free, expired] = toRead[who];
  if (purpose === "read") return toRead[who];
  if (purpose === "work") return [free, expired, restrictedFor(who, "frozen"), "nothing"];
  const opens = purpose === "answer" ? "everything" : "nothing";
  return [opens, opens, restrictedFor(who, opens), opens];
}

describe.each(Object.keys(callers) as Who[])("to a caller who is %s", (who) => {
  it.each(purposes)("a session opens for the purpose %s as the table says", (purpose) => {
    expect(states.map((state) => cell(asked(who, state, purpose)))).toEqual(row(who, purpose));
  });

  it("applies a whitelist only if the key may read results", () => {
    const { whitelist } = asked(who, "free", "read");
    expect(whitelist).toEqual(who === "API key for results" ? ["first_name"] : []);
  });
});
