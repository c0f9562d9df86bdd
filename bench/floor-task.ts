import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Dataset } from "@/bench/dataset";
import { jobActor } from "@/lib/actor/job";
import { db } from "@/lib/platform/db";
import { pageSql, totalSql } from "@/lib/platform/keyset";
import { sessionKeyset, sessionRowsSql } from "@/lib/sessions/load";
import { sessionListQuery } from "@/lib/sessions/schema";
import { openDataKeys } from "@/lib/vault/open-keys";

type Statement = { sql: string; values: unknown[] };
export type FloorTask = {
  page: Statement;
  total: Statement;
  answer: unknown;
  image: { file: string; key: string; context: string };
};

const plain = ({ text, values }: { text: string; values: unknown[] }): Statement => ({
  sql: text,
  values: values.map((value) => (typeof value === "bigint" ? String(value) : value)),
});

/** Writes the floor's task: our own statements, our own answer, our own image. */
export async function writeFloorTask(dataset: Dataset, dataDir: string, answer: unknown): Promise<string> {
  const actor = await jobActor("bench", "live", ["sessions:read"]);
  const keyset = await sessionKeyset(actor, sessionListQuery.parse({ limit: 50 }));
  const document = await db.document.findFirstOrThrow({
    where: { id: "doc_bench" },
    include: { session: true },
  });
  const { session } = document;
  const key = (await openDataKeys(actor.scope, "session", [session])).get(session.id);
  const blobKey = document.blobKey ?? "";
  const task: FloorTask = {
    page: plain(sessionRowsSql(actor.scope, pageSql(keyset), { result: false })),
    total: plain(totalSql(keyset)),
    answer,
    image: {
      file: path.join(dataDir, "blobs", blobKey.slice(0, 2), blobKey),
      key: key?.toString("base64") ?? "",
      context: `blob/${blobKey}`,
    },
  };
  const file = path.join(dataDir, `floor-${dataset.rows}.json`);
  await writeFile(file, JSON.stringify(task));
  return file;
}
