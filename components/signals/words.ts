import { words } from "@/lib/format/words";

/** What the source's risk model suggests for a level, as a screen says it. */
const actions = new Map([
  ["auto_approve", "approve"],
  ["proceed_with_caution", "caution"],
  ["manual_review", "review"],
  ["auto_reject", "reject"],
]);

export const actionName = (action: string): string => actions.get(action) ?? words(action);
