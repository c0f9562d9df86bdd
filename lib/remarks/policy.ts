import type { Bundle } from "@/lib/contract/bundle";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { Profile } from "@/lib/law/profiles";
import { type WithheldClass, withheldIn, withhold } from "@/lib/law/withheld";
import { digest } from "@/lib/platform/crypto";
import type { RemarkKind } from "@/lib/platform/generated/enums";
import type { Mark, RemovalGround } from "@/lib/remarks/schema";

type FreeMap = Record<string, unknown>;

/** A text about a session: a note, or the reason for escalating or snoozing its case. */
export type Remark = {
  remark: string;
  kind: RemarkKind;
  author: string | null;
  createdAt: string | null;
  text: string;
};

/** Returns the API's name of a remark: `note:ID`, `escalation` or `snooze`. */
export const remarkOf = ({ kind, noteId }: { kind: RemarkKind; noteId: string }): string =>
  kind === "note" ? noteKey(noteId) : kind;

/** The inverse of {@link remarkOf}, for a remark of a bundle. */
export const columnsOf = ({ remark, kind }: Remark): { kind: RemarkKind; noteId: string } => ({
  kind,
  noteId: kind === "note" ? remark.slice(noteKey("").length) : "",
});

const noteKey = (noteId: string) => `note:${noteId}`;
const caseReasons = [
  ["escalation", "escalation_reason"],
  ["snooze", "snooze_reason"],
] as const;

/** Returns every remark of a bundle, in the bundle's order. */
export function remarksOf({ case_notes: notes, review_case: found }: Bundle): Remark[] {
  const of = (found ?? {}) as FreeMap;
  return [
    ...(notes ?? []).flatMap((note) =>
      note.content
        ? [
            {
              remark: noteKey(note.note_id),
              kind: "note" as const,
              author: note.author ?? null,
              createdAt: note.created_at ?? null,
              text: note.content,
            },
          ]
        : [],
    ),
    ...caseReasons.flatMap(([kind, name]) => {
      const text = of[name];
      return typeof text === "string" && text
        ? [{ remark: kind, kind, author: null, createdAt: null, text }]
        : [];
    }),
  ];
}

/** Returns a digest that changes when the text changes. */
export const textDigest = (text: string): string => digest(text).toString("hex");

type Named = { keys: readonly string[]; tags: readonly string[] };

/**
 * Lists the suspicion material of a bundle by name, `metadata.x` or `tag y`. Only for members who work on requests.
 */
export function suspicionIn(bundle: object, named: Named): string[] {
  const found = new Set<string>();
  strip(bundle, named, (name) => found.add(name));
  return [...found].sort();
}

/** The free-form maps of a bundle, whose keys the customer chose. */
const freeMaps: ReadonlySet<string> = new Set([
  "metadata",
  "custom_fields",
  "identity_custom_fields",
  "fields",
]);
const folded = (name: string) => name.trim().toLowerCase();

/** Removes the named keys of free-form maps and the named tags from a value, at any depth. */
function strip(value: unknown, named: Named, found: (name: string) => void): unknown {
  const keys = new Set(named.keys.map(folded));
  const tags = new Set(named.tags.map(folded));
  const walk = (each: unknown, inMap: string | null): unknown => {
    if (each === null || typeof each !== "object") return each;
    if (Array.isArray(each)) return each.map((item) => walk(item, inMap));
    return Object.fromEntries(
      Object.entries(each).flatMap(([name, held]) => {
        if (inMap && keys.has(folded(name))) {
          found(`${inMap}.${name}`);
          return [];
        }
        if (name === "tags" && Array.isArray(held)) return [[name, withoutTags(held)]];
        return [[name, walk(held, inMap ?? (freeMaps.has(name) ? name : null))]];
      }),
    );
  };
  const withoutTags = (held: unknown[]) =>
    held.filter((tag) => {
      const isNamed = typeof tag === "string" && tags.has(folded(tag));
      if (isNamed) found(`tag ${tag}`);
      return !isNamed;
    });
  return walk(value, null);
}

/** Removes suspicion material from custom fields. Emptied ones look like none: null. */
export function permittedFields(fields: FreeMap | null, named: Named): FreeMap | null {
  const kept = strip({ custom_fields: fields }, named, () => undefined) as { custom_fields: FreeMap | null };
  return isEmpty(kept.custom_fields) ? null : kept.custom_fields;
}

/** Removes suspicion material from any other part of an answer. */
export const withoutSuspicion = (value: unknown, named: Named): unknown =>
  strip(value, named, () => undefined);

const isEmpty = (value: unknown) =>
  value !== null && typeof value === "object" && Object.keys(value).length === 0;

/** Normalizes empty maps in every answer, so that an emptied map looks like one that was always empty. */
function settleMaps(bundle: Bundle): Bundle {
  const { session, review_case: found } = bundle;
  const kept = Object.fromEntries(
    Object.entries(session).flatMap(([name, value]) => {
      if (!freeMaps.has(name) || !isEmpty(value)) return [[name, value]];
      return name === "metadata" ? [[name, null]] : [];
    }),
  ) as Bundle["session"];
  if (!found) return { ...bundle, session: kept };
  const settled = Object.fromEntries(
    Object.entries(found).filter(([name, value]) => !freeMaps.has(name) || !isEmpty(value)),
  ) as typeof found;
  return { ...bundle, session: kept, review_case: settled };
}

/**
 * Returns the ground for omitting a whole remark, or null when only passages are omitted. If the text has changed
 * since it was marked, the whole remark is omitted.
 */
function wholeGround(text: string, mark: Mark): RemovalGround | null {
  const [first] = mark.passages ?? [];
  if (mark.whole) return mark.whole;
  return mark.text === textDigest(text) ? null : (first?.ground ?? "other_person");
}

const markOf = (ground: RemovalGround, law: JurisdictionId) => `[removed: ${groundWords(ground, law)}]`;

/** Returns the text for the answer: each marked passage is replaced by its ground. */
export function markedText(text: string, mark: Mark, law: JurisdictionId): string {
  const whole = wholeGround(text, mark);
  if (whole) return markOf(whole, law);
  let shown = "";
  let at = 0;
  for (const { from, to, ground } of mark.passages ?? []) {
    shown += text.slice(at, from) + markOf(ground, law);
    at = to;
  }
  return shown + text.slice(at);
}

export type Marks = ReadonlyMap<string, Mark>;

/** Applies the marks to notes and reasons. Suspicion material is removed without a trace. */
function withoutMarked(bundle: Bundle, marks: Marks, law: JurisdictionId): Bundle {
  const notes = bundle.case_notes?.flatMap((note) => {
    const mark = marks.get(noteKey(note.note_id));
    if (!mark) return [note];
    if (mark.isSuspicion) return [];
    const { note_id, author, created_at } = note;
    const content = note.content ? markedText(note.content, mark, law) : note.content;
    return [{ note_id, author, content, created_at }];
  });
  if (!bundle.review_case) return { ...bundle, case_notes: notes };
  const found = { ...bundle.review_case } as FreeMap;
  for (const [remark, name] of caseReasons) {
    const mark = marks.get(remark);
    const text = found[name];
    if (!mark || typeof text !== "string") continue;
    if (mark.isSuspicion) delete found[name];
    else found[name] = markedText(text, mark, law);
  }
  return { ...bundle, case_notes: notes, review_case: found as Bundle["review_case"] };
}

type Out = { law: Profile; marks: Marks; suspicion: Named };

/** A bundle without suspicion material and marked passages, before the law withholds more. */
const permitted = (bundle: Bundle, { law, marks, suspicion }: Out): Bundle =>
  settleMaps(withoutMarked(strip(bundle, suspicion, () => undefined) as Bundle, marks, law.jurisdiction));

/**
 * Turns an export into the answer for its subject. Omitted passages state their ground, and fields that the law
 * withholds say so. Suspicion material is removed without a trace, because its omission must not be disclosed either
 * (Directive (EU) 2015/849 Art. 39; Proceeds of Crime Act 2002 (UK) s. 333A; 31 U.S.C. § 5318(g)(2)).
 */
export const answerOf = (bundle: Bundle, out: Out): Bundle =>
  withhold(permitted(bundle, out), out.law) as Bundle;

/** Lists the classes of data that {@link answerOf} withholds from a bundle by law. */
export const withheldFrom = (bundle: Bundle, out: Out): WithheldClass[] =>
  withheldIn(permitted(bundle, out), out.law);

/**
 * Lists the grounds of everything removed from a bundle, one entry per removal. Suspicion material is never counted.
 */
export function removalsIn(bundle: Bundle, marks: Marks): RemovalGround[] {
  return remarksOf(bundle).flatMap(({ remark, text }) => {
    const mark = marks.get(remark);
    if (!mark || mark.isSuspicion) return [];
    const whole = wholeGround(text, mark);
    return whole ? [whole] : (mark.passages ?? []).map(({ ground }) => ground);
  });
}

/** The ground for omitting a passage, in the answer's words, and its legal source. */
type Ground = { text: string; source: Readonly<Record<JurisdictionId, string>> };

/**
 * The closed list of grounds for omitting words from an answer. The answer states the ground in place of the words.
 * Plain data: to follow a change of law, change this table.
 */
export const grounds: Readonly<Record<RemovalGround, Ground>> = {
  other_person: {
    text: "data about another person",
    source: {
      gdpr: "GDPR Art. 15(4)",
      uk_gdpr: "UK GDPR Art. 15(4); Data Protection Act 2018 Sch. 2 para. 16",
      ccpa: "Cal. Civ. Code § 1798.145(k)",
    },
  },
  internal_remark: {
    text: "an internal remark or trade secret",
    source: {
      gdpr: "GDPR Art. 15(4), recital 63",
      uk_gdpr: "UK GDPR Art. 15(4), recital 63",
      ccpa: "Cal. Civ. Code § 1798.100(f)",
    },
  },
  legal_privilege: {
    text: "legally privileged",
    source: {
      gdpr: "GDPR Art. 15(4), 23(1)",
      uk_gdpr: "Data Protection Act 2018 Sch. 2 para. 19",
      ccpa: "Cal. Civ. Code § 1798.145(b)",
    },
  },
};

/** Returns a ground in words, with its source under the request's law. */
export const groundWords = (ground: RemovalGround, jurisdiction: JurisdictionId): string =>
  `${grounds[ground].text} (${grounds[ground].source[jurisdiction]})`;
