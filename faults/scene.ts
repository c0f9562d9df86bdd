// Fills an installation for the fault harness, in a separate process: --cases N [--events N] [--package].
import { parseArgs } from "node:util";
import type { SceneFacts } from "@/faults/facts";
import type { Actor } from "@/lib/actor/actor";
import { scopePermissions } from "@/lib/actor/permissions";
import { createLink } from "@/lib/delivery/write";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db } from "@/lib/platform/db";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { createDataKeys } from "@/lib/vault/data-keys";

import { signedInHeaders } from "@/test/api";
import {
  createApiKey,
  createMember,
  createOrganization,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { requestScene, reviewed } from "@/test/request-scene";
import { appendEvents } from "@/test/sealing";

const reviewers = 16;

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "0" },
    events: { type: "string", default: "0" },
    package: { type: "boolean", default: false },
  },
});

const databases = await openDatabases();
await checkKeys();
const facts = await fill();
await Promise.all([closeDb(), closeKeys()]);
await databases.close();
process.stdout.write(`${JSON.stringify(facts)}\n`);
process.exit(0);

async function fill(): Promise<SceneFacts> {
  const scene = values.package ? await requestScene(await sampleImage("jpeg", 2_000)) : null;
  const organization = scene?.organization ?? (await createOrganization("Faults"));
  const officer = scene?.officer ?? (await createMember(organization, ["compliance"]));
  await appendEvents(officer, Number(values.events));
  const leads: Actor[] = [];
  for (let at = 0; at < reviewers; at++) leads.push(await createMember(organization, ["lead"]));
  return {
    key: await createApiKey(organization, Object.keys(scopePermissions)),
    reviewers: leads.map(({ id }) => id),
    cases: await makeCases(organization, Number(values.cases)),
    officer: await signedInHeaders(officer.id),
    delivery: scene && (await makePackage(officer)),
  };
}

/** Creates open cases that can be decided and receive notes. */
async function makeCases({ pk: organizationPk, id }: TestOrganization, count: number): Promise<string[]> {
  const common = { organizationPk, environment: "sandbox", createdAt: new Date() } as const;
  const names = Array.from({ length: count }, (_, at) => String(at).padStart(26, "0"));
  const keys = await createDataKeys(
    { organizationId: id, environment: "sandbox" },
    "session",
    names.map((name) => `ses_${name}`),
  );
  const made = keys.map((dataKey, at) => ({ dataKey, name: names[at] ?? "" }));
  await db.session.createMany({
    data: made.map(({ dataKey, name }) => ({
      ...common,
      id: `ses_${name}`,
      status: "under_review" as const,
      updatedAt: common.createdAt,
      source: "faults",
      dataKeyId: dataKey.id,
      sealed: dataKey.cipher.seal("session", `ses_${name}`, {}),
    })),
  });
  const sessions = await db.session.findMany({
    where: { organizationPk, source: "faults" },
    orderBy: { id: "asc" },
    select: { pk: true },
  });
  const rows = made.map((each, at) => ({ ...each, sessionPk: sessions[at]?.pk ?? 0n }));
  await db.result.createMany({
    data: rows.map(({ sessionPk, dataKey, name }) => ({
      organizationPk,
      environment: common.environment,
      sessionPk,
      status: "needs_review" as const,
      createdAt: common.createdAt,
      sealed: dataKey.cipher.seal("result", `ses_${name}`, { extractedData: {} }),
    })),
  });
  await db.reviewCase.createMany({
    data: rows.map(({ sessionPk, name }) => ({
      ...common,
      sessionPk,
      id: `rvc_${name}`,
      status: "open" as const,
      enteredReviewAt: common.createdAt,
    })),
  });
  return made.map(({ name }) => `rvc_${name}`);
}

async function makePackage(officer: Actor): Promise<SceneFacts["delivery"]> {
  const requestId = await reviewed(officer, "access_and_erasure");
  await requestPackage(officer, { requestId });
  await buildPackages();
  const { dataKeyId } = await db.package.findFirstOrThrow();
  const { url, code } = await createLink(officer, { requestId, expiresInDays: 7 });
  return { requestId, folder: dataKeyId ?? "", token: url.split("/").at(-1) ?? "", code };
}
