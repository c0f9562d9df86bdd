import { expect, it } from "vitest";
import { inflect } from "@/lib/contract/inflection";

it("respells into plain objects, which a page may pass to the browser", () => {
  const spelled = inflect({ extracted_data: { first_name: "A" }, rows: [{ is_cut: true }] }, "camel");
  expect(spelled).toEqual({ extractedData: { firstName: "A" }, rows: [{ isCut: true }] });
  expect(Object.getPrototypeOf(spelled)).toBe(Object.prototype);
  expect(Object.getPrototypeOf((spelled as { extractedData: object }).extractedData)).toBe(Object.prototype);
});

it("keeps a key named like the prototype", () => {
  const spelled = inflect(JSON.parse('{"__proto__": 1}'), "snake");
  expect(Object.keys(spelled as object)).toEqual(["__proto__"]);
  expect(Object.getPrototypeOf(spelled)).toBe(Object.prototype);
});
