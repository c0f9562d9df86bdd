import { expect, it } from "vitest";
import { identityListParams, readIdentityList, wholeList, writeIdentityList } from "./list-state";

it("an address and the state of the list say the same", () => {
  const state = { q: "cust 1&x", status: "verified", archived: true, cursors: ["abc", "d-e_f"] };
  expect(readIdentityList(new URLSearchParams(writeIdentityList(state)))).toEqual(state);
  expect(writeIdentityList(wholeList)).toBe("");
  expect(identityListParams(state)).toEqual({
    q: "cust 1&x",
    status: "verified",
    includeArchived: "true",
    pageAfter: "d-e_f",
  });
});

it("what the list does not know in an address is dropped", () => {
  const params = new URLSearchParams({ status: "nobody", archived: "maybe", after: "a b.<i>", q: "  " });
  expect(readIdentityList(params)).toEqual(wholeList);
});
