import { expect, it } from "vitest";
import { codeFrom, plainCode } from "@/lib/delivery/policy";
import { possibleCodes } from "@/lib/messages/policy";

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
