import { z } from "zod";
import { vendorId, whole, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

/** A file of a session: where it is, and what Regula says it is, such as `REGULA_DOC_READER`. */
export type SessionFile = { url: string; type: string | null };

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** The value of a property: bare, or as `{value}`. An object that is no such thing is kept as it is. */
const propertyValue = z.union([
  scalar,
  z.looseObject({ value: z.unknown() }).transform(({ value }) => value),
  z.record(z.string(), z.unknown()),
  z.array(z.unknown()),
]);
const named = z.looseObject({ name: words.optional(), key: words.optional(), id: words.optional() });
const nameOf = (entry: z.infer<typeof named>) => entry.name ?? entry.key ?? entry.id;
const withName = (entry: z.infer<typeof named>) => nameOf(entry) !== undefined;
const noName = { error: "expected an entry with a name, a key or an id" };

/** The inner shape of `properties` is not documented: a map, or a list of entries with a name. */
const properties = z.union(
  [
    z.record(z.string(), propertyValue),
    z
      .array(named.extend({ value: z.unknown() }).refine(withName, noName))
      .transform((list) => Object.fromEntries(list.map((entry) => [nameOf(entry) ?? "", entry.value]))),
  ],
  { error: "expected a map, or a list of {name, value}" },
);

const place = z.looseObject({ url: z.string().nullish(), type: words.nullish() });
type Place = string | z.infer<typeof place> | null;
const fileOf = (given: Place): SessionFile | null => {
  const { url, type } = typeof given === "string" ? { url: given, type: null } : (given ?? {});
  return url ? { url, type: type ?? null } : null;
};
const toFiles = (entries: readonly (readonly [string, Place])[]): ReadonlyMap<string, SessionFile> =>
  new Map(
    entries.flatMap(([name, given]) => {
      const file = fileOf(given);
      return file ? [[name, file] as const] : [];
    }),
  );
/** The same of `files`: a map from name to URL or `{url, type}`, or a list of `{name, url, type}`. */
const files = z.union(
  [
    z
      .record(z.string(), z.union([z.string(), place, z.null()]))
      .transform((map) => toFiles(Object.entries(map))),
    z
      .array(named.extend(place.shape).refine(withName, noName))
      .transform((list) => toFiles(list.map((entry) => [nameOf(entry) ?? "", entry] as const))),
  ],
  { error: "expected a map from names to URLs, or a list of {name, url}" },
);

const session = z.looseObject({
  id: vendorId,
  status: whole,
  properties: properties.nullish().transform((map) => map ?? {}),
  files: files.nullish().transform((map): ReadonlyMap<string, SessionFile> => map ?? new Map()),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  locale: words.nullish(),
  workflow: z.looseObject({ id: words.nullish() }).nullish(),
  workflowId: words.nullish(),
});

/** A session of Regula's IDV Platform, as `GET /api/sessions/{id}` answers with it. */
export type RegulaSession = z.infer<typeof session>;

/** @throws VendorError unreadable, naming the field that is none of the shapes which are known */
export const readSession = (text: string): RegulaSession => readAnswer(session, text, "Regula's session");

/** Returns whether a value looks like a session of Regula's. */
export function looksLikeSession(value: unknown): boolean {
  const { id, status, properties, files, inspectionId, object } = Object(value) as Record<string, unknown>;
  const isKnownElsewhere = inspectionId !== undefined || object !== undefined;
  return (
    typeof id === "string" && Number.isInteger(status) && !isKnownElsewhere && Boolean(properties ?? files)
  );
}
