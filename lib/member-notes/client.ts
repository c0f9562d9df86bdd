import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { MemberNoteInput } from "@/lib/member-notes/schema";

/** The schemas are loaded with the browser's first call. */
const schemas = () => import("@/lib/member-notes/schema");

const at = (id: string) => `/requests/${encodeURIComponent(id)}/member-notes`;

export const memberNoteQueries = {
  list: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "requests", id, "member-notes"],
      queryFn: async ({ signal }) =>
        callApi(at(id), (await schemas()).memberNoteList, { environment, signal }),
    }),
};

/** Notes something about a request. Rejects with status 409 after its personal data was erased. */
export const addMemberNote = async (environment: Environment, id: string, body: MemberNoteInput) =>
  callApi(at(id), (await schemas()).memberNoteList, { environment, method: "POST", body });
