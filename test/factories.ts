import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import { type Actor, type Environment, environments } from "@/lib/actor/actor";
import { mintActor } from "@/lib/actor/mint";
import {
  type Permission,
  permissions,
  permissionsOfRoles,
  permissionsOfScopes,
  type Role,
} from "@/lib/actor/permissions";
import type { Bundle } from "@/lib/contract/bundle";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { piiFields } from "@/lib/contract/vocabulary";
import { importBundle } from "@/lib/imports/import";
import { blobs } from "@/lib/platform/blobs";
import { digest, newToken } from "@/lib/platform/crypto";
import { newId } from "@/lib/platform/id";
import type { ProcessingRecord } from "@/lib/settings/schema";
import { destroyDataKeys, listDataKeys } from "@/lib/vault/data-keys";
import { db } from "@/test/test-db";

export type TestOrganization = { pk: bigint; id: string };

/** Creates an empty organization for a test. */
export async function createOrganization(name = "Test organization"): Promise<TestOrganization> {
  const contact = { postalAddress: "1 Test Street", email: "privacy@test.example", hasNoOfficer: true };
  const data = { id: newId("org"), name, ...contact };
  const organization = await db.organization.create({ data, select: { pk: true, id: true } });
  for (const environment of environments)
    await db.settings.create({
      data: {
        organizationPk: organization.pk,
        environment,
        apiPiiFields: [...piiFields],
        review: { create: {} },
        retention: { create: {} },
        requests: { create: { record: testRecord } },
      },
      select: { version: true },
    });
  return organization;
}

/** The values that a letter needs. */
export const testRecord: ProcessingRecord = {
  purposes: "To verify who applies to us.",
  legalBasis: "Legal obligation (Art. 6(1)(c) GDPR).",
  biometricBasis: "Explicit consent (Art. 9(2)(a) GDPR).",
  recipients: "",
  transfers: "None.",
  authority: "The test authority",
};

const everyPermission = Object.keys(permissions) as Permission[];

/** Returns an actor of an organization: a person with these roles, or with every role. */
export function actorOf(
  organization: TestOrganization,
  options: { roles?: Role[]; environment?: Environment } = {},
): Actor {
  const { roles, environment = "sandbox" } = options;
  const granted = roles ? permissionsOfRoles(roles) : new Set(everyPermission);
  return mintActor({
    kind: roles ? "person" : "job",
    id: roles ? `mem_${roles.join("")}`.padEnd(30, "0") : "test",
    name: roles ? `${roles.join("-")}@test.example` : "test",
    scope: { organizationPk: organization.pk, organizationId: organization.id, environment },
    permissions: granted,
    request: { ipAddress: "192.0.2.9", method: "TEST", path: "/test" },
  });
}

/** Returns the actor of an API key with these scopes. */
export function keyActorOf(
  organization: TestOrganization,
  scopes: string[],
  environment: Environment = "sandbox",
): Actor {
  const scope = { organizationPk: organization.pk, organizationId: organization.id, environment };
  return mintActor({
    kind: "api_key",
    id: newId("key"),
    name: "api_key:vk_test",
    scope,
    permissions: permissionsOfScopes(scopes),
    request: {},
  });
}

/** Stores an API key. @returns its secret */
export async function createApiKey(
  organization: TestOrganization,
  scopes: string[],
  environment: Environment = "sandbox",
): Promise<string> {
  const secret = `vk_${environment}_${newToken()}`;
  await db.apiKey.create({
    data: {
      organizationPk: organization.pk,
      environment,
      id: newId("key"),
      keyPrefix: secret.slice(0, 16),
      digest: digest(secret),
      scopes,
    },
  });
  return secret;
}

const fixtures = path.join(import.meta.dirname, "fixtures");

/** Reads a JSON file of the fixtures folder. */
export const fixture = <T = unknown>(name: string): T =>
  JSON.parse(readFileSync(path.join(fixtures, name), "utf8")) as T;

/** The export that the API contract documents. */
export const sampleBundle = (): Bundle => fixture<Bundle>("verifa-session-export.json");

/** Makes a small image of noise, which hardly compresses. */
export const sampleImage = (format: "jpeg" | "png" | "webp" = "jpeg", size = 64): Promise<Buffer> =>
  sharp({
    create: {
      width: size,
      height: size,
      channels: 3,
      background: "#888",
      noise: { type: "gaussian", mean: 128, sigma: 40 },
    },
  })
    .toFormat(format)
    .toBuffer();

/** Imports a bundle as the command does. `images` returns the image of a download URL. */
export async function importFor(actor: Actor, value: unknown, images: Record<string, Uint8Array> = {}) {
  const { bundle, faults } = checkBundle(value);
  if (!bundle) throw new Error(JSON.stringify(faults));
  return importBundle(actor, bundle, { source: "test", readImage: async (url) => images[url] ?? null });
}

/** Returns the sample under another id with a decided case, so that a test can import several and erase them. */
export function sampleAs(id: string, changes: Partial<Bundle["session"]> = {}): Bundle {
  const bundle = sampleBundle();
  const { result, review_case, screening, webhook_deliveries } = bundle;
  const suffix = id.replace(/^ses_/, "");
  return {
    ...bundle,
    session: { ...bundle.session, id, case_id: `rvc_${suffix}`, ...changes },
    result: result && { ...result, session_id: id },
    review_case: review_case && {
      ...review_case,
      ...{ id: `rvc_${suffix}`, session_id: id, status: "approved" as const },
    },
    screening: screening?.map((check, at) => ({ ...check, id: `schk_${suffix}_${at}`, session_id: id })),
    webhook_deliveries: webhook_deliveries?.map((delivery, at) => ({
      ...delivery,
      id: `whd_${suffix}_${at}`,
    })),
  };
}

/** Copies a JSON value with another value at one path, or without the path if no value is given. */
export function withValueAt(root: unknown, at: readonly (string | number)[], value?: unknown): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return value;
  const copy = (Array.isArray(root) ? [...root] : { ...(root as object) }) as Record<
    string | number,
    unknown
  >;
  if (rest.length === 0 && value === undefined) delete copy[key];
  else copy[key] = withValueAt(copy[key], rest, value);
  return copy;
}

/** Removes every session with its keys and images. */
export async function removeAllSessions(): Promise<void> {
  await db.session.deleteMany();
  await db.redactionCleanup.deleteMany();
  const organizations = await db.organization.findMany({ select: { id: true } });
  await destroyDataKeys(
    await listDataKeys(
      organizations.map(({ id }) => id),
      -3600,
      undefined,
      10_000,
    ),
  );
  for await (const folders of blobs().folders())
    for (const folder of folders) await blobs().removeFolder(folder);
}

/** Creates a member of an organization with roles. @returns the member and their actor */
export async function createMember(
  organization: TestOrganization,
  roles: Role[],
  options: { name?: string; environment?: Environment; capacity?: number } = {},
): Promise<Actor> {
  const { environment = "sandbox", capacity } = options;
  const id = newId("mem");
  const name = options.name ?? `Test ${roles.join(" ")} ${id.slice(-4)}`;
  const email = `${id}@test.example`;
  await db.member.create({
    data: { organizationPk: organization.pk, id, email, name, roles, capacity: capacity ?? null },
  });
  return mintActor({
    kind: "person",
    id,
    name: email,
    scope: { organizationPk: organization.pk, organizationId: organization.id, environment },
    permissions: permissionsOfRoles(roles),
    request: { ipAddress: "192.0.2.9", method: "TEST", path: "/test" },
  });
}

/** Creates open cases, a second apart, of sessions without personal data. @returns their ids, the oldest first */
export async function createBareCases(organization: TestOrganization, count: number): Promise<string[]> {
  const stamp = newId("rvc").slice(-12);
  const { pk } = organization;
  await db.$executeRaw`
    WITH made AS (
      INSERT INTO sessions (organization_pk, environment, id, status, created_at, updated_at, source)
        SELECT ${pk}, 'sandbox', ${`ses_${stamp}_`} || lpad(n::text, 6, '0'), 'under_review', now(), now(), 'test'
        FROM generate_series(1, ${count}::int) n
      RETURNING pk, right(id, 6) AS n
    )
    INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, created_at, entered_review_at)
      SELECT ${pk}, 'sandbox', pk, ${`rvc_${stamp}_`} || n, 'open', now(), '2026-01-01'::timestamptz + n::int * interval '1 second'
      FROM made`;
  const rows = await db.reviewCase.findMany({
    where: { organizationPk: pk, id: { startsWith: `rvc_${stamp}_` } },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}
