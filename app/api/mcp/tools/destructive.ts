import * as identitiesOne from "@/app/api/v1/identities/[identityId]/route";
import * as listsOneItemsOne from "@/app/api/v1/lists/[listId]/items/[itemId]/route";
import * as sessionsOneData from "@/app/api/v1/sessions/[sessionId]/data/route";
import { toolsOf } from "@/lib/mcp/tool";

const { destructive } = toolsOf("destructive");

export const destructiveTools = [
  destructive(
    "redact_session",
    "redact:write",
    "DELETE /api/v1/sessions/{sessionId}/data",
    sessionsOneData.DELETE,
    "session_id",
    "Erases the personal data and images of a session for good.",
  ),
  destructive(
    "redact_identity",
    "redact:write",
    "DELETE /api/v1/identities/{identityId}",
    identitiesOne.DELETE,
    "identity_id",
    "Erases the personal data of an identity for good. Its sessions are redacted separately.",
  ),
  destructive(
    "remove_list_item",
    "lists:write",
    "DELETE /api/v1/lists/{listId}/items/{itemId}",
    listsOneItemsOne.DELETE,
    "item_id",
    "Removes an item from a list for good.",
  ),
];
