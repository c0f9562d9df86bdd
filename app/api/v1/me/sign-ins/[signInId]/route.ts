import { deviceGoneDto, deviceParams } from "@/lib/account/schema";
import { endDevice } from "@/lib/account/write";
import { apiRoute } from "@/lib/http/api-route";

export const DELETE = apiRoute({
  summary: "End one of one's own sign-ins",
  params: deviceParams,
  response: deviceGoneDto,
  handler: ({ actor, params }) => endDevice(actor, params),
});
