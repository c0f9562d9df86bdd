type Pressed = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey">;

/**
 * Returns the pressed key on a Latin keyboard. For a layout with another script, it is the key at the same place of a
 * US keyboard. A character typed with AltGr is returned unchanged.
 */
export function latinKey({ key, code, altKey, ctrlKey }: Pressed): string {
  if (key === " ") return "space";
  const isForeign = /^[\p{L}\p{M}\p{Nd}]+$/u.test(key) && !/^[\p{Script=Latin}0-9]/u.test(key);
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (!isForeign || !place || (altKey && ctrlKey)) return key;
  return place[1]?.toLowerCase() ?? place[2] ?? key;
}
