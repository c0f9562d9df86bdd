import "server-only";
import type { Attributes } from "@opentelemetry/api";
import pg from "pg";
import { currentSpan } from "@/lib/platform/doing";
import { endFailed, spanKind, tracing } from "@/lib/platform/tracing";

const longest = 2_000;
/** Statements that only begin or end a transaction would be half of all spans. */
const isFrame = /^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|DEALLOCATE)\b/i;

/**
 * Returns the text of a statement without values: constants become `?`. The program sends values apart from the text,
 * so this is for statements of libraries.
 */
export function statementText(text: string): string {
  return text
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "?")
    .replaceAll(/\bE'(?:[^'\\]|''|\\.)*'/gi, "?")
    .replaceAll(/'(?:[^']|'')*'/g, "?")
    .replaceAll(/(?<![\w$.])\d+(?:\.\d+)?\b/g, "?")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, longest);
}

/** The first word and the first table, such as “SELECT review_cases”. */
function nameOf(text: string): string {
  const plain = text.replaceAll(/\/\*.*?\*\//g, " ").trim();
  const [verb = "statement"] = plain.split(/\s/);
  const table = /\b(?:FROM|INTO|UPDATE|JOIN)\s+(?:"public"\.)?"?([a-z_]{3,})"?/.exec(plain)?.[1];
  return table ? `${verb.toUpperCase()} ${table}` : verb.toUpperCase();
}

/** Libraries send few different texts, and many of each. */
const known = new Map<string, { name: string; attributes: Attributes }>();
const mostKnown = 2_000;

function spanAbout(text: string) {
  const found = known.get(text);
  if (found) return found;
  const plain = statementText(text);
  const attributes = { "db.system.name": "postgresql", "db.query.text": plain };
  const described = { name: nameOf(plain), attributes };
  if (known.size < mostKnown) known.set(text, described);
  return described;
}

type Done = (error: unknown, ...rest: unknown[]) => void;

/**
 * Makes each statement of a traced request or job a span, for every connection of this process. Streams are left out.
 * @returns a function that ends it
 */
export function traceStatements(): () => void {
  const { prototype } = pg.Client;
  const ask = prototype.query;
  const traced = function (this: pg.Client, ...given: unknown[]): unknown {
    const [asked] = given;
    const text = typeof asked === "string" ? asked : (asked as { text?: unknown } | null)?.text;
    const parent = currentSpan();
    const isStream = typeof (asked as { submit?: unknown } | null)?.submit === "function";
    if (!parent || isStream || typeof text !== "string" || isFrame.test(text))
      return Reflect.apply(ask, this, given);
    const { name, attributes } = spanAbout(text);
    const span = tracing()?.start(name, { kind: spanKind.client, attributes, parent });
    if (!span) return Reflect.apply(ask, this, given);
    const done = given.at(-1);
    if (typeof done === "function") {
      const tell: Done = (error, ...rest) => {
        if (error) endFailed(span, error);
        else span.end();
        (done as Done)(error, ...rest);
      };
      return Reflect.apply(ask, this, [...given.slice(0, -1), tell]);
    }
    const answer = Reflect.apply(ask, this, given) as unknown as Promise<unknown>;
    answer.then(
      () => span.end(),
      (error) => endFailed(span, error),
    );
    return answer;
  };
  prototype.query = traced as typeof ask;
  return () => {
    if (prototype.query === (traced as typeof ask)) prototype.query = ask;
  };
}
