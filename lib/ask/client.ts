import type { AskInput } from "@/lib/ask/schema";
import { callApi } from "@/lib/browser/api-client";

/** Makes a request. @returns the receipt number */
export async function ask(body: AskInput) {
  const { askedDto } = await import("@/lib/ask/schema");
  return callApi("/ask", askedDto, { environment: body.environment, method: "POST", body });
}
