import { apiRoute } from "@/lib/http/api-route";
import { importSession } from "@/lib/imports/import";
import { importDto } from "@/lib/imports/schema";
import { AppError } from "@/lib/platform/errors";

export const POST = apiRoute({
  summary: "Import a session with its images",
  form: {
    bundle: "The export bundle of one session, as JSON.",
    "*": "An image: JPEG, PNG or WebP. Its part has the name that the download_url of its document has.",
  },
  response: importDto,
  errors: [409, 413, 422],
  isRepeatable: true,
  handler: ({ actor, form }) => {
    const [sent, ...more] = form.get("bundle") ?? [];
    if (!sent || more.length > 0)
      throw new AppError("bad_request", "The form must have one part with the name bundle.");
    return importSession(actor, {
      bundle: sent.bytes,
      imageOf: (downloadUrl) => form.get(downloadUrl)?.at(-1)?.bytes ?? null,
    });
  },
});
