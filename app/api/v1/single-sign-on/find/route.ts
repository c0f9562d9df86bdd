import { z } from "zod";
import { findSignIn } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Find where people with an e-mail address sign in",
  door: "public",
  body: z.strictObject({ email: z.string().trim().min(3).max(254) }),
  response: z.object({ connectionId: z.string() }),
  handler: ({ body, origin }) => findSignIn(body.email, origin),
});
