import { describe, expect, it } from "vitest";
import { checkWording, factsOf } from "@/lib/brief/policy";
import type { DeskDto } from "@/lib/cases/schema";

type Evidence = Parameters<typeof factsOf>[0];

const empty = {
  ...{ mrz: null, expiry: { state: "unknown", detail: null }, checks: [], fields: [], signals: [] },
  ...{ riskScore: null, riskLevel: null, screening: [] },
} as unknown as DeskDto;

const codesOf = (desk: object, more: Partial<Omit<Evidence, "desk">> = {}) =>
  factsOf({ desk: { ...empty, ...desk } as DeskDto, images: [], totals: [], ...more }).map(
    ({ code, side, item }) => `${side} ${code} ${item}`,
  );

const check = (status: string, score: number | null = null, threshold: number | null = null) => ({
  checks: [{ policy: "face match", status, score, threshold, attempt: 1 }],
});
const hit = (more: object, status = "hit") => ({
  screening: [
    {
      id: "schk_1",
      checkType: "pep",
      status,
      hits: [{ id: "a b", isDismissed: false, isConfirmed: false, ...more }],
    },
  ],
});
const screened = (status: string) => ({ screening: [{ id: "schk_1", checkType: "pep", status, hits: [] }] });
const row = (verdict: string) => ({ fields: [{ field: "gender", verdict, sources: [] }] });
const zone = (format: string | null, checks: boolean[]) => ({
  mrz: { format, isValid: checks.every(Boolean), checks: checks.map((isValid) => ({ isValid })) },
});

describe("a case without any item", () => {
  it("says of each kind that there is none", () => {
    expect(codesOf({})).toEqual([
      "unavailable checks_none desk-checks",
      "unavailable fields_none desk-fields",
      "unavailable risk_none desk-risk",
      "unavailable screening_none desk-screening",
      "unavailable images_none desk-images",
      "for shared_nothing desk-linked",
    ]);
  });

  it("does not take what was not looked at for nothing", () => {
    expect(codesOf({}, { totals: null })).toContain("unavailable shared_hidden desk-linked");
  });
});

it.each([
  [check("failed", 0.9, 0.35), "against check_failed check-face_match"],
  [check("requires_retry"), "against check_retry check-face_match"],
  [check("passed", 0.2, 0.35), "against check_below check-face_match"],
  [check("passed", 0.35, 0.35), "for check_passed_score check-face_match"],
  [check("passed"), "for check_passed check-face_match"],
  [check("passed", 0.9), "for check_passed check-face_match"],
  [check("error"), "unavailable check_error check-face_match"],
  [check("error", 0.1, 0.35), "unavailable check_error check-face_match"],
  [check("skipped"), "unavailable check_skipped check-face_match"],
  [check("pending"), "unavailable check_pending check-face_match"],
  [zone(null, []), "unavailable zone_unreadable check-mrz"],
  [zone("TD3", []), "unavailable zone_unchecked check-mrz"],
  [zone("TD3", [true, true]), "for zone_right check-mrz"],
  [zone("TD3", [true, false]), "against zone_wrong check-mrz"],
  [{ expiry: { state: "expired" } }, "against document_expired check-expiry"],
  [{ expiry: { state: "valid" } }, "for document_valid check-expiry"],
  [row("single"), "unavailable expiry_unknown desk-fields"],
  [{ expiry: { state: "unreadable" } }, "unavailable expiry_unreadable check-expiry"],
  [row("match"), "for fields_agree field-gender"],
  [row("mismatch"), "against fields_differ field-gender"],
  [row("implausible"), "against field_implausible field-gender"],
  [row("single"), "unavailable field_single field-gender"],
  [row("unreadable"), "unavailable field_unreadable field-gender"],
  [row("missing"), "unavailable fields_none desk-fields"],
  [hit({}), "against hit_open hit-schk_1-a_b"],
  [hit({ isConfirmed: true }), "against hit_confirmed hit-schk_1-a_b"],
  [hit({ isDismissed: true }), "for hit_dismissed hit-schk_1-a_b"],
  [hit({ unreadFields: ["name"] }), "unavailable hit_unread hit-schk_1-a_b"],
  [hit({}, "error"), "unavailable screening_error screening-schk_1"],
  [screened("clear"), "for screening_clear screening-schk_1"],
  [screened("hit"), "unavailable screening_unknown screening-schk_1"],
  [screened("pending"), "unavailable screening_pending screening-schk_1"],
  [{ riskScore: 10, riskLevel: "low" }, "for risk_low desk-risk"],
  [{ riskScore: 21, riskLevel: "medium" }, "against risk_raised desk-risk"],
  [{ signals: [{ signalType: "vpn", riskScore: 5 }] }, "against signal signal-0"],
  [{ signals: [{ signalType: "vpn", riskScore: null }] }, "against signal_unscored signal-0"],
  [{ signals: [{ signalType: "vpn", riskScore: 0 }] }, "for signal_harmless signal-0"],
  [{ unreadSources: ["chip"] }, "unavailable source_unreadable check-chip"],
  [
    { origin: { identityId: "idn_1", isIdentityFlagged: true } },
    "against identity_flagged /identities/idn_1",
  ],
])("%j says: %s", (desk, said) => {
  expect(codesOf(desk)).toContain(said);
});

it("names the images that are missing, and counts what is shared", () => {
  const images = [
    { docType: "id_front", isStored: true },
    { docType: "selfie", isStored: false },
  ];
  const facts = factsOf({ desk: empty, images, totals: [{ kind: "device", count: 3 }] });
  expect(facts.filter(({ code }) => ["image_missing", "shared"].includes(code))).toEqual([
    { side: "unavailable", code: "image_missing", values: { document: "selfie" }, item: "desk-images" },
    { side: "against", code: "shared", values: { kind: "device", count: 3 }, item: "desk-linked" },
  ]);
});

it.each(["hit", "clear"])("leaves to another check what is %s there", (status) => {
  const [other] = hit({}).screening;
  const beside = { id: "schk_2", checkType: "pep", status, hits: [], detail: "Decided in schk_1." };
  const said = codesOf({ screening: [other, beside] });
  expect(said.filter((each) => each.includes("schk_"))).toEqual(["against hit_open hit-schk_1-a_b"]);
  expect(codesOf({ screening: [beside] }).filter((each) => each.includes("schk_2"))).toHaveLength(1);
});

describe("a wording", () => {
  const sent = [
    { side: "against", text: "The risk score is 62, which is high.", href: "/a" },
    { side: "for", text: "The check “Face match” passed.", href: "/b" },
    { side: "for", text: "The check “Liveness” passed.", href: "/c" },
  ] as const;
  const answer = (...sentences: { text: string; from: number[] }[]) => ({
    text: JSON.stringify({ sentences }),
  });
  const against = { text: "Risk is high, at 62.", from: [1] };
  const forIt = { text: "Both checks passed.", from: [2, 3] };

  it("is kept with the sides and places of the sentences that it was made from", () => {
    const kept = {
      problem: null,
      sentences: [
        { side: "against", text: "Risk is high, at 62.", from: [0] },
        { side: "for", text: "Both checks passed.", from: [1, 2] },
      ],
    };
    expect(checkWording(sent, answer(against, forIt))).toEqual(kept);
    const { text } = answer(against, forIt);
    expect(checkWording(sent, { text: `\`\`\`json\n${text}\n\`\`\`` })).toEqual(kept);
    expect(
      checkWording(sent, answer(against, { ...forIt, text: "All 2 checks passed." })).problem,
    ).toBeNull();
  });

  it("may repeat a sign of a name that was sent", () => {
    const named = [{ side: "against", text: "A hit (OFAC [SDN]) is open.", href: "/a" }] as const;
    expect(checkWording(named, answer({ text: "OFAC [SDN] has a hit.", from: [1] })).problem).toBeNull();
  });

  it.each([
    ["unreachable", "unreachable"],
    ["unreadable", { text: "I cannot do that." }],
    ["unreadable", { text: "{}" }],
    ["unreadable", answer(against, { text: "Both passed.", from: [2, 3, 4] })],
    ["unreadable", answer(against, { text: "Both passed.", from: [0, 2, 3] })],
    ["unreadable", answer(against, { text: "Both passed.", from: [] })],
    ["unreadable", answer(against, { text: " ", from: [2, 3] })],
    ["unreadable", answer(against, { text: "x".repeat(601), from: [2, 3] })],
    ["left_out", answer(forIt)],
    ["left_out", { text: '{"sentences":[]}' }],
    ["mixed", answer({ text: "Risk is high, but the checks passed.", from: [1, 2, 3] })],
    ["number", answer({ text: "Risk is 26.", from: [1] }, forIt)],
    ["number", answer(against, { text: "All 12 checks passed.", from: [2, 3] })],
    ["not_plain", answer(against, { text: "Passed, see https://example.test", from: [2, 3] })],
    ["not_plain", answer(against, { text: "Passed, write to mailto:a", from: [2, 3] })],
    ["not_plain", answer(against, { text: "Passed, see evil.example", from: [2, 3] })],
    ["number", answer({ text: "1 risk is high.", from: [1] }, forIt)],
    ["number", answer({ text: "Risk is ٢٦.", from: [1] }, forIt)],
    ["not_plain", answer(against, { text: "<b>Passed.</b>", from: [2, 3] })],
  ] as const)("is left out whole: %s %j", (problem, given) => {
    expect(checkWording(sent, given)).toEqual({ problem, sentences: [] });
  });
});
