import {
  Bell,
  CircleAlert,
  CirclePause,
  Clock,
  Hourglass,
  RefreshCw,
  ShieldCheck,
  TriangleAlert,
  Undo2,
  X,
} from "lucide-react";
import type { Look } from "@/components/ui/look-pill";
import { thousands } from "@/lib/format/number";
import { type ItemDto, mostCounted, type SourceDto } from "@/lib/sources/schema";

/** The look and the word of each state of a source. */
export const sourceLooks: Record<SourceDto["state"], Look & { word: string }> = {
  running: { tone: "good", Icon: ShieldCheck, word: "connected" },
  listing: { tone: "info", Icon: RefreshCw, word: "listing" },
  on_notice: { tone: "info", Icon: Bell, word: "takes what it is told of" },
  failing: { tone: "warn", Icon: TriangleAlert, word: "cannot be reached" },
  quiet: { tone: "warn", Icon: Hourglass, word: "waiting for the vendor" },
  paused: { tone: "neutral", Icon: CirclePause, word: "paused" },
  stopped: { tone: "bad", Icon: CircleAlert, word: "stopped" },
};

/** What stands in place of the time of the last listing. */
export const notListed = ({ lists }: SourceDto): string => (lists ? "not yet" : "–");

/** Writes a number that is counted up to a bound. */
export const countedTo = (value: number, most: number): string =>
  value < most ? thousands(value) : `${thousands(most)} or more`;

/** Writes a number of a source's sessions, which are counted up to 10 000. */
export const sessionCount = (value: number): string => countedTo(value, mostCounted);

/** The look and the word of what became of a vendor's session. */
export const itemLooks: Record<ItemDto["state"], Look & { word: string }> = {
  due: { tone: "info", Icon: Clock, word: "waiting" },
  taken: { tone: "good", Icon: ShieldCheck, word: "here" },
  kept_here: { tone: "warn", Icon: Undo2, word: "changed here and there" },
  set_aside: { tone: "bad", Icon: CircleAlert, word: "set aside" },
  left_out: { tone: "neutral", Icon: X, word: "left out" },
};
