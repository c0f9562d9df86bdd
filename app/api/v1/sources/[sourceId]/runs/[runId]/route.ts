import { z } from "zod";
import { apiRoute } from "@/lib/http/api-route";
import { getRun } from "@/lib/sources/read";
import { runDto, sourceParams } from "@/lib/sources/schema";

export const GET = apiRoute({
  summary: "Get a run of a source",
  params: sourceParams.extend({ runId: z.string().min(1).max(128) }),
  response: runDto,
  handler: ({ actor, params }) => getRun(actor, params),
});
