import { z } from "zod";
import { signOutInput, signOutPerson } from "@/lib/auth/sign-out";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "End this sign-in or all sign-ins",
  body: signOutInput,
  response: z.object({ status: z.literal("signed_out") }),
  handler: ({ actor, body }) => signOutPerson(actor, body),
});
