import { z } from "zod";
import { acceptance, acceptInvitation } from "@/lib/auth/invitation";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Accept an invitation and set a password",
  door: "public",
  body: acceptance,
  response: z.object({ status: z.literal("joined") }),
  handler: async ({ body, origin }) => {
    await acceptInvitation(body, origin);
    return { status: "joined" as const };
  },
});
