import { listNotes } from "@/lib/cases/read";
import { addedNoteDto, caseParams, noteInput, noteList } from "@/lib/cases/schema";
import { addNote } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List the notes of a case",
  params: caseParams,
  response: noteList,
  handler: ({ actor, params }) => listNotes(actor, params),
});

export const POST = apiRoute({
  summary: "Add a note to a case",
  params: caseParams,
  body: noteInput,
  response: addedNoteDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => addNote(actor, { ...params, ...body }),
});
