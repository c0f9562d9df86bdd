import type { Environment } from "@/lib/actor/actor";
import type { BriefWordingDto } from "@/lib/brief/schema";
import { callApi } from "@/lib/browser/api-client";

/** The items of a case that a sentence of its brief can be read from, as the desk's elements are called. */
export const itemId = {
  check: (key: string) => `check-${named(key)}`,
  field: (field: string) => `field-${field}`,
  signal: (position: number) => `signal-${position}`,
  screening: (checkId: string) => `screening-${named(checkId)}`,
  hit: (checkId: string, hitId: string) => `hit-${named(checkId)}-${named(hitId)}`,
  risk: "desk-risk",
  checks: "desk-checks",
  fields: "desk-fields",
  screenings: "desk-screening",
  images: "desk-images",
  links: "desk-linked",
} as const;

/** An element's id has no spaces. A vendor's may. */
const named = (given: string) => given.replaceAll(/\s/g, "_");

/** Has the brief of a case worded by the model of the installation. */
export async function wordBrief(environment: Environment, caseId: string): Promise<BriefWordingDto> {
  const { briefWordingDto } = await import("@/lib/brief/schema");
  const path = `/cases/${encodeURIComponent(caseId)}/brief/wording`;
  return callApi(path, briefWordingDto, { environment, method: "POST" });
}
