import { keepRecord } from "@/lib/intake/record";
import { openSource } from "@/lib/intake/source";
import { digest } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/id";
import { type Scope, scopeOf } from "@/lib/platform/scope";
import { sealSourceSecret } from "@/lib/vault/source-secret";
import type { VendorRecord } from "@/lib/vendors/adapter";
import { db } from "@/test/test-db";

/** Keeps what a vendor sent about a session, under a paused source of its own. */
export async function keepVendorRecord(
  organizationId: string,
  session: Scope & { pk: bigint; id: string; dataKeyId: string | null },
  record: VendorRecord,
  changedAt: Date,
) {
  const id = newId("src");
  const secret = JSON.stringify({ kind: "api_key", key: "vendor-key" });
  const row = await db.source.create({
    data: {
      ...scopeOf(session),
      ...{ id, name: id.replace("_", "-"), vendor: "verifa", baseUrl: "https://vendor.example" },
      isPaused: true,
      sealedCredentials: await sealSourceSecret(organizationId, id, "credentials", secret),
    },
  });
  const source = await openSource({ ...scopeOf(row), pk: row.pk, organizationId });
  if (!source) throw new Error("The source is not there.");
  const facts = { digest: Buffer.from(digest("record")), changedAt };
  if (!(await keepRecord(source, session, record, facts))) throw new Error("The record was not kept.");
}
