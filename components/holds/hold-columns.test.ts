import { expect, it } from "vitest";
import { reviewState } from "./hold-columns";

it.each([
  [-1, "overdue"],
  [0, "today"],
  [1, "soon"],
  [14, "soon"],
  [15, "later"],
])("a review in %i days is %s", (days, text) => {
  expect(reviewState(days).text).toBe(text);
});
