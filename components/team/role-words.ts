import type { Role } from "@/lib/actor/permissions";
import { sentence } from "@/lib/format/words";

/** What a member with each role does. */
export const roleHints: Record<Role, string> = {
  reviewer: "Claims cases, looks at the evidence and decides.",
  lead: "Also assigns cases, overrides checks, corrects data and claims escalated cases.",
  compliance: "Answers requests, exports and redacts personal data, and places legal holds.",
  auditor: "Reads sessions, requests and the audit log. Sees no personal data and changes nothing.",
  admin: "Changes settings, members and API keys. Decides no cases and answers no requests.",
};

/** Lists roles for reading: `Reviewer, Lead`. */
export const rolesInWords = (roles: readonly Role[]): string => roles.map(sentence).join(", ");
