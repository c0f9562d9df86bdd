import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { findLogo } from "@/lib/organization/read";
import { logoParams } from "@/lib/organization/schema";
import { AppError } from "@/lib/platform/errors";

export const GET = apiRoute({
  summary: "Fetch an organization's logo",
  answers: "image/png",
  door: "public",
  params: logoParams,
  handler: async ({ params }) => {
    const bytes = await findLogo(params.organizationId);
    if (!bytes) throw new AppError("not_found", "Logo not found.");
    return new BytesResponse(bytes, {
      headers: {
        "Content-Type": "image/png",
        "Content-Disposition": 'inline; filename="logo.png"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=86400",
      },
    });
  },
});
