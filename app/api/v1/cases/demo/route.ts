import { caseDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";
import { createDemoCase } from "@/lib/imports/demo";

export const POST = apiRoute({
  summary: "Create a demo case in the sandbox",
  response: caseDto,
  isPersonal: true,
  handler: ({ actor }) => createDemoCase(actor),
});
