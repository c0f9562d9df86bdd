"use client";

import { useHotkeys } from "@/components/ui/hotkeys";
import type { DeskMay } from "./desk-may";
import type { Decisions } from "./use-decisions";

type KeysProps = {
  on: Record<
    "approve" | "reject" | "escalate" | "snooze" | "resubmit" | "claim" | "assign" | "next",
    () => void
  >;
  canDecide: boolean;
  canTake: boolean;
  may: DeskMay;
  decisions: Decisions;
};

export function useDeskKeys({ on, canDecide, canTake, may, decisions }: KeysProps) {
  useHotkeys(
    "Case",
    [
      { keys: "a", label: "Approve", run: on.approve },
      { keys: "j", label: "Reject", run: on.reject },
      { keys: "e", label: "Escalate", run: on.escalate },
      { keys: "o", label: "Ask for another picture", run: on.resubmit },
      { keys: "z", label: "Snooze", run: on.snooze },
    ],
    canDecide,
  );
  useHotkeys("Case", [{ keys: "t", label: "Claim case", run: on.claim }], canTake);
  useHotkeys("Case", [{ keys: "p", label: "Assign or set priority", run: on.assign }], may.assign);
  useHotkeys(
    "Case",
    [
      { keys: "n", label: "Next case", run: on.next },
      { keys: "u", label: "Undo the last decision", run: decisions.undoLast },
    ],
    may.decide,
  );
}
