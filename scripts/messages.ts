import { readdirSync } from "node:fs";
import path from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** A message in English and in another language, under the path of its key. */
export type Pair = { key: string; en: string; other: string };

/** The nouns whose folder in `components` has messages. */
export const nounsWithMessages = (root: string): string[] =>
  readdirSync(path.join(root, "components"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "messages.ts")
    .map((file) => path.dirname(file))
    .toSorted();

/** The messages of a tree by the paths of their keys. */
export function flat(tree: object, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") found.set(prefix + key, value);
    else for (const [below, text] of flat(value, `${prefix}${key}.`)) found.set(below, text);
  }
  return found;
}

/** Every message with its translation. A missing translation is empty. */
export function pairs(en: object, other: object): Pair[] {
  const others = flat(other);
  return [...flat(en)].map(([key, text]) => ({ key, en: text, other: others.get(key) ?? "" }));
}

/**
 * The values that a message takes, with their kind: `count plural`, `name argument`.
 * @throws SyntaxError for a message that is not in the ICU form
 */
export const valuesOf = (message: string): string[] => [...new Set(valuesIn(parse(message)))].toSorted();

const valuesIn = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return [`${element.value} tag`, ...valuesIn(element.children)];
    const own = `${element.value} ${TYPE[element.type]}`;
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [own];
    return [own, ...Object.values(element.options).flatMap(({ value }) => valuesIn(value))];
  });
