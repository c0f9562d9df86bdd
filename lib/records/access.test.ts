import { describe, expect, it } from "vitest";
import { type Caller, purposes, reachOf, recordStates, sightOf, type Viewer } from "@/lib/records/access";

const caller = (changes: Partial<Caller>): Caller => ({
  kind: "person",
  mayReadRestricted: false,
  hasSaidWhy: false,
  ...changes,
});

const callers = {
  "a reviewer": caller({}),
  "an API key": caller({ kind: "api_key" }),
  "compliance without a reason": caller({ mayReadRestricted: true }),
  "compliance with a reason": caller({ mayReadRestricted: true, hasSaidWhy: true }),
  "a job that answers": caller({ kind: "job", mayReadRestricted: true }),
  "a job that does not": caller({ kind: "job" }),
};

/** Of a restricted session, by purpose in the order of `purposes`: read, work, answer, erase, hold. */
const restricted: Record<keyof typeof callers, string> = {
  "a reviewer": "hidden hidden hidden hidden hidden",
  "an API key": "hidden hidden hidden hidden hidden",
  "compliance without a reason": "closed frozen open open open",
  "compliance with a reason": "open frozen open open open",
  "a job that answers": "open frozen open open open",
  "a job that does not": "hidden hidden hidden hidden hidden",
};

describe("a restricted session", () => {
  it.each(Object.keys(callers) as (keyof typeof callers)[])("is reached by %s as the table says", (who) =>
    expect(purposes.map((purpose) => reachOf(purpose, "restricted", callers[who])).join(" ")).toBe(
      restricted[who],
    ),
  );

  it("is changed by nobody", () => {
    for (const who of Object.values(callers)) expect(reachOf("work", "restricted", who)).not.toBe("open");
  });
});

it("opens every session that is not restricted, for every purpose", () => {
  for (const state of recordStates.filter((each) => each !== "restricted"))
    for (const purpose of purposes)
      for (const who of Object.values(callers)) expect(reachOf(purpose, state, who)).toBe("open");
});

describe("personal values", () => {
  const viewer = (changes: Partial<Viewer>): Viewer => ({
    kind: "person",
    mayMask: true,
    mayReveal: true,
    isHolder: false,
    ...changes,
  });

  it.each([
    ["clear", "a person who holds the case", viewer({ isHolder: true })],
    ["masked", "a person who does not hold the case", viewer({})],
    ["masked", "a holder who may not reveal", viewer({ isHolder: true, mayReveal: false })],
    ["hidden", "a person without personal data", viewer({ mayMask: false, mayReveal: false })],
    ["hidden", "such a person, even as holder", viewer({ mayMask: false, mayReveal: false, isHolder: true })],
    ["listed", "an API key", viewer({ kind: "api_key", mayMask: false, mayReveal: false })],
    ["listed", "an API key whose reviewer holds the case", viewer({ kind: "api_key", isHolder: true })],
    ["listed", "a job", viewer({ kind: "job" })],
  ] as const)("are %s to %s", (sight, _, who) => expect(sightOf(who)).toBe(sight));
});
