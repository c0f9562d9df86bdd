import { describe, expect, it } from "vitest";
import type { Resource } from "@/lib/scim/attributes";
import { parseFilter } from "@/lib/scim/filter";
import { applyPatch } from "@/lib/scim/patch";

const user: Resource = {
  id: "mem_One",
  externalId: "Ext-1",
  userName: "grace@acme.example",
  displayName: "Grace Hopper",
  name: { formatted: "Grace Hopper", givenName: "Grace", familyName: "Hopper" },
  active: true,
  emails: [{ value: "grace@acme.example", type: "work", primary: true }],
  meta: { created: "2026-01-01T00:00:00.000Z", lastModified: "2026-06-01T00:00:00.000Z" },
};

describe("a filter", () => {
  it.each([
    ['userName eq "GRACE@acme.example"', true],
    ['USERNAME Eq "grace@acme.example"', true],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq "grace@acme.example"', true],
    ['userName ne "grace@acme.example"', false],
    ['id eq "mem_one"', false],
    ['externalId eq "Ext-1"', true],
    ['name.familyName co "opp"', true],
    ['name.familyName sw "H" and name.givenName ew "ce"', true],
    ['displayName eq "x" or active eq true', true],
    ['active eq "True"', true],
    ["active eq false", false],
    ['not (userName sw "g")', false],
    ['not (userName sw "x") and (active eq true or id pr)', true],
    ['emails.value eq "grace@acme.example"', true],
    ['emails[type eq "work" and value co "acme"]', true],
    ['emails[type eq "home"].value eq "grace@acme.example"', false],
    ['emails[type eq "work"].value eq "grace@acme.example"', true],
    ['meta.lastModified gt "2026-05-31T00:00:00Z"', true],
    ['meta.lastModified le "2026-05-31T00:00:00Z"', false],
    ["groups pr", false],
    ['displayName eq "say \\"no\\""', false],
    // `or` binds weaker than `and` (RFC 7644 §3.4.2.2).
    ['id pr or id pr and displayName eq "x"', true],
  ])("%s matches: %s", (text, isMatch) => {
    expect(parseFilter(text, "User").matches(user)).toBe(isMatch);
  });

  it.each([
    ["userName", "ends too early"],
    ["userName eq", "ends too early"],
    ['userName is "x"', "not an operator"],
    ["userName eq grace", "not a value"],
    ['userName eq "x', "quotation mark"],
    ['nothing eq "x"', "not an attribute"],
    ['name.nothing eq "x"', "no part"],
    ['name eq "x"', "one of its parts"],
    ['(userName eq "x"', "ends too early"],
    ['userName eq "x" userName eq "y"', "does not go on"],
    ['not userName eq "x"', "parentheses"],
    ['emails[type eq "work"', "not closed"],
    ['userName eq "a\\u0000"', "not a value"],
    [")", "not an attribute"],
    ["", "ends too early"],
    [`${"(".repeat(20)}id pr${")".repeat(20)}`, "deeper"],
    [`userName eq "${"x".repeat(2_000)}"`, "longer"],
  ])("%s is refused", (text, why) => {
    expect(() => parseFilter(text, "User")).toThrow(
      expect.objectContaining({
        status: 400,
        scimType: "invalidFilter",
        message: expect.stringContaining(why),
      }),
    );
  });

  it("says when it is one comparison with a text", () => {
    expect(parseFilter('userName eq "X"', "User").exactly).toEqual({ attribute: "userName", value: "X" });
    for (const text of [
      'userName co "X"',
      'not (userName eq "X")',
      'userName eq "X" or id pr',
      "active eq true",
    ])
      expect(parseFilter(text, "User").exactly).toBeNull();
  });
});

const group: Resource = {
  id: "scg_1",
  displayName: "People",
  members: [
    { value: "one", display: "One" },
    { value: "two", display: "Two" },
  ],
};
const patch = (operations: object[], to: Resource = user, kind: "User" | "Group" = "User") =>
  applyPatch(
    to,
    { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: operations },
    kind,
  );
const idsOf = (resource: Resource) => (resource.members as { value: string }[]).map(({ value }) => value);

describe("a patch", () => {
  it("takes the forms of Entra and Okta", () => {
    expect(patch([{ op: "Replace", path: "active", value: "False" }])).toMatchObject({ active: "False" });
    expect(patch([{ op: "replace", value: { active: false } }])).toMatchObject({ active: false });
    expect(
      patch([{ op: "Add", value: { "name.givenName": "Ada", displayName: "Ada", title: "Dr" } }]),
    ).toMatchObject({ name: { givenName: "Ada", familyName: "Hopper" }, displayName: "Ada" });
    expect(
      patch([{ op: "Replace", path: 'emails[type eq "work"].value', value: "ada@acme.example" }]),
    ).toMatchObject({ emails: [{ value: "ada@acme.example", type: "work", primary: true }] });
    expect(patch([{ op: "Add", path: 'emails[type eq "home"].value', value: "a@b.example" }])).toMatchObject({
      emails: [{ type: "work" }, { type: "home", value: "a@b.example" }],
    });
    const extension = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";
    expect(patch([{ op: "add", path: extension, value: "Desk" }])).toEqual(user);
  });

  it("adds, replaces and removes members", () => {
    const change = (operation: object) => idsOf(patch([operation], group, "Group"));
    expect(change({ op: "add", path: "members", value: [{ value: "three" }, { value: "one" }] })).toEqual([
      "one",
      "two",
      "three",
    ]);
    expect(change({ op: "add", path: "members", value: { value: "three" } })).toHaveLength(3);
    expect(change({ op: "remove", path: 'members[value eq "one"]' })).toEqual(["two"]);
    expect(change({ op: "remove", path: "members", value: [{ value: "two" }] })).toEqual(["one"]);
    expect(change({ op: "remove", path: 'members[value eq "nobody"]' })).toEqual(["one", "two"]);
    expect(change({ op: "remove", path: "members" })).toEqual([]);
    expect(change({ op: "replace", path: "members", value: [{ value: "three" }] })).toEqual(["three"]);
    expect(idsOf(group)).toEqual(["one", "two"]);
    const renamed = { op: "replace", value: { id: "scg_1", displayName: "Others" } };
    expect(patch([renamed], group, "Group")).toMatchObject({ id: "scg_1", displayName: "Others" });
  });

  it("of what it does not know, or may not change, is refused", () => {
    const wrong: [object, string][] = [
      [{ op: "replace", path: "nothing", value: 1 }, "invalidPath"],
      [{ op: "replace", path: "name.nothing", value: 1 }, "invalidPath"],
      [{ op: "replace", path: "emails[", value: 1 }, "invalidPath"],
      [{ op: "replace", path: "id", value: "x" }, "mutability"],
      [{ op: "add", path: "groups", value: [] }, "mutability"],
      [{ op: "replace", path: 'emails[type co "x"].value', value: "x" }, "noTarget"],
      [{ op: "replace", path: "emails[nothing eq 1]", value: {} }, "invalidFilter"],
      [{ op: "remove" }, "noTarget"],
      [{ op: "replace", value: "x" }, "invalidValue"],
      [{ op: "increment", path: "active", value: 1 }, "invalidSyntax"],
      [{ path: "active" }, "invalidSyntax"],
    ];
    for (const [operation, scimType] of wrong)
      expect(() => patch([operation]), JSON.stringify(operation)).toThrow(
        expect.objectContaining({ status: 400, scimType }),
      );
    expect(() => applyPatch(user, { Operations: [] }, "User")).toThrow(/schemas/);
  });
});
