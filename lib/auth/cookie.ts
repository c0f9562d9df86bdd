/** Returns the value of one cookie from a `Cookie` header. */
export function readCookie(header: string | null, name: string): string | undefined {
  const pairs = (header ?? "").split(/;\s*/).map((pair) => pair.split("="));
  const [, ...value] = pairs.find(([key]) => key === name) ?? [];
  return value.length > 0 ? value.join("=") : undefined;
}
