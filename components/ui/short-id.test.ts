import { expect, it } from "vitest";
import { shortId } from "./short-id";

it("shortens an id without losing its kind", () => {
  const id = "ses_01k9fb1c8z7q2f";
  expect(shortId(id)).toBe(id);
  expect(shortId(id, "start")).toBe("ses_01k9fb1c…");
  expect(shortId(id, "middle")).toBe("ses_…7q2f");
  expect(shortId("ses_1", "start")).toBe("ses_1");
});
