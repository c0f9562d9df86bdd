import { listLinks } from "@/lib/delivery/read";
import { linkInput, linkList, madeLinkDto } from "@/lib/delivery/schema";
import { createLink } from "@/lib/delivery/write";
import { apiRoute } from "@/lib/http/api-route";
import { requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "List the download links of a request",
  params: requestParams,
  response: linkList,
  handler: ({ actor, params }) => listLinks(actor, params),
});

export const POST = apiRoute({
  summary: "Create a download link and its code for a request",
  params: requestParams,
  body: linkInput,
  response: madeLinkDto,
  status: 201,
  isPersonal: true,
  handler: ({ actor, params, body }) => createLink(actor, { ...params, ...body }),
});
