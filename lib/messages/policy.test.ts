import { expect, it } from "vitest";
import { aesHelp } from "@/lib/contract/answer";
import { letterLanguages, messageKinds } from "@/lib/contract/vocabulary";
import { codeFrom, plainCode } from "@/lib/delivery/policy";
import { messageOf } from "@/lib/letters/message-texts";
import { possibleCodes, withOrWithoutLetter } from "@/lib/messages/policy";

const about = {
  isEncrypted: false,
  id: "dsr_1",
  requester: "Ada",
  question: "",
  due: "",
  foot: ["Acme"],
  wording: {},
};

it("finds the code of a download link wherever it stands in a text", () => {
  const code = codeFrom(Uint8Array.from({ length: 64 }, (_, at) => (at * 37) % 248));
  const plain = plainCode(code);
  for (const said of [code, plain, code.toLowerCase(), code.replace("-", " "), code.replace("-", " – ")])
    for (const text of [said, `Your code: ${said}.`, `you have been sent ${said} here`, `sent (${said})`])
      expect(possibleCodes(text), text).toContain(plain);
});

it("takes few ordinary words for a code, and none twice", () => {
  expect(possibleCodes("We have received your request. You get it later, by phone.")).toEqual([]);
  expect(possibleCodes("ABCD-2345 ABCD-2345")).toEqual(["ABCD2345", "2345ABCD"]);
});

it("speaks of a letter only where one goes with it, in every language, and in a text that was changed", () => {
  for (const language of letterLanguages)
    for (const kind of ["received", "extended", "fee", "refused"] as const) {
      const { text, bodies } = messageOf(kind, language, { ...about, hasLetter: true });
      const plain = messageOf(kind, language, { ...about, hasLetter: false }).text;
      expect(text).toMatch(/attached letter|beigefügte Brief|lettre jointe|carta adjunta/);
      expect(plain).not.toMatch(/attached|beigefügt|jointe|adjunta/);
      expect(withOrWithoutLetter(`${text}\n$&`, bodies, false)).toBe(`${plain}\n$&`);
      for (const each of [text, plain])
        expect(withOrWithoutLetter(`${each}\n$&`, bodies, true)).toBe(`${text}\n$&`);
    }
});

it("names programs for a package with a password where it says that the answer is ready, and nowhere else", () => {
  for (const language of letterLanguages)
    for (const kind of messageKinds) {
      const { text } = messageOf(kind, language, { ...about, hasLetter: false, isEncrypted: true });
      expect(text.includes(aesHelp[language])).toBe(kind === "ready");
      expect(messageOf(kind, language, { ...about, hasLetter: false }).text).not.toContain("7-Zip");
    }
});
