import { apiRoute } from "@/lib/http/api-route";
import { importDto } from "@/lib/imports/answer";
import { importSession } from "@/lib/imports/import";

export const POST = apiRoute({
  summary: "Import a session with its images",
  form: {
    needs: "sessions:import",
    parts: {
      bundle: "The export bundle of one session, as JSON.",
      "*": "An image: JPEG, PNG or WebP. Its part has the name that the download_url of its document has.",
    },
  },
  response: importDto,
  errors: [409, 413, 422],
  isRepeatable: true,
  handler: ({ actor, form }) =>
    importSession(actor, {
      bundles: (form.get("bundle") ?? []).map(({ bytes }) => bytes),
      imagesOf: (downloadUrl) => (form.get(downloadUrl) ?? []).map(({ bytes }) => bytes),
    }),
});
