import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { claimCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";
import { claimInput } from "@/lib/queue/schema";

export const POST = apiRoute({
  summary: "Claim a case, or renew a claim",
  params: caseParams,
  body: claimInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => claimCase(actor, { ...params, ...body }),
});
