import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { releaseCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Release a case",
  params: caseParams,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params }) => releaseCase(actor, params),
});
