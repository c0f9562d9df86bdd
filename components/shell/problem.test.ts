import { expect, it } from "vitest";
import { z } from "zod";
import { ApiError, reach, Unreachable } from "@/lib/browser/api-client";
import { problemOf } from "./problem";

const chunkError = Object.assign(new Error("Failed to load chunk /_next/static/chunks/1.js"), {
  name: "ChunkLoadError",
});
const importError = new TypeError("Failed to fetch dynamically imported module: /_next/static/chunks/1.js");

it.each([["a missing chunk", chunkError] as const, ["a module that was not fetched", importError] as const])(
  "says of %s that the page has to be loaded again, not that the connection failed",
  (_, error) => {
    const problem = problemOf(error);
    expect(problem.isOutdated).toBe(true);
    expect(problem.detail).toContain("Load the page again");
    expect(problem.detail).not.toContain("could not be reached");
  },
);

it("says that the server could not be reached only if there was no answer", async () => {
  const error = await reach("http://127.0.0.1:1/").catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Unreachable);
  expect(problemOf(error).detail).toContain("could not be reached");
  expect(problemOf(new TypeError("x is not a function")).detail).not.toContain("could not be reached");
});

it("says that an unreadable answer is unreadable", () => {
  const { error } = z.object({ id: z.string() }).safeParse({});
  expect(problemOf(error)).toMatchObject({
    isOutdated: true,
    detail: expect.stringContaining("cannot read"),
  });
});

it("shows the message of an API refusal", () => {
  expect(problemOf(new ApiError(409, "conflict", "Somebody was faster.", "req_1"))).toEqual({
    detail: "Somebody was faster.",
    requestId: "req_1",
    status: 409,
  });
});
