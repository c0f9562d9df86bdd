import { expect, it } from "vitest";
import { asSent } from "@/lib/http/as-sent";

const body = {
  external_ref: 1,
  externalRef2: 2,
  "kebab-key": [{ inner_key: 1 }],
  metadata: { someKey: 1, other_key: 2 },
};
const query = { "page[size]": "x", created_from: "y" };

it.each([
  [["externalRef"], "external_ref"],
  [["externalRef2"], "externalRef2"],
  [["kebabKey", 0, "innerKey"], "kebab-key.0.inner_key"],
  [["kebabKey", 0, "notThere"], "kebab-key.0.not_there"],
  [["metadata", "someKey"], "metadata.someKey"],
  [["metadata", "other_key"], "metadata.other_key"],
  [["notSent"], "not_sent"],
  [["pageSize"], "page[size]"],
  [["createdFrom"], "created_from"],
  [[], ""],
])("names %j as its sender does: %s", (path, name) => {
  expect(asSent([query, body], "snake")(path)).toBe(name);
});

it("names what was not sent in the spelling of the answer", () => {
  expect(asSent([], "kebab")(["notSent"])).toBe("not-sent");
  expect(asSent([null, "text", 7], "camel")(["notSent", "inner"])).toBe("notSent.inner");
});
