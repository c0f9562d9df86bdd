import { createDemoCase } from "@/lib/cases/demo";
import { caseDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Create a demo case in the sandbox",
  response: caseDto,
  handler: ({ actor }) => createDemoCase(actor),
});
