import type { Tone } from "@/components/ui/tone";
import type { LinkDto } from "@/lib/delivery/schema";

export const linkLooks: Record<LinkDto["state"], { word: string; tone: Tone }> = {
  open: { word: "not used yet", tone: "info" },
  collecting: { word: "code entered", tone: "info" },
  delivered: { word: "delivered", tone: "good" },
  unused: { word: "download not completed", tone: "warn" },
  locked: { word: "closed after wrong codes", tone: "bad" },
  expired: { word: "expired unused", tone: "warn" },
  revoked: { word: "revoked", tone: "neutral" },
};
