import { expect, it } from "vitest";
import { Prisma } from "@/lib/platform/generated/client";
import { fieldMap } from "@/lib/vault/field-map";

const models = Object.keys(Prisma.ModelName);

/** Columns of types that Prisma does not know, which its own list leaves out. */
const unlisted: Record<string, string[]> = { AuditEventWords: ["words"] };

const columnsOf = (model: string) =>
  [
    ...Object.keys((Prisma as unknown as Record<string, object>)[`${model}ScalarFieldEnum`] ?? {}),
    ...(unlisted[model] ?? []),
  ].sort();

it("knows every table of the schema and no other", () => {
  expect(Object.keys(fieldMap).sort()).toEqual([...models].sort());
});

it.each(models)("classifies every column of %s, with what it holds or why it stays", (model) => {
  expect(Object.keys(fieldMap[model] ?? {}).sort()).toEqual(columnsOf(model));
  for (const column of Object.values(fieldMap[model] ?? {})) {
    const [said] = Object.values(column);
    expect(said).toMatch(/\w{3}/);
  }
});
