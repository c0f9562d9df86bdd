import { describe, expect, it } from "vitest";
import { isGuessable } from "@/lib/auth/password-rule";

const anna = { email: "anna.berg@desk.example", name: "Anna Maria Berg" };

describe("a password is refused", () => {
  it.each([
    ["1q2w3e4r5t6y", "is common"],
    ["1Q2W3E4R5T6Y", "is common, whatever its case"],
    ["password123456", "is a common word with digits"],
    ["!!Baseball2026!!", "is a common word with digits and signs"],
    ["aaaaaaaaaaaaa", "repeats a letter"],
    ["abc1abc1abc1", "repeats a block"],
    ["abcdefghijklmnop", "counts up"],
    ["9876543210/.-,", "counts down"],
    ["Anna Maria Berg", "is the person's name"],
    ["anna.berg@desk.example", "is the person's address"],
    ["anna.berg-2026", "is the address with digits"],
    ["Countersign2026!", "is the product's name"],
  ])("“%s” because it %s", async (password) => expect(await isGuessable(password, anna)).toBe(true));
});

it.each([
  "four words make it",
  "Regenschirm am Dienstag",
  "xK9#mv2!qLr7",
  "Anna and the tin roof",
  "🦊🍋🧭🪵🎻🐢🧊🍞🪁🔔🧵🌵",
])("“%s” is accepted", async (password) => expect(await isGuessable(password, anna)).toBe(false));
