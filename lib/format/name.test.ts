import { expect, it } from "vitest";
import { initials, maskName } from "./name";

it.each([
  ["Emily Johnson", "E••• J•••"],
  ["  Özlem\u00a0 Kaya ", "Ö••• K•••"],
  ["O\u0308zlem", "Ö•••"],
  ["王小明", "王•••"],
  ["हिमाल", "हि•••"],
  ["👩‍👩‍👧 Ann", "••• A•••"],
  ["최 민준", "••• 민•••"],
  ["李 伟", "••• •••"],
  ["", "—"],
  [null, "—"],
])("masks %s", (name, expected) => {
  expect(maskName(name)).toBe(expected);
});

it("makes initials", () => {
  expect(initials("Demo Lead")).toBe("DL");
  expect(initials("ana maria de souza")).toBe("AS");
  expect(initials("Cher")).toBe("C");
  expect(initials(" ")).toBe("?");
});
