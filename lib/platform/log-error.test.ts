import { describe, expect, it } from "vitest";
import { loggedError } from "@/lib/platform/log-error";

const told = (error: unknown) => JSON.stringify(loggedError(error));

class PrismaClientValidationError extends Error {
  override name = "PrismaClientValidationError";
}

describe("what the log says of an error", () => {
  it.each([
    [
      "a broken constraint",
      Object.assign(new Error('duplicate key value violates "members_email_key"'), {
        code: "23505",
        detail: "Key (email)=(maria.marked@example) already exists.",
        constraint: "members_email_key",
      }),
    ],
    [
      "a value of the wrong type",
      Object.assign(new Error('invalid input syntax for type integer: "Maria Marked"'), { code: "22P02" }),
    ],
    [
      "a value that the server quotes in German",
      Object.assign(new Error("ungültige Eingabesyntax für Typ integer: »Maria Marked«"), { code: "22P02" }),
    ],
    [
      "a value with a line break and a quotation mark, through Prisma",
      new Error(
        'Invalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `22P02`. Message: `invalid input syntax for type integer: "Maria"\nMarked`',
      ),
    ],
    [
      "the same through Prisma",
      new Error(
        'Invalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `22P02`. Message: `invalid input syntax for type integer: "Maria Marked"`',
      ),
    ],
    [
      "a call of Prisma with its arguments",
      new PrismaClientValidationError(
        'Invalid `prisma.member.create()` invocation:\n{ data: { name: "Maria Marked" } }\n\nUnknown argument `nam`.',
      ),
    ],
    [
      "JSON that is none",
      (() => {
        try {
          JSON.parse('"Maria Marked'.repeat(2));
        } catch (error) {
          return error;
        }
      })(),
    ],
    ["a cause", new Error("not stored", { cause: Object.assign(new Error("x"), { body: "Maria Marked" }) })],
    [
      "properties",
      Object.assign(new Error("refused"), { where: "Maria Marked", parameters: ["Maria Marked"] }),
    ],
    ["text that was thrown", "Maria Marked"],
  ])("names no value of %s", (_, error) => {
    expect(told(error)).not.toMatch(/marked/i);
  });

  it("keeps the kind, the code, the sentence, the constraint and the places", () => {
    const error = Object.assign(new Error("connect refused"), { code: "ECONNREFUSED" });
    expect(loggedError(new Error("not sent", { cause: error }))).toMatchObject({
      type: "Error",
      message: "not sent",
      stack: expect.stringContaining("log-error.test.ts"),
      cause: { message: "connect refused", code: "ECONNREFUSED" },
    });
    expect(
      loggedError(
        Object.assign(new Error('violates "members_pk"'), { code: "23505", constraint: "members_pk" }),
      ),
    ).toMatchObject({ code: "23505", constraint: "members_pk" });
  });

  it("ends a circle of causes", () => {
    const error = new Error("round");
    error.cause = error;
    expect(told(error)).toContain("round");
  });
});
