import { retellCase } from "@/lib/cases/read";
import { caseDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";
import { AppError } from "@/lib/platform/errors";
import { nextCase } from "@/lib/queue/claim";
import { nextInput } from "@/lib/queue/schema";

export const POST = apiRoute({
  summary: "Claim the oldest unassigned case",
  body: nextInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: async ({ actor, body }) => {
    const taken = await nextCase(actor, body);
    if (!taken) throw new AppError("not_found", "No unassigned case.");
    return taken;
  },
});
