import { CircleAlert, CirclePause, Clock, Hourglass, RefreshCw, ShieldCheck, Undo2, X } from "lucide-react";
import type { Look } from "@/components/ui/look-pill";
import type { ItemDto, SourceDto } from "@/lib/sources/schema";

/** The look and the word of each state of a source. */
export const sourceLooks: Record<SourceDto["state"], Look & { word: string }> = {
  running: { tone: "good", Icon: ShieldCheck, word: "connected" },
  listing: { tone: "info", Icon: RefreshCw, word: "listing" },
  quiet: { tone: "warn", Icon: Hourglass, word: "waiting for the vendor" },
  paused: { tone: "neutral", Icon: CirclePause, word: "paused" },
  stopped: { tone: "bad", Icon: CircleAlert, word: "stopped" },
};

/** The look and the word of what became of a vendor's session. */
export const itemLooks: Record<ItemDto["state"], Look & { word: string }> = {
  due: { tone: "info", Icon: Clock, word: "waiting" },
  taken: { tone: "good", Icon: ShieldCheck, word: "here" },
  kept_here: { tone: "warn", Icon: Undo2, word: "changed here and there" },
  set_aside: { tone: "bad", Icon: CircleAlert, word: "set aside" },
  left_out: { tone: "neutral", Icon: X, word: "left out" },
};
