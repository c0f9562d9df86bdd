import * as checksOneConfirm from "@/app/api/v1/checks/[checkId]/confirm/route";
import * as checksOneDismiss from "@/app/api/v1/checks/[checkId]/dismiss/route";
import * as screeningHits from "@/app/api/v1/screening/hits/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, write } = toolsOf("screening");

export const screeningTools = [
  read(
    "list_screening_hits",
    "verifications:read",
    "GET /api/v1/screening/hits",
    screeningHits.GET,
    "Lists screening hits that wait for a decision.",
  ),
  write(
    "dismiss_screening_hits",
    "screening:write",
    "POST /api/v1/checks/{checkId}/dismiss",
    checksOneDismiss.POST,
    "Dismisses hits of a check as false positives; without hit_ids, all of them.",
  ),
  write(
    "confirm_screening_hits",
    "screening:write",
    "POST /api/v1/checks/{checkId}/confirm",
    checksOneConfirm.POST,
    "Confirms hits of a check as true matches.",
  ),
];
