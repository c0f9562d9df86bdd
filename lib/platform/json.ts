/**
 * Returns the path of the first value nested more than `levels` deep, or null. Does not recurse, because such a value
 * would exhaust the stack.
 */
export function nestedTooDeepAt(root: unknown, levels: number): string | null {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: "", depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path, depth } = next;
    if (value === null || typeof value !== "object") continue;
    if (depth > levels) return path.slice(1, 200);
    for (const [key, inner] of Object.entries(value)) {
      open.push({ value: inner, path: depth < 8 ? `${path}.${key.slice(0, 40)}` : path, depth: depth + 1 });
    }
  }
  return null;
}

/** Returns whether PostgreSQL can store a text: it has no NUL and no lone surrogate. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes("\0");

/** Returns the path of the first text or key that PostgreSQL cannot store, or null. Does not recurse. */
export function unstorableAt(root: unknown): string | null {
  const open: { value: unknown; path: string }[] = [{ value: root, path: "" }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string" && !isStorable(value)) return path.slice(1);
    if (value === null || typeof value !== "object") continue;
    for (const [key, inner] of Object.entries(value)) {
      if (!isStorable(key)) return path.slice(1);
      open.push({ value: inner, path: `${path}.${key}` });
    }
  }
  return null;
}
