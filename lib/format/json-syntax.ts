/** A token and the white space before it. Groups: punctuation, a string, a word or number. */
const token =
  /[\t\n\r ]*(?:([{}[\],:])|("[^"\\\p{Cc}]*(?:(?:[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))[^"\\\p{Cc}]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

/** What may follow: a value, a value or the end of a list, a key or the end of an object, and so on. */
type Expected = "value" | "valueOrEnd" | "key" | "keyOrEnd" | "colon" | "commaOrEnd" | "nothing";

/** Returns what may follow a token; null where the token is not allowed. */
function after(sign: string, isText: boolean, expected: Expected, open: string[]): Expected | null {
  const inside = () => (open.length === 0 ? "nothing" : "commaOrEnd");
  const mayEnd =
    expected === "commaOrEnd" || (sign === "]" ? expected === "valueOrEnd" : expected === "keyOrEnd");
  if (sign === "]" || sign === "}") {
    if (!mayEnd || open.pop() !== (sign === "]" ? "[" : "{")) return null;
    return inside();
  }
  if (expected === "colon") return sign === ":" ? "value" : null;
  if (expected === "commaOrEnd") return sign === "," ? (open.at(-1) === "[" ? "value" : "key") : null;
  if (expected === "key" || expected === "keyOrEnd") return isText ? "colon" : null;
  if (expected === "nothing" || sign === "," || sign === ":") return null;
  if (sign !== "[" && sign !== "{") return inside();
  open.push(sign);
  return sign === "[" ? "valueOrEnd" : "keyOrEnd";
}

/**
 * Finds the line and column, from 1, where a text stops being JSON (RFC 8259). It returns nothing of the text itself.
 * @returns null for valid JSON
 */
export function syntaxErrorIn(text: string): { line: number; column: number } | null {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const found = token.exec(text);
    if (!found) break;
    const [all, punctuation, quoted, word] = found;
    const next = after(punctuation ?? word ?? quoted ?? "", quoted !== undefined, expected, open);
    if (!next) break;
    expected = next;
    at += all.length;
  }
  const rest = /[^\t\n\r ]/.exec(text.slice(at));
  if (!rest && expected === "nothing") return null;
  const before = text.slice(0, rest ? at + rest.index : text.length);
  const lastBreak = before.lastIndexOf("\n");
  return { line: before.split("\n").length, column: before.length - lastBreak };
}

/** An open object or list: its keys so far (null for a list), and the current key or index. */
type Level = { keys: Set<string> | null; at: string | number };

const pathOf = (levels: readonly Level[]) =>
  levels
    .map(({ at }) => (typeof at === "number" ? `[${at}]` : `.${at}`))
    .join("")
    .replace(/^\./, "");

/**
 * Finds keys that occur twice in one object of valid JSON. `JSON.parse` drops all but the last (RFC 8259, section 4).
 * @returns their paths, such as `session.metadata.a`; at most `most`
 */
export function doubledKeysIn(text: string, most = 20): string[] {
  const levels: Level[] = [];
  const doubled = new Set<string>();
  let before = "";
  for (token.lastIndex = 0; token.lastIndex < text.length && doubled.size < most; ) {
    const found = token.exec(text);
    if (!found) break;
    const [, sign = "", quoted] = found;
    const level = levels.at(-1);
    if (sign === "{") levels.push({ keys: new Set(), at: "" });
    else if (sign === "[") levels.push({ keys: null, at: 0 });
    else if (sign === "}" || sign === "]") levels.pop();
    else if (sign === "," && typeof level?.at === "number") level.at++;
    else if (quoted && level?.keys && (before === "{" || before === ",")) {
      level.at = String(JSON.parse(quoted));
      if (level.keys.has(level.at)) doubled.add(pathOf(levels));
      level.keys.add(level.at);
    }
    before = sign;
  }
  return [...doubled];
}
