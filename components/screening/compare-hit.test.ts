import { describe, expect, it } from "vitest";
import type { FieldRowDto } from "@/lib/cases/schema";
import type { HitDto } from "@/lib/screening/schema";
import { contrastsOf, suggestedDismissal } from "./compare-hit";

const hit: HitDto = {
  id: "hit",
  name: "Emil Example",
  matchScore: 0.9,
  matchTypes: [],
  listName: "UN",
  entityType: "person",
  birthdate: "1986-02-01",
  countries: ["PA"],
  isDismissed: false,
  dismissedReason: null,
  isConfirmed: false,
  reasonCode: null,
  resolvedBy: null,
};
const fields = (birth: string | null, nationality: string | null) =>
  [
    { field: "date_of_birth", shown: birth },
    { field: "nationality", shown: nationality },
  ] as FieldRowDto[];

describe("the person and the list entry", () => {
  it("differ when both values are known and different", () => {
    const contrasts = contrastsOf(hit, fields("3 Feb 1998", "Spain"));
    expect(contrasts.map(({ differs }) => differs)).toEqual([true, true]);
    expect(suggestedDismissal(contrasts)).toBe("birth_date_differs");
  });

  it("agree by the year, because lists often have only the year", () => {
    const contrasts = contrastsOf({ ...hit, birthdate: "1986" }, fields("3 Feb 1986", "Panama"));
    expect(contrasts.map(({ differs }) => differs)).toEqual([false, false]);
    expect(suggestedDismissal(contrasts)).toBe("name_differs");
  });

  it("are not compared when a value of the list entry cannot be read", () => {
    const broken: HitDto = {
      ...hit,
      birthdate: null,
      countries: [],
      unreadFields: ["birthdate", "countries"],
    };
    for (const { theirs, differs } of contrastsOf(broken, fields("3 Feb 1998", "Spain")))
      expect({ theirs, differs }).toEqual({ theirs: "could not be read", differs: null });
  });

  it("are not compared when either value is unknown or masked", () => {
    const unknown = contrastsOf({ ...hit, birthdate: null, countries: [] }, fields("3 Feb 1998", "Spain"));
    const masked = contrastsOf(hit, fields("•••", null));
    for (const contrasts of [unknown, masked])
      expect(contrasts.map(({ differs }) => differs)).toEqual([null, null]);
  });
});
