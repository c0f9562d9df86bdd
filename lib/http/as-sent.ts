import { type Inflection, inflect, spellPath } from "@/lib/contract/inflection";

/** Names a field of a request in the way its sender names it. */
export type NameField = (path: readonly PropertyKey[]) => string;

const camel = (key: string): string => Object.keys(inflect({ [key]: null }, "camel") as object)[0] ?? key;

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/**
 * Finds the sender's own spelling of a path that a schema names in camel case.
 * @param sent the query and the body as they came; a field that is in neither is spelled in `otherwise`
 */
export const asSent =
  (sent: readonly unknown[], otherwise: Inflection): NameField =>
  (path) =>
    nameIn(
      sent.find((each) => keyOf(each, path[0]) !== undefined),
      path,
      otherwise,
    );

function keyOf(sent: unknown, wanted: PropertyKey | undefined): string | undefined {
  if (!isMap(sent)) return undefined;
  return Object.keys(sent).find((key) => camel(key.replace(/\[(\w+)\]$/, "_$1")) === String(wanted));
}

function nameIn(sent: unknown, path: readonly PropertyKey[], otherwise: Inflection): string {
  const names: string[] = [];
  let at = sent;
  for (const [depth, step] of path.entries()) {
    const key = keyOf(at, step);
    if (key === undefined || !isMap(at)) {
      const rest = path.slice(depth).map(String).join(".");
      return [...names, spellPath(rest, otherwise)].join(".");
    }
    names.push(key);
    at = at[key];
  }
  return names.join(".");
}
