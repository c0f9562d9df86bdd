import type { KeyboardEvent } from "react";

/** Enter on a choice sends a form that a text field would; in a text of several lines it wants Ctrl or ⌘. */
export const sendKeys = (send: () => void) => (event: KeyboardEvent<HTMLElement>) => {
  if (event.key !== "Enter" || event.defaultPrevented) return;
  const isChoice = event.target instanceof HTMLSelectElement;
  const isLongText = event.target instanceof HTMLTextAreaElement && (event.ctrlKey || event.metaKey);
  if (!isChoice && !isLongText) return;
  event.preventDefault();
  send();
};
