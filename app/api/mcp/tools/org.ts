import * as analyticsOverview from "@/app/api/v1/analytics/overview/route";
import * as apiKeys from "@/app/api/v1/api-keys/route";
import * as eventsOne from "@/app/api/v1/events/[eventId]/route";
import * as events from "@/app/api/v1/events/route";
import * as membersReviewers from "@/app/api/v1/members/reviewers/route";
import * as rateLimits from "@/app/api/v1/rate-limits/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read } = toolsOf("org");

export const orgTools = [
  read(
    "whoami",
    null,
    "GET /api/v1/rate-limits",
    rateLimits.GET,
    "Says which environment the key belongs to, and how many calls it has left.",
  ),
  read(
    "list_org_users",
    "cases:read",
    "GET /api/v1/members/reviewers",
    membersReviewers.GET,
    "Lists the members who review cases.",
  ),
  read(
    "list_api_keys",
    "api_keys:read",
    "GET /api/v1/api-keys",
    apiKeys.GET,
    "Lists API keys, never their secrets.",
  ),
  read(
    "get_usage_stats",
    "analytics:read",
    "GET /api/v1/analytics/overview",
    analyticsOverview.GET,
    "Reads how many sessions there were, and how they ended.",
  ),
  read("list_events", "audit:read", "GET /api/v1/events", events.GET, "Searches the audit log."),
  read(
    "get_event",
    "audit:read",
    "GET /api/v1/events/{eventId}",
    eventsOne.GET,
    "Reads one event of the audit log.",
  ),
];
