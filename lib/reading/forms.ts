import type { ZoneForm } from "@/lib/mrz/lines";

/**
 * What may stand at a place: `a` a letter or a filler, `d` a digit or a filler, `n` any sign. A capital letter says that
 * no check digit covers the place.
 */
export type Kind = "a" | "d" | "n" | "A" | "N";

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

/** So many places of one kind, and the part that they are. */
type Run = readonly [kind: Kind, places: number, part?: Part];
export type Form = { form: ZoneForm; lines: readonly (readonly Run[])[] };

const head = [
  ["A", 2, "document_type"],
  ["A", 3, "document_issuing_state"],
] as const satisfies Run[];
const number = [
  ["n", 9],
  ["d", 1],
] as const satisfies Run[];
const day = [["d", 7]] as const satisfies Run[];
const sex = ["A", 1, "gender"] as const satisfies Run;
const state = ["A", 3, "nationality"] as const satisfies Run;
const holder = [...number, state, ...day, sex, ...day] as const satisfies Run[];

/** The forms that end in check digits enough to accept what was read (ICAO Doc 9303 parts 4 to 7; France's card). */
export const formsOfLength: Readonly<Record<number, readonly Form[]>> = {
  44: [
    {
      form: "TD3",
      lines: [
        [...head, ["A", 39, "names"]],
        [...holder, ["n", 14], ["d", 2]],
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
        [...holder, ["n", 7], ["d", 1]],
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
          ["a", 30],
          ["n", 6],
        ],
        [
          ["n", 12],
          ["d", 1],
          ["a", 14],
          ["d", 7],
          ["a", 1],
          ["d", 1],
        ],
      ],
    },
  ],
  30: [
    {
      form: "TD1",
      lines: [
        [...head, ...number, ["n", 15]],
        [...day, sex, ...day, state, ["n", 11], ["d", 1]],
        [["A", 30, "names"]],
      ],
    },
  ],
};

export type Place = { kind: Kind; part: Part | null };

/** Returns what may stand at each place of each line. */
export const placesOf = ({ lines }: Form): Place[][] =>
  lines.map((runs) =>
    runs.flatMap(([kind, places, part = null]) => Array.from({ length: places }, () => ({ kind, part }))),
  );
