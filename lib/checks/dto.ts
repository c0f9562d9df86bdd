import "server-only";
import { type Actor, can } from "@/lib/auth/actor";
import type { CheckDto } from "@/lib/checks/schema";
import { fieldOf } from "@/lib/checks/sources";
import { instantOrNull } from "@/lib/format/instant";
import type { Sealed } from "@/lib/privacy/seal";
import { hidden, viewFreeForm } from "@/lib/privacy/view";
import { type PiiField, piiFields } from "@/lib/sessions/schema";

type CheckRow = {
  policy: string;
  attempt: number;
  status: CheckDto["status"];
  score: number | null;
  threshold: number | null;
  createdAt: Date | null;
  completedAt: Date | null;
};

/** An attempt as this actor may see it; `whitelist` is what API keys are given of the extracted data. */
export function toCheckDto(
  actor: Actor,
  row: CheckRow,
  sealed: Sealed["check"] | null,
  whitelist: readonly PiiField[],
): CheckDto {
  return {
    policy: row.policy,
    status: row.status,
    attempt: row.attempt,
    score: row.score,
    threshold: row.threshold,
    details: viewDetails(actor, sealed?.details, whitelist),
    createdAt: instantOrNull(row.createdAt),
    completedAt: instantOrNull(row.completedAt),
  };
}

/** Names of what was read from a document as it stood there: any field may be in it. */
const readable = /mrz|visual|barcode|chip|number|name|birth|document_no|raw|text/i;
const sources = /^(visual|barcode|chip)$/i;

/** People see what a check says, but not the lines it read: those are personal data, and revealing them is an event. */
function viewDetails(actor: Actor, details: unknown, whitelist: readonly PiiField[]): unknown {
  const shown = viewFreeForm(actor, details);
  if (actor.kind !== "person") return withoutWithheld(shown, can(actor, "pii:whitelisted") ? whitelist : []);
  return isMap(shown)
    ? Object.fromEntries(
        Object.entries(shown).map(([key, value]) => [key, readable.test(key) ? hidden : value]),
      )
    : shown;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/**
 * Details as an API key gets them: a field of the extracted data that the whitelist withholds is absent here too, and
 * what may hold any field, such as the lines of a zone, is there only when nothing is withheld.
 */
function withoutWithheld(value: unknown, whitelist: readonly PiiField[]): unknown {
  if (piiFields.every((field) => whitelist.includes(field))) return value;
  if (Array.isArray(value)) return value.map((each) => withoutWithheld(each, whitelist));
  if (!isMap(value)) return value;
  const given = Object.entries(value).map(([key, inner]): [string, unknown] => {
    if (fieldOf(key)) return [key, isGiven(key, whitelist) ? inner : undefined];
    if (sources.test(key) && isMap(inner)) return [key, fieldsGiven(inner, whitelist)];
    return [key, readable.test(key) ? undefined : withoutWithheld(inner, whitelist)];
  });
  return Object.fromEntries(given.filter(([, inner]) => inner !== undefined));
}

const isGiven = (key: string, whitelist: readonly PiiField[]) =>
  (whitelist as readonly (string | undefined)[]).includes(fieldOf(key));

/** What stands in a document beside the known fields has no place on the whitelist. */
const fieldsGiven = (source: Record<string, unknown>, whitelist: readonly PiiField[]) =>
  Object.fromEntries(Object.entries(source).filter(([key]) => isGiven(key, whitelist)));
