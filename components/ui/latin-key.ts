type Pressed = Pick<KeyboardEvent, "key" | "code" | "altKey" | "ctrlKey">;

/**
 * The key that was pressed, as a keyboard with Latin letters and digits names it: where the layout writes another
 * script, it is what stands in its place on a US keyboard. What AltGr writes is a sign of its own and stays as it is.
 */
export function latinKey({ key, code, altKey, ctrlKey }: Pressed): string {
  if (key === " ") return "space";
  const isForeign = /^[\p{L}\p{M}\p{Nd}]+$/u.test(key) && !/^[\p{Script=Latin}0-9]/u.test(key);
  const place = /^(?:Key([A-Z])|Digit(\d))$/.exec(code);
  if (!isForeign || !place || (altKey && ctrlKey)) return key;
  return place[1]?.toLowerCase() ?? place[2] ?? key;
}
