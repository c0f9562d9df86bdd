export const inflections = ["snake", "camel", "kebab"] as const;
export type Inflection = (typeof inflections)[number];

/** Maps whose keys the customer or a vendor chose. Their keys are never respelled. */
const freeForm = new Set([
  "metadata",
  // Another name of it in the body of a new session.
  "customMetadata",
  "custom_metadata",
  "custom-metadata",
  "customFields",
  "custom_fields",
  "custom-fields",
  "checkResults",
  "check_results",
  "check-results",
  // What a vendor's adapter needs to know has the names of its own schema.
  "vendorSettings",
  "vendor_settings",
  "vendor-settings",
  "fields",
  "details",
  "changes",
  "address",
]);

const words = (key: string) =>
  key
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_-]/);

const spellings: Record<Inflection, (key: string) => string> = {
  snake: (key) => words(key).join("_"),
  kebab: (key) => words(key).join("-"),
  camel: (key) =>
    words(key)
      .map((word, at) => (at > 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word))
      .join(""),
};

const known: Record<Inflection, Map<string, string>> = {
  snake: new Map(),
  camel: new Map(),
  kebab: new Map(),
};

function spell(key: string, to: Inflection): string {
  const remembered = known[to].get(key);
  if (remembered !== undefined) return remembered;
  const spelled = spellings[to](key);
  // Callers choose the keys of requests, so the cache has a limit.
  if (known[to].size < 2000) known[to].set(key, spelled);
  return spelled;
}

/** A name in snake_case, whatever its spelling. */
export const snakeCase = (name: string): string => spell(name, "snake");

/** Respells every key of a JSON value, except inside free-form maps. */
export function inflect(value: unknown, to: Inflection): unknown {
  if (Array.isArray(value)) return value.map((item) => inflect(item, to));
  if (value === null || typeof value !== "object") return value;
  const spelled: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    put(spelled, spell(key, to), freeForm.has(key) ? inner : inflect(inner, to));
  }
  return spelled;
}

/** Adds a member to a plain object. An assignment to `__proto__` would replace the prototype. */
function put(into: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== "__proto__") into[key] = value;
  else Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Respells a path such as `documents[0].size_bytes`. Keys inside a free-form map stay as they are. */
export function spellPath(path: string, to: Inflection): string {
  const parts = path.split(".");
  const free = parts.findIndex((part) => freeForm.has(part));
  return parts
    .map((part, at) => {
      const [key = "", ...rest] = part.split("[");
      return free >= 0 && at > free ? part : [spell(key, to), ...rest].join("[");
    })
    .join(".");
}
