import { describe, expect, it } from "vitest";
import { Prisma } from "@/lib/platform/generated/client";
import { fieldMap } from "@/lib/vault/field-map";

const models = Object.keys(Prisma.ModelName);

/** Columns of types that Prisma does not know, which its own list leaves out. */
const unlisted: Record<string, string[]> = { AuditEventWords: ["words"] };

const columnsOf = (model: string) => [
  ...Object.keys((Prisma as unknown as Record<string, object>)[`${model}ScalarFieldEnum`] ?? {}),
  ...(unlisted[model] ?? []),
];

type Classified = Record<string, object>;

/** What is wrong with the classification of a table: columns it leaves out, columns that are gone, and empty words. */
function faultsOf(columns: readonly string[], classified: Classified = {}): string[] {
  const isSaid = (column: object) => /\w{3}/.test(String(Object.values(column)[0]));
  return [
    ...columns.filter((column) => !(column in classified)).map((column) => `${column} is not classified`),
    ...Object.keys(classified)
      .filter((column) => !columns.includes(column))
      .map((column) => `${column} is not in the schema`),
    ...Object.entries(classified)
      .filter(([, column]) => !isSaid(column))
      .map(([name]) => `${name} does not say why`),
  ].sort();
}

it("the map has every table of the schema and no other", () => {
  expect(Object.keys(fieldMap).sort()).toEqual([...models].sort());
});

it.each(models)(
  "the map classifies every column of %s, with its content or the reason why it is kept",
  (model) => {
    expect(faultsOf(columnsOf(model), fieldMap[model])).toEqual([]);
  },
);

describe("this test", () => {
  it("notices an unclassified column", () => {
    expect(faultsOf(["id", "iban"], { id: { kept: "an identifier of ours" } })).toEqual([
      "iban is not classified",
    ]);
  });

  it("notices a column that no longer exists, and one without a reason", () => {
    expect(faultsOf(["id"], { id: { kept: "" }, iban: { kept: "an account number" } })).toEqual([
      "iban is not in the schema",
      "id does not say why",
    ]);
  });
});
