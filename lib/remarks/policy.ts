import type { Bundle } from "@/lib/contract/bundle";
import { type JurisdictionId, jurisdictions } from "@/lib/law/jurisdictions";
import { digest } from "@/lib/platform/crypto";
import type { RemarkKind } from "@/lib/platform/generated/enums";
import type { RemovalGround } from "@/lib/remarks/schema";
import type { SealedMark } from "@/lib/vault/sealed";

type FreeMap = Record<string, unknown>;

/** A remark in words about a session: a note, or why a case was escalated or put aside. */
export type Remark = {
  remark: string;
  kind: RemarkKind;
  author: string | null;
  createdAt: string | null;
  text: string;
};

/** The columns that name a remark, as the one word that the API has for it: `note:ID`, `escalation` or `snooze`. */
export const remarkOf = ({ kind, noteId }: { kind: RemarkKind; noteId: string }): string =>
  kind === "note" ? noteKey(noteId) : kind;

/** {@link remarkOf} backwards, for a remark that a bundle has. */
export const columnsOf = ({ remark, kind }: Remark): { kind: RemarkKind; noteId: string } => ({
  kind,
  noteId: kind === "note" ? remark.slice(noteKey("").length) : "",
});

const noteKey = (noteId: string) => `note:${noteId}`;
const caseReasons = [
  ["escalation", "escalation_reason"],
  ["snooze", "snooze_reason"],
] as const;

/** Every remark that a bundle holds, in the order in which it holds them. */
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

/** What tells a text from another. */
export const textDigest = (text: string): string => digest(text).toString("hex");

type Named = { keys: readonly string[]; tags: readonly string[] };

/** What of a bundle is matter of a suspicion report by its name, for the officer alone: `metadata.x`, `tag y`. */
export function suspicionIn(bundle: Bundle, named: Named): string[] {
  const found = new Set<string>();
  strip(bundle, named, (name) => found.add(name));
  return [...found].sort();
}

/** The free-form maps of a bundle, whose keys are the customer's. */
const freeMaps: ReadonlySet<string> = new Set(["metadata", "custom_fields", "fields"]);
const folded = (name: string) => name.trim().toLowerCase();

/** A value without the named keys of its free-form maps and without the named tags, at any depth. */
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

/** Anything else of an answer without what is named as matter of a suspicion report. */
export const withoutSuspicion = (value: unknown, named: Named): unknown =>
  strip(value, named, () => undefined);

const isEmpty = (value: unknown) =>
  value !== null && typeof value === "object" && Object.keys(value).length === 0;

/**
 * One spelling for maps that hold nothing: in every answer alike, so that an emptied one looks like one that was never
 * filled.
 */
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

/** The ground for a remark as a whole, or null when passages of it go. A text that was not looked at goes whole. */
function wholeGround(text: string, mark: SealedMark): RemovalGround | null {
  const [first] = mark.passages ?? [];
  if (mark.whole) return mark.whole as RemovalGround;
  return mark.text === textDigest(text) ? null : ((first?.ground ?? "other_person") as RemovalGround);
}

const markOf = (ground: RemovalGround, law: JurisdictionId) => `[removed: ${groundWords(ground, law)}]`;

/** A text as it leaves: each passage replaced by a mark that names its ground. */
export function markedText(text: string, mark: SealedMark, law: JurisdictionId): string {
  const whole = wholeGround(text, mark);
  if (whole) return markOf(whole, law);
  let shown = "";
  let at = 0;
  for (const { from, to, ground } of mark.passages ?? []) {
    shown += text.slice(at, from) + markOf(ground as RemovalGround, law);
    at = to;
  }
  return shown + text.slice(at);
}

export type Marks = ReadonlyMap<string, SealedMark>;

/** Notes and reasons without what was marked. What is matter of a suspicion report leaves nothing behind. */
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

/** A value in which fields that the law keeps out of an answer say so. */
export function withhold(value: unknown, names: ReadonlySet<string>): unknown {
  if (names.size === 0 || value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((each) => withhold(each, names));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      names.has(name) && each ? "[withheld by law]" : withhold(each, names),
    ]),
  );
}

/**
 * What of an export goes to its subject. Marked passages say on which ground they are missing and the law's own
 * omissions say so; matter of a suspicion report is gone as if it had never been, so that its absence tells nobody of
 * it (Directive (EU) 2015/849 Art. 39; Proceeds of Crime Act 2002 (UK) s. 333A; 31 U.S.C. § 5318(g)(2)).
 */
export function answerOf(
  bundle: Bundle,
  out: { jurisdiction: JurisdictionId; marks: Marks; suspicion: Named },
): Bundle {
  const { withheldFields } = jurisdictions[out.jurisdiction];
  const stripped = strip(bundle, out.suspicion, () => undefined) as Bundle;
  const settled = settleMaps(withoutMarked(stripped, out.marks, out.jurisdiction));
  return withhold(settled, new Set(withheldFields)) as Bundle;
}

/** The grounds of what was taken out of a bundle, once for each removal. Suspicion reports are in no count. */
export function removalsIn(bundle: Bundle, marks: Marks): RemovalGround[] {
  return remarksOf(bundle).flatMap(({ remark, text }) => {
    const mark = marks.get(remark);
    if (!mark || mark.isSuspicion) return [];
    const whole = wholeGround(text, mark);
    return whole ? [whole] : (mark.passages ?? []).map(({ ground }) => ground as RemovalGround);
  });
}

/** Why a passage stays out of an answer, as the answer says it, and where that stands. */
type Ground = { text: string; source: Readonly<Record<JurisdictionId, string>> };

/**
 * The closed list of grounds on which words are taken out of an answer. Plain data: a change of law is a change here.
 * Each is told to the requester where the words were.
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

/** A ground in words, with its source, under the law of the request. */
export const groundWords = (ground: RemovalGround, jurisdiction: JurisdictionId): string =>
  `${grounds[ground].text} (${grounds[ground].source[jurisdiction]})`;
