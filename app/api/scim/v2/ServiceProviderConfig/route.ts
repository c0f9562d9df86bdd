import { serviceConfig } from "@/lib/scim/discovery";
import { scimRoute } from "@/lib/scim/door";

export const GET = scimRoute(async () => ({ body: serviceConfig() }));
