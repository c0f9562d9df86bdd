import { describe, expect, it } from "vitest";
import { followsSuggestion, type InvolvementFacts, involvementWords } from "@/lib/involvement/policy";

const at = "2026-11-02T10:00:00.000Z";
const facts: InvolvementFacts = {
  ...{ id: "dec_1", decision: "approved", isFinal: true, decidedBy: "Ada", decidedAt: at, undoneAt: null },
  ...{ door: "desk", heldSeconds: 200, openSeconds: 190, logSince: null },
  imagesStored: ["id_front", "selfie"],
  imagesShown: ["id_front", "selfie"],
  suggestion: { action: "auto_reject", isFollowed: false },
  looks: [],
  acts: [],
};
const acted = (type: string) => ({ at, type, what: [] });

it.each([
  ["auto_approve", "approved", true],
  ["auto_approve", "rejected", false],
  ["auto_reject", "rejected", true],
  ["auto_reject", "approved", false],
  ["manual_review", "approved", null],
  ["proceed_with_caution", "rejected", null],
  ["auto_approve", "resubmission", null],
  ["something new", "approved", null],
])("%s and %s: followed is %s", (action, decision, isFollowed) => {
  expect(followsSuggestion(action, decision)).toBe(isFollowed);
});

describe("the words about a person's part in a decision", () => {
  it("say how long, what was seen, what was suggested and what was done", () => {
    const acts = [acted("check.overridden"), acted("case.note-added"), acted("case.note-added")];
    expect(involvementWords({ ...facts, acts })).toEqual([
      "Ada made the decision at the desk.",
      "This person first opened the case 3 min before the decision. It was claimed 3 min before.",
      "Images on the screen before: id front, selfie.",
      "The risk level suggested: auto reject. The decision departs from it.",
      "Before the decision, by this person: 1 override of a check, 2 × note.",
    ]);
  });

  it.each<[string, Partial<InvolvementFacts>, string]>([
    [
      "no opening",
      { openSeconds: null, heldSeconds: null },
      "The log shows no opening of the case by this person.",
    ],
    [
      "no time at all",
      { openSeconds: 0, heldSeconds: null },
      "This person first opened the case less than a second before the decision.",
    ],
    [
      "an image that was not shown",
      { imagesShown: ["selfie"] },
      "Images on the screen before: selfie. Not shown: id front.",
    ],
    [
      "no image that was shown",
      { imagesShown: [] },
      "None of the 2 stored images was on this person's screen before.",
    ],
    ["no image that was stored", { imagesShown: [], imagesStored: [] }, "The session stored no images."],
    [
      "erased data",
      { imagesShown: [], imagesStored: null },
      "No image was on this person's screen before; how many were stored is not known any more.",
    ],
    ["no act", {}, "Before the decision this person changed nothing on the case."],
    [
      "a followed suggestion",
      { suggestion: { action: "auto_approve", isFollowed: true } },
      "The risk level suggested: auto approve. The decision follows it.",
    ],
    [
      "no outcome suggested",
      { suggestion: { action: "manual_review", isFollowed: null } },
      "The risk level suggested: manual review. The decision: approved.",
    ],
    [
      "a log that begins later",
      { logSince: at },
      "The log begins after this case was created, so earlier looks and acts are not known.",
    ],
  ])("name %s", (_, changes, sentence) => {
    expect(involvementWords({ ...facts, ...changes })).toContain(sentence);
  });

  it.each([
    ["api", "The decision was made through the API"],
    ["unknown", "The log does not record any more"],
  ] as const)("say nothing of a screen that is not known (%s)", (door, sentence) => {
    const words = involvementWords({ ...facts, door, suggestion: null });
    expect(words).toEqual([expect.stringContaining(sentence)]);
  });
});
