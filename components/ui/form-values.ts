type Values = Record<string, unknown>;

const isGroup = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Flattens the values of a form by the paths of its inputs: `{ requester: { email } }` has `requester.email`. */
export function inputsOf(values: Values, within = ""): [path: string, value: unknown][] {
  return Object.entries(values).flatMap(([name, value]) =>
    isGroup(value)
      ? inputsOf(value, `${within}${name}.`)
      : [[`${within}${name}`, value] as [string, unknown]],
  );
}

/** Prepares a form for sending: trims texts, and drops blank texts and groups that contain nothing else. */
export function withoutBlanks(values: Values): Values {
  const kept = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === "string") return value.trim() === "" ? [] : [[name, value.trim()]];
    if (!isGroup(value)) return [[name, value]];
    const inside = withoutBlanks(value);
    return Object.keys(inside).length === 0 ? [] : [[name, inside]];
  });
  return Object.fromEntries(kept);
}

/**
 * Returns what was changed in a form, by the paths of its inputs; undefined when nothing was.
 * @param without - paths to ignore
 */
export function changesOf(from: Values, to: Values, without: readonly string[] = []): Values | undefined {
  const before = new Map(inputsOf(from));
  const changed = inputsOf(to).filter(
    ([path, value]) => !without.includes(path) && JSON.stringify(value) !== JSON.stringify(before.get(path)),
  );
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}
