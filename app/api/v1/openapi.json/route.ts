import document from "@/docs/openapi.json";

export const GET = (): Response => Response.json(document);
