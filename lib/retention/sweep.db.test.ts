import { beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { acceptEnd } from "@/lib/audit-chain/whole";
import { sweepOrphans } from "@/lib/erasure/columns";
import { blobs } from "@/lib/platform/blobs";
import { existingDataKeys } from "@/lib/vault/data-keys";
import { backUp } from "@/test/backup";
import {
  actorOf,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
} from "@/test/factories";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";

let actor: Actor;

async function importSession(id: string): Promise<string> {
  const bundle = sampleAs(id);
  const image = await sampleImage();
  const urls = (bundle.documents ?? []).flatMap(({ download_url }) => download_url ?? []);
  await importFor(actor, bundle, Object.fromEntries(urls.map((url) => [url, image])));
  await sealEverything();
  const { dataKeyId } = await db.session.findFirstOrThrow({ where: { id } });
  return dataKeyId ?? "";
}

beforeAll(async () => {
  await removeAllSessions();
  actor = actorOf(await createOrganization());
});

it("an older main database loses no key and no image until a member accepts the backup", async () => {
  await importSession("ses_before");
  const older = await backUp();
  const key = await importSession("ses_after");
  await older.restore("main");
  expect(await db.session.count({ where: { id: "ses_after" } })).toBe(0);
  expect(await sweepOrphans(-3600)).toBe(0);
  expect(await existingDataKeys([key])).toEqual(new Set([key]));
  expect(await blobs().list(key)).not.toEqual([]);
  const { organizationPk, organizationId, environment } = actor.scope;
  await acceptEnd({ organizationPk: String(organizationPk), organizationId, environment });
  await sealEverything();
  expect(await sweepOrphans(-3600)).toBe(1);
  expect(await existingDataKeys([key])).toEqual(new Set());
  expect(await blobs().list(key)).toEqual([]);
});
