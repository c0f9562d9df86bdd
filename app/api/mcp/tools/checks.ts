import * as checksOneConfirm from "@/app/api/v1/checks/[checkId]/confirm/route";
import * as checksOneDismiss from "@/app/api/v1/checks/[checkId]/dismiss/route";
import * as checksOneRerun from "@/app/api/v1/checks/[checkId]/rerun/route";
import * as checksOne from "@/app/api/v1/checks/[checkId]/route";
import * as checks from "@/app/api/v1/checks/route";
import * as screeningHits from "@/app/api/v1/screening/hits/route";
import * as watchlists from "@/app/api/v1/watchlists/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, write } = toolsOf("checks");

export const checksTools = [
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

  read(
    "list_checks",
    "verifications:read",
    "GET /api/v1/checks",
    checks.GET,
    "Lists screening checks, newest first.",
  ),
  read(
    "get_check",
    "verifications:read",
    "GET /api/v1/checks/{checkId}",
    checksOne.GET,
    "Reads one screening check with its hits.",
  ),
  read(
    "list_check_hits",
    "verifications:read",
    "GET /api/v1/checks/{checkId}",
    checksOne.GET,
    "Reads the hits of one screening check.",
  ),
  read(
    "list_watchlists",
    "lists:read",
    "GET /api/v1/watchlists",
    watchlists.GET,
    "Lists the watchlists that are loaded.",
  ),
  write(
    "create_check",
    "screening:write",
    "POST /api/v1/checks",
    checks.POST,
    "Compares a person with the watchlists that are loaded.",
  ),
  write(
    "rerun_check",
    "screening:write",
    "POST /api/v1/checks/{checkId}/rerun",
    checksOneRerun.POST,
    "Compares a person again, with the lists of today.",
  ),
];
