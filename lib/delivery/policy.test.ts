import { expect, it } from "vitest";
import { codeFrom, linkStateOf, mostTries, plainCode } from "@/lib/delivery/policy";
import { randomOfTest } from "@/test/random";

const now = new Date("2026-03-01T12:00:00Z");
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const link = {
  tries: 0,
  expiresAt: new Date("2026-03-08T12:00:00Z"),
  openedAt: null,
  deliveredAt: null,
  revokedAt: null,
};

it.each([
  ["open", {}],
  ["open", { tries: mostTries - 1 }],
  ["locked", { tries: mostTries }],
  ["expired", { expiresAt: now }],
  ["revoked", { revokedAt: minutesAgo(1), openedAt: minutesAgo(2) }],
  ["collecting", { tries: mostTries, openedAt: minutesAgo(59), expiresAt: minutesAgo(1) }],
  ["unused", { tries: 1, openedAt: minutesAgo(60) }],
  ["delivered", { openedAt: minutesAgo(2), deliveredAt: minutesAgo(1), revokedAt: now }],
])("a link is %s", (state, changes) => expect(linkStateOf({ ...link, ...changes }, now)).toBe(state));

it("makes codes of letters that cannot be confused, and reads them however they are typed", () => {
  const random = randomOfTest();
  const seen = new Set<string>();
  for (let round = 0; round < 200; round++) {
    const code = codeFrom(Uint8Array.from({ length: 64 }, () => random.int(0, 255)));
    expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
    seen.add(code);
    expect(plainCode(` ${code.toLowerCase().replace("-", " ")} `)).toBe(code.replace("-", ""));
  }
  expect(seen.size).toBe(200);
});
