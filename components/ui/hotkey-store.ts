import { latinKey } from "./latin-key";

export type Hotkey = {
  keys: string;
  /** The label in the `?` dialog. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Holding the key down repeats it (moving in a list); otherwise it fires once. */
  repeat?: boolean;
  /** Return false to pass the key on. */
  when?: (event: KeyboardEvent) => boolean;
};

export type HotkeyGroup = { group: string; hotkeys: readonly Hotkey[] };

const STORAGE = "countersign:single-keys";
const SEQUENCE_MS = 900;
const groups = new Map<string, HotkeyGroup>();
let prefix = "";
let prefixTimer: ReturnType<typeof setTimeout> | undefined;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches(
    "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range])",
  );
}

/** `shift+` is only for letters and named keys: `?` already includes shift. */
function nameOf(event: KeyboardEvent): string {
  const key = latinKey(event).toLowerCase();
  const shifted = event.shiftKey && (key.length > 1 || key !== key.toUpperCase());
  return `${event.metaKey || event.ctrlKey ? "mod+" : ""}${event.altKey ? "alt+" : ""}${shifted ? "shift+" : ""}${key}`;
}

function find(keys: string, event: KeyboardEvent): Hotkey | undefined {
  const newestFirst = [...groups.values()].reverse();
  for (const { hotkeys } of newestFirst) {
    const hit = hotkeys.find((each) => each.keys.toLowerCase() === keys && each.when?.(event) !== false);
    if (hit) return hit;
  }
}

const startsSequence = (keys: string) =>
  [...groups.values()].some(({ hotkeys }) => hotkeys.some((each) => each.keys.startsWith(`${keys} `)));

function setPrefix(keys: string) {
  clearTimeout(prefixTimer);
  prefix = keys;
  if (keys) prefixTimer = setTimeout(() => setPrefix(""), SEQUENCE_MS);
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing || ["Shift", "Control", "Meta", "Alt"].includes(event.key))
    return;
  const name = nameOf(event);
  const single = !name.startsWith("mod+");
  if (single && (isTyping(event.target) || !hotkeyStore.singleKeys())) return;
  if (document.querySelector("dialog:modal") || document.querySelector(":popover-open")) return;
  const hit = (prefix && find(`${prefix} ${name}`, event)) || find(name, event);
  setPrefix(!hit && single && startsSequence(name) ? name : "");
  if (!hit || (event.repeat && !hit.repeat)) return;
  event.preventDefault();
  hit.run(event);
}

export const hotkeyStore = {
  add(id: string) {
    if (groups.size === 0) document.addEventListener("keydown", onKeyDown);
    groups.delete(id);
    groups.set(id, { group: "", hotkeys: [] });
  },
  set(id: string, group: HotkeyGroup) {
    if (groups.has(id)) groups.set(id, group);
  },
  remove(id: string) {
    groups.delete(id);
    if (groups.size === 0) document.removeEventListener("keydown", onKeyDown);
  },
  /** Lists the keys that work now; groups of the same name are merged. */
  list(): HotkeyGroup[] {
    const joined = new Map<string, Hotkey[]>();
    for (const { group, hotkeys } of groups.values()) {
      joined.set(group, [...(joined.get(group) ?? []), ...hotkeys]);
    }
    return [...joined].map(([group, hotkeys]) => ({ group, hotkeys }));
  },
  /** Single keys can be switched off, for people who dictate or have a tremor. */
  singleKeys: () => localStorage.getItem(STORAGE) !== "off",
  setSingleKeys: (on: boolean) => localStorage.setItem(STORAGE, on ? "on" : "off"),
};
