/** The kit's own words. A page in another language gives its own to `UiWordsProvider`. */
export const uiWords = {
  required: "(required)",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  copyValue: "Copy: {label}",
  copyId: "{label} {id}, copy",
  clickToCopy: "{id} (click to copy)",
  valueCopied: "{label} copied",
  valueNotCopied: "{label} could not be copied",
  tryAgain: "Try again",
  loadAgain: "Load the page again",
  request: "Request",
  requestId: "Request ID",
} as const;

export type UiWords = { readonly [K in keyof typeof uiWords]: string };

/** Puts values into a text: `{label} copied`. */
export const filled = (text: string, values: Record<string, string>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
