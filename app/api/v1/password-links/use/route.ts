import { z } from "zod";
import { passwordLinkInput, resetPassword } from "@/lib/auth/password-link";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Set a new password by a one-time link",
  door: "public",
  body: passwordLinkInput,
  response: z.object({ status: z.literal("changed") }),
  handler: async ({ body, origin }) => {
    await resetPassword(body, origin);
    return { status: "changed" as const };
  },
});
