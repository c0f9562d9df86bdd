import "server-only";
import { adapters } from "@/lib/intake/adapters";
import { allowedVendors } from "@/lib/intake/source";
import { AppError } from "@/lib/platform/errors";
import type { Prisma } from "@/lib/platform/generated/client";
import { checkUrl, OutboundError } from "@/lib/platform/outbound";
import type { SourceCredentials } from "@/lib/sources/schema";
import type { Adapter } from "@/lib/vendors/adapter";
import { credentials as knownCredentials } from "@/lib/vendors/credentials";

/** An error that names a field of the request. */
export const refuse = (field: string, message: string) =>
  new AppError("validation_error", message, { fields: [{ field, message }] });

/** @throws AppError validation_error for a vendor that is not known */
export function adapterOf(vendor: string): Adapter {
  const adapter = adapters[vendor];
  if (!adapter)
    throw refuse("vendor", `There is no such vendor; there are ${Object.keys(adapters).join(", ")}.`);
  return adapter;
}

/** @throws AppError validation_error for an address to which nothing would be sent */
export function baseUrlOf(text: string): string {
  try {
    const url = checkUrl(text, allowedVendors());
    if (url.search || url.hash) throw refuse("base_url", "The address must not have a query or a fragment.");
    return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  } catch (error) {
    if (error instanceof OutboundError) throw refuse("base_url", error.message);
    throw error;
  }
}

/** @throws AppError validation_error naming the first setting that the adapter does not understand */
export function settingsOf(adapter: Adapter, given: Record<string, unknown>): Prisma.InputJsonObject {
  const read = adapter.settings.safeParse(given);
  if (read.success) return given as Prisma.InputJsonObject;
  const [issue] = read.error.issues;
  const place = ["vendor_settings", ...(issue?.path ?? []).map(String)].join(".");
  throw refuse(place, `${place}: ${issue?.message}`);
}

/** @throws AppError validation_error when the vendor takes no such credentials, or a header cannot carry them */
export function credentialsOf(adapter: Adapter, given: SourceCredentials): string {
  if (!adapter.keys.includes(given.kind))
    throw refuse("credentials.kind", `${adapter.title} takes ${adapter.keys.join(" or ")}.`);
  const read = knownCredentials.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = ["credentials", ...(issue?.path ?? []).map(String)].join(".");
    throw refuse(place, `${place} ${issue?.message}`);
  }
  return JSON.stringify(read.data);
}

/** @throws AppError validation_error when the vendor takes no reports */
export function refuseReports(
  adapter: Adapter,
  wanted: { reportsDecisions?: boolean; reportsRedactions?: boolean },
): void {
  const { title, report, takes = ["decision", "redaction"] } = adapter;
  if (!report && (wanted.reportsDecisions || wanted.reportsRedactions))
    throw refuse("reports_decisions", `${title} takes neither decisions nor redactions.`);
  if (wanted.reportsDecisions && !takes.includes("decision"))
    throw refuse("reports_decisions", `${title} takes no decisions.`);
  if (wanted.reportsRedactions && !takes.includes("redaction"))
    throw refuse("reports_redactions", `${title} takes no redactions.`);
}
