import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { buildPackages } from "@/lib/packages/jobs";
import { downloadPackage, requestPackage } from "@/lib/packages/package";
import { log } from "@/lib/platform/log";
import { packageInput, requestDto, requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Download the answer to an access request as a ZIP",
  answers: "application/zip",
  params: requestParams,
  isPersonal: true,
  handler: async ({ actor, params }) => {
    const download = await downloadPackage(actor, params);
    return new StreamResponse(download, attachment("application/zip", download.name));
  },
});

export const POST = apiRoute({
  summary: "Build the answer to an access request",
  params: requestParams,
  body: packageInput,
  response: requestDto,
  status: 202,
  isPersonal: true,
  handler: async ({ actor, params, body }) => {
    const asked = await requestPackage(actor, { ...params, ...body });
    // The job would start within a minute; this starts it at once for the waiting member.
    buildPackages().catch((err) => log.error({ err }, "packages not built"));
    return asked;
  },
});
