import { words } from "@/lib/format/words";

/** The recommendations of the source's risk model for each level, in the page's words. */
const actions = new Map([
  ["auto_approve", "approve"],
  ["proceed_with_caution", "caution"],
  ["manual_review", "review"],
  ["auto_reject", "reject"],
]);

export const actionName = (action: string): string => actions.get(action) ?? words(action);
