import { expect, it } from "vitest";
import { scopes } from "@/lib/actor/permissions";
import { scopeGroups } from "./scope-words";

it("offers every scope once", () => {
  const offered = scopeGroups.flatMap((group) => group.scopes);
  expect(offered.toSorted()).toEqual(scopes.toSorted());
});
