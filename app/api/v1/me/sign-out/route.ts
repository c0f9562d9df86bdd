import { signedOutDto, signOutInput, signOutPerson } from "@/lib/auth/sign-out";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "End this sign-in or all sign-ins",
  body: signOutInput,
  response: signedOutDto,
  handler: ({ actor, body }) => signOutPerson(actor, body),
});
