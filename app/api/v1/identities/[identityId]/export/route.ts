import { identityExport } from "@/lib/contract/identity-export";
import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { exportIdentity } from "@/lib/identities/write";

export const GET = apiRoute({
  summary: "Export identity data (GDPR Art. 15 DSAR)",
  params: identityParams,
  response: identityExport,
  spelling: "contract",
  handler: ({ actor, params }) => exportIdentity(actor, params),
});
