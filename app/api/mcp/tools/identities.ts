import * as identitiesOneAddTag from "@/app/api/v1/identities/[identityId]/add-tag/route";
import * as identitiesOneArchive from "@/app/api/v1/identities/[identityId]/archive/route";
import * as identitiesOneAuditLog from "@/app/api/v1/identities/[identityId]/audit-log/route";
import * as identitiesOneRemoveTag from "@/app/api/v1/identities/[identityId]/remove-tag/route";
import * as identitiesOneRestore from "@/app/api/v1/identities/[identityId]/restore/route";
import * as identitiesOne from "@/app/api/v1/identities/[identityId]/route";
import * as identitiesOneSessions from "@/app/api/v1/identities/[identityId]/sessions/route";
import * as identities from "@/app/api/v1/identities/route";
import * as identitiesSearch from "@/app/api/v1/identities/search/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, find, write } = toolsOf("identities");

export const identitiesTools = [
  find(
    "search_identities",
    "identities:read",
    "POST /api/v1/identities/search",
    identitiesSearch.POST,
    "Finds identities by personal values, such as a document number.",
  ),
  read(
    "list_identities",
    "identities:read",
    "GET /api/v1/identities",
    identities.GET,
    "Lists identities: what several sessions hold on one person.",
  ),
  read(
    "get_identity",
    "identities:read",
    "GET /api/v1/identities/{identityId}",
    identitiesOne.GET,
    "Reads one identity by its id or external reference.",
  ),
  read(
    "list_identity_sessions",
    "identities:read",
    "GET /api/v1/identities/{identityId}/sessions",
    identitiesOneSessions.GET,
    "Lists the sessions of an identity, newest first.",
  ),
  read(
    "get_identity_audit_log",
    "audit:read",
    "GET /api/v1/identities/{identityId}/audit-log",
    identitiesOneAuditLog.GET,
    "Lists events of an identity and its sessions.",
  ),
  write(
    "create_identity",
    "identities:write",
    "POST /api/v1/identities",
    identities.POST,
    "Creates an identity from an external reference, before its first session.",
  ),
  write(
    "add_identity_tag",
    "identities:write",
    "POST /api/v1/identities/{identityId}/add-tag",
    identitiesOneAddTag.POST,
    "Adds a tag.",
  ),
  write(
    "remove_identity_tag",
    "identities:write",
    "POST /api/v1/identities/{identityId}/remove-tag",
    identitiesOneRemoveTag.POST,
    "Removes a tag.",
  ),
  write(
    "archive_identity",
    "identities:write",
    "POST /api/v1/identities/{identityId}/archive",
    identitiesOneArchive.POST,
    "Takes an identity off the lists.",
  ),
  write(
    "restore_identity",
    "identities:write",
    "POST /api/v1/identities/{identityId}/restore",
    identitiesOneRestore.POST,
    "Puts an archived identity back.",
  ),
];
