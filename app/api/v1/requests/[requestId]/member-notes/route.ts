import { apiRoute } from "@/lib/http/api-route";
import { listMemberNotes } from "@/lib/member-notes/read";
import { memberNoteInput, memberNoteList } from "@/lib/member-notes/schema";
import { addMemberNote } from "@/lib/member-notes/write";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "List what members noted about a request",
  params: requestParams,
  response: memberNoteList,
  isPersonal: true,
  handler: ({ actor, params }) => listMemberNotes(actor, params),
});

export const POST = apiRoute({
  summary: "Note something about a request, for members",
  params: requestParams,
  body: memberNoteInput,
  response: memberNoteList,
  isPersonal: true,
  handler: ({ actor, params, body }) => addMemberNote(actor, { ...params, ...body }),
});
