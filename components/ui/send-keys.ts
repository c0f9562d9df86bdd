import type { KeyboardEvent } from "react";

/**
 * Enter on a choice sends a form, as in a text field; in a text of several lines it needs Ctrl or ⌘. With Ctrl or ⌘ every
 * control of the form sends.
 */
export const sendKeys = (send: () => void) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== "Enter" || event.defaultPrevented) return;
  const isChoice = event.target instanceof HTMLSelectElement;
  if (!isChoice && !event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  send();
};
