const YEAR = 31_536_000;

/** Stores a choice of the viewer that the server needs for the first paint. It is neither secret nor personal. */
export function rememberChoice(name: "rail" | "theme" | "language" | "setup", value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`;
}
