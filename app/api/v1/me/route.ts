import { readAccount } from "@/lib/account/read";
import { accountDto, meDto, meInput } from "@/lib/account/schema";
import { updateMe } from "@/lib/account/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Read one's own account and its sign-ins",
  response: accountDto,
  handler: ({ actor }) => readAccount(actor),
});

export const PATCH = apiRoute({
  summary: "Change one's own account",
  body: meInput,
  response: meDto,
  handler: ({ actor, body }) => updateMe(actor, body),
});
