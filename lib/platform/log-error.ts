/** What the log says of an error. */
export type LoggedError = {
  type: string;
  message: string;
  stack?: string;
  code?: string;
  constraint?: string;
  cause?: LoggedError;
};

type Thrown = {
  name?: unknown;
  code?: unknown;
  constraint?: unknown;
  message?: unknown;
  stack?: unknown;
  cause?: unknown;
};

/** SQLSTATE classes and codes whose messages quote what was to be stored: data exceptions and broken constraints. */
const quoting = /^(22...|23...)$/;
const deepest = 4;

/** The last line of Prisma's message says what is wrong; those before it print the arguments of the call. */
const withoutArguments = (message: string) => message.trim().split("\n").at(-1)?.trim() ?? "";

/** The server quotes values, such as “invalid input syntax for type integer: "…"”. Names of ours are lost with them. */
const withoutValues = (message: string) =>
  message.replaceAll(/"[^"]*"|'[^']*'|“[^”]*”|\([^()]*\)=\([^()]*\)/g, "…");

const isOfPrisma = (name: string, message: string) =>
  name.startsWith("Prisma") || /^\s*Invalid `/.test(message);

function messageOf({ name, code, message }: Thrown): string {
  if (typeof message !== "string") return "";
  // In the server's language, with that language's quotation marks and whatever the value has of its own.
  const [, wrapped] = /\bCode: `(\w{5})`/.exec(message) ?? [];
  if ([code, wrapped].some((state) => typeof state === "string" && quoting.test(state)))
    return `The database refused a value (${wrapped ?? code}).`;
  const text = isOfPrisma(String(name), message) ? withoutArguments(message) : message;
  return /invalid input syntax|is not valid JSON|Key \(/.test(message) ? withoutValues(text) : text;
}

/** The places of a stack, without the message that it repeats. */
const placesOf = (stack: unknown) =>
  typeof stack === "string"
    ? stack
        .split("\n")
        .filter((line) => /^\s+at /.test(line))
        .join("\n")
    : undefined;

/**
 * Returns what the log may say of an error: its kind, its message without values, its places and its causes. Other
 * properties are left out, because drivers attach the row or the body that was refused.
 */
export function loggedError(thrown: unknown, depth = 0): LoggedError {
  if (typeof thrown !== "object" || thrown === null) return { type: typeof thrown, message: "not an error" };
  const given = thrown as Thrown;
  const stack = placesOf(given.stack);
  return {
    type: typeof given.name === "string" ? given.name : "Error",
    message: messageOf(given),
    ...(stack && { stack }),
    ...((typeof given.code === "string" || typeof given.code === "number") && { code: String(given.code) }),
    ...(typeof given.constraint === "string" && { constraint: given.constraint }),
    ...(given.cause !== undefined && depth < deepest && { cause: loggedError(given.cause, depth + 1) }),
  };
}
