import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packageName } from "@/lib/packages/names";
import { imagePath } from "@/lib/packages/sources";

const awkward = [
  "kyc:001",
  "kyc/001",
  "kyc_001",
  "KYC_001",
  "kyc 001",
  "..",
  ".",
  "",
  "a.",
  "con",
  "CON",
  "nul.txt",
  "заявка1",
  "заявка2",
  "申請一",
  "申請二",
  "ａ",
  "a",
  "é",
  "e\u0301",
  "x".repeat(300),
  `${"x".repeat(300)}y`,
  "a/../../b",
  packageName("kyc:001"),
];
const devices = ["prn", "aux", "nul", "com0", "com9", "lpt1", "CON.jpg", "con ", "nul."];

describe("names of files in a package", () => {
  it("differ for different ids, even where case is ignored", () => {
    const id = fc.oneof(fc.constantFrom(...awkward), fc.string({ unit: "binary" }), fc.string());
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 20 }), (ids) => {
        const names = ids.map((each) => packageName(each).toLowerCase());
        expect(new Set(names).size).toBe(ids.length);
      }),
      { numRuns: 500 },
    );
    expect(new Set(awkward.map((each) => packageName(each).toLowerCase())).size).toBe(awkward.length);
  });

  it("are valid on every file system, in a path that Windows can unpack", () => {
    const id = fc.oneof(
      fc.constantFrom(...awkward, ...devices),
      fc.string({ unit: "binary", maxLength: 200 }),
    );
    fc.assert(
      fc.property(id, id, (sessionId, docType) => {
        const path = `sessions/${packageName(sessionId)}/${imagePath(docType, "image/jpeg")}`;
        for (const part of path.split("/")) {
          expect(part).toMatch(/^[\w~-]+(\.jpg)?$/);
          expect(part.replace(/\..*/, "")).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i);
        }
        expect(path.length).toBeLessThanOrEqual(150);
      }),
      { numRuns: 500 },
    );
  });

  it("equal the id if it is plain", () => {
    expect(packageName("ses_01jabc-x")).toBe("ses_01jabc-x");
    expect(packageName("id_front")).toBe("id_front");
  });
});
