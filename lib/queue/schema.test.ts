import { expect, it } from "vitest";
import { caseFilter } from "@/lib/queue/schema";

it("an empty list in the address filters nothing", () => {
  expect(caseFilter.parse({ status: "", priority: "," })).toMatchObject({
    status: undefined,
    priority: undefined,
  });
  expect(caseFilter.parse({ status: "open,escalated" }).status).toEqual(["open", "escalated"]);
  expect(caseFilter.safeParse({ status: "open,nothing" }).success).toBe(false);
});
