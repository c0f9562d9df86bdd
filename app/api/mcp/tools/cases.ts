import * as casesOneApprove from "@/app/api/v1/cases/[caseId]/approve/route";
import * as casesOneAssign from "@/app/api/v1/cases/[caseId]/assign/route";
import * as casesOneBrief from "@/app/api/v1/cases/[caseId]/brief/route";
import * as casesOneClaim from "@/app/api/v1/cases/[caseId]/claim/route";
import * as casesOneEscalate from "@/app/api/v1/cases/[caseId]/escalate/route";
import * as casesOneNotes from "@/app/api/v1/cases/[caseId]/notes/route";
import * as casesOneReject from "@/app/api/v1/cases/[caseId]/reject/route";
import * as casesOneRelease from "@/app/api/v1/cases/[caseId]/release/route";
import * as casesOne from "@/app/api/v1/cases/[caseId]/route";
import * as casesNext from "@/app/api/v1/cases/next/route";
import * as cases from "@/app/api/v1/cases/route";
import * as casesTabCounts from "@/app/api/v1/cases/tab-counts/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, write } = toolsOf("cases");

export const casesTools = [
  read(
    "list_cases",
    "cases:read",
    "GET /api/v1/cases",
    cases.GET,
    "Lists review cases by tab, status, assignee, queue or priority.",
  ),
  read("get_case", "cases:read", "GET /api/v1/cases/{caseId}", casesOne.GET, "Reads one case."),
  read(
    "get_case_tab_counts",
    "cases:read",
    "GET /api/v1/cases/tab-counts",
    casesTabCounts.GET,
    "Counts the cases of each tab.",
  ),
  read(
    "get_case_brief",
    "cases:read",
    "GET /api/v1/cases/{caseId}/brief",
    casesOneBrief.GET,
    "Reads the brief of a case: facts for and against the person, each with its item. Needs sessions:read and verifications:read too.",
  ),
  read(
    "list_case_notes",
    "cases:read",
    "GET /api/v1/cases/{caseId}/notes",
    casesOneNotes.GET,
    "Lists the notes of a case.",
  ),
  write(
    "create_case",
    "cases:write",
    "POST /api/v1/cases",
    cases.POST,
    "Opens a case for a session, or answers with the one there is.",
  ),
  write(
    "claim_case",
    "cases:decide",
    "POST /api/v1/cases/{caseId}/claim",
    casesOneClaim.POST,
    "Claims a case for a reviewer, for 30 minutes.",
  ),
  write(
    "claim_next_case",
    "cases:decide",
    "POST /api/v1/cases/next",
    casesNext.POST,
    "Claims the oldest unassigned case for a reviewer.",
  ),
  write(
    "release_case",
    "cases:decide",
    "POST /api/v1/cases/{caseId}/release",
    casesOneRelease.POST,
    "Gives a claimed case back.",
  ),
  write(
    "assign_case",
    "cases:write",
    "POST /api/v1/cases/{caseId}/assign",
    casesOneAssign.POST,
    "Assigns a case to a reviewer.",
  ),
  write(
    "add_case_comment",
    "cases:write",
    "POST /api/v1/cases/{caseId}/notes",
    casesOneNotes.POST,
    "Adds a note to a case.",
  ),
  write(
    "approve_case",
    "cases:decide",
    "POST /api/v1/cases/{caseId}/approve",
    casesOneApprove.POST,
    "Approves a claimed case in the name of a reviewer, who answers for it.",
  ),
  write(
    "reject_case",
    "cases:decide",
    "POST /api/v1/cases/{caseId}/reject",
    casesOneReject.POST,
    "Rejects a claimed case in the name of a reviewer, who answers for it.",
  ),
  write(
    "escalate_case",
    "cases:decide",
    "POST /api/v1/cases/{caseId}/escalate",
    casesOneEscalate.POST,
    "Escalates a claimed case to a senior reviewer.",
  ),
];
