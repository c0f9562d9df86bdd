import { expect, it } from "vitest";
import { z } from "zod";
import { storedDesk } from "./schema";

type Json = { required?: string[]; properties?: Record<string, Json>; items?: Json; anyOf?: Json[] };

/** The paths that a stored value must have. */
function requiredPaths({ required = [], properties = {}, items, anyOf = [] }: Json, at = ""): string[] {
  return [
    ...required.map((name) => `${at}${name}`),
    ...Object.entries(properties).flatMap(([name, inner]) => requiredPaths(inner, `${at}${name}.`)),
    ...(items ? requiredPaths(items, at) : []),
    ...anyOf.flatMap((each) => requiredPaths(each, at)),
  ];
}

it("a hit that was stored before there were reason codes has none", () => {
  const hit = {
    ...{
      id: "0",
      name: "A",
      matchScore: 80,
      matchTypes: [],
      listName: null,
      entityType: null,
      birthdate: null,
    },
    ...{
      countries: [],
      isDismissed: true,
      dismissedReason: "other person",
      isConfirmed: false,
      resolvedBy: "B",
    },
  };
  const { hits } = storedDesk.shape.screening.element.shape;
  expect(hits.parse([hit])).toEqual([{ ...hit, reasonCode: null }]);
  expect(hits.safeParse([{ ...hit, reasonCode: "unheard_of" }]).success).toBe(false);
});

// A new path here makes every earlier decision unreadable: give the field a default in `storedDesk`.
it("a stored screen needs no more than the first release stored", () => {
  const schema = z.toJSONSchema(storedDesk, { io: "input", unrepresentable: "any" }) as Json;
  expect(requiredPaths(schema).sort().join("\n")).toMatchSnapshot();
});
