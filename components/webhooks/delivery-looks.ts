import { Check, Clock, X } from "lucide-react";
import type { Look } from "@/components/ui/look-pill";
import type { DeliveryDto } from "@/lib/webhooks/schema";

/** The look of each state of a delivery. */
export const deliveryLooks: Record<DeliveryDto["status"], Look> = {
  delivered: { tone: "good", Icon: Check },
  pending: { tone: "info", Icon: Clock },
  failed: { tone: "bad", Icon: X },
};
