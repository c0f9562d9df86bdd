import type { KeyboardEvent } from "react";

/**
 * Submits a form with Enter on a choice, as in a text input. A text area needs Ctrl or ⌘ with Enter, which submits
 * from every control.
 */
export const sendKeys = (send: () => void) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== "Enter" || event.defaultPrevented) return;
  const isChoice = event.target instanceof HTMLSelectElement;
  if (!isChoice && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  send();
};
