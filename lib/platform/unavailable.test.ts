import { describe, expect, it } from "vitest";
import { StartError } from "@/lib/platform/errors";
import { isUnavailable, sentenceOf } from "@/lib/platform/unavailable";

const withCode = (code: string, message = "x") => Object.assign(new Error(message), { code });

describe("an error that means that a database or a disk is unusable", () => {
  it.each([
    withCode("ECONNREFUSED"),
    withCode("57P01", "terminating connection due to administrator command"),
    withCode("53300", "sorry, too many clients already"),
    withCode("53100", "could not extend file: No space left on device"),
    withCode("57014", "canceling statement due to statement timeout"),
    withCode("55P03"),
    withCode("25006", "cannot execute INSERT in a read-only transaction"),
    withCode("ENOSPC"),
    withCode("P2024"),
    new Error("Connection terminated unexpectedly"),
    new Error("timeout exceeded when trying to connect"),
    new Error("Query read timeout"),
    new AggregateError([withCode("ECONNREFUSED")], ""),
    new Error("wrapped", { cause: { kind: "DatabaseNotReachable" } }),
    Object.assign(withCode("P2010"), { meta: { driverAdapterError: { cause: { originalCode: "57P03" } } } }),
  ])("is recognized whatever wraps it: %s", (error) => {
    expect(isUnavailable(error)).toBe(true);
  });

  it.each([
    withCode("23505"),
    withCode("42P01"),
    withCode("22021"),
    withCode("P2002"),
    new TypeError("x is not a function"),
    new Error("The answer does not fit its schema."),
    null,
    "ECONNREFUSED",
  ])("does not include this error: %s", (error) => {
    expect(isUnavailable(error)).toBe(false);
  });

  it("ends a start with one sentence", () => {
    expect(sentenceOf(new StartError("One."))).toBe("One.");
    expect(sentenceOf(withCode("53300", "sorry, too many clients already"))).toBe(
      "The database, the disk or the bucket cannot be used: sorry, too many clients already.",
    );
    expect(sentenceOf(new Error("x"))).toBeNull();
  });
});
