import type { ZoneForm } from "@/lib/mrz/lines";

/**
 * What may stand at a place: `a` a letter or a filler, `d` a digit or a filler, `n` any sign. A capital letter says that
 * the sign must be beyond doubt: no check digit covers the place, or one that covers too much.
 */
export type Kind = "d" | "n" | "A" | "N";

/** The parts of a zone without a check digit, each of which is read on its own. */
export const parts = [
  "document_type",
  "document_issuing_state",
  "names",
  "nationality",
  "gender",
  "optional_data",
] as const;
export type Part = (typeof parts)[number];

/** The places that are proved together: a check digit proves one sign wrong, and not two. */
const proofs = ["number", "birth", "expiry", "rest"] as const;
type Proof = (typeof proofs)[number];

/** So many places of one kind, and the part that they are, or what proves them. */
type Run = readonly [kind: Kind, places: number, of?: Part | Proof];
export type Form = { form: ZoneForm; lines: readonly (readonly Run[])[] };

const head = [
  ["A", 2, "document_type"],
  ["A", 3, "document_issuing_state"],
] as const satisfies Run[];
const number = [
  ["n", 9, "number"],
  ["d", 1, "number"],
] as const satisfies Run[];
const born = ["d", 7, "birth"] as const satisfies Run;
const expires = ["d", 7, "expiry"] as const satisfies Run;
const sex = ["A", 1, "gender"] as const satisfies Run;
const state = ["A", 3, "nationality"] as const satisfies Run;
const holder = [...number, state, born, sex, expires] as const satisfies Run[];

/**
 * The forms that end in check digits enough to accept what was read (ICAO Doc 9303 parts 4 to 7; France's card). A long
 * number of a card goes on in its optional data, so that both are proved together. Only the composite digit covers the
 * names of France's card: nothing of it may be left out, or that digit would be wrong.
 */
export const formsOfLength: Readonly<Record<number, readonly Form[]>> = {
  44: [
    {
      form: "TD3",
      lines: [
        [...head, ["A", 39, "names"]],
        [...holder, ["n", 14, "rest"], ["d", 2, "rest"]],
      ],
    },
    {
      form: "MRV-A",
      lines: [
        [...head, ["A", 39, "names"]],
        [...holder, ["N", 16, "optional_data"]],
      ],
    },
  ],
  36: [
    {
      form: "TD2",
      lines: [
        [...head, ["A", 31, "names"]],
        [...holder, ["n", 7, "number"], ["d", 1, "number"]],
      ],
    },
    {
      form: "MRV-B",
      lines: [
        [...head, ["A", 31, "names"]],
        [...holder, ["N", 8, "optional_data"]],
      ],
    },
    {
      form: "FRENCH_NATIONAL_ID",
      lines: [
        [
          ["A", 30],
          ["n", 6, "rest"],
        ],
        [["n", 12, "number"], ["d", 1, "number"], ["A", 14], born, ["A", 1], ["d", 1, "rest"]],
      ],
    },
  ],
  30: [
    {
      form: "TD1",
      lines: [
        [...head, ...number, ["n", 15, "number"]],
        [born, sex, expires, state, ["n", 11, "number"], ["d", 1, "number"]],
        [["A", 30, "names"]],
      ],
    },
  ],
};

export type Place = { kind: Kind; part: Part | null; proof: Proof | null };

const oneOf = <T extends string>(all: readonly T[], name: string | undefined): T | null =>
  all.find((each) => each === name) ?? null;

/** Returns what may stand at each place of each line. */
export const placesOf = ({ lines }: Form): Place[][] =>
  lines.map((runs) =>
    runs.flatMap(([kind, places, of]) =>
      Array.from({ length: places }, () => ({ kind, part: oneOf(parts, of), proof: oneOf(proofs, of) })),
    ),
  );

/** Returns the part that each place of a form is, line by line. */
export function partsOf(form: ZoneForm): (Part | null)[][] {
  const found = Object.values(formsOfLength)
    .flat()
    .find((each) => each.form === form);
  return found ? placesOf(found).map((line) => line.map(({ part }) => part)) : [];
}
