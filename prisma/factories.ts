import { readFileSync } from "node:fs";
import path from "node:path";
import sharp from "sharp";
import type { Actor, Environment } from "@/lib/auth/actor";
import { mintActor } from "@/lib/auth/mint";
import {
  type Permission,
  permissions,
  permissionsOfRoles,
  permissionsOfScopes,
  type Role,
} from "@/lib/auth/permissions";
import { blobs } from "@/lib/platform/blobs";
import { digest, newToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { destroyDataKeys, listDataKeys } from "@/lib/platform/keys";
import type { Bundle } from "@/lib/sessions/bundle";
import { checkBundle } from "@/lib/sessions/bundle-reader";
import { importBundle } from "@/lib/sessions/import";

export type TestOrganization = { pk: bigint; id: string };

/** An organization of its own for a test, with nothing in it. */
export async function createOrganization(name = "Test organization"): Promise<TestOrganization> {
  return db.organization.create({ data: { id: newId("org"), name }, select: { pk: true, id: true } });
}

const everyPermission = Object.keys(permissions) as Permission[];

/** An actor of an organization: a person with roles, or one that may do everything. */
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

/** The actor behind an API key with these scopes. */
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

/** A stored API key. @returns its secret */
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

/** A committed file of the fixtures folder, parsed. */
export const fixture = <T = unknown>(name: string): T =>
  JSON.parse(readFileSync(path.join(fixtures, name), "utf8")) as T;

/** The contract's own documented export. */
export const sampleBundle = (): Bundle => fixture<Bundle>("verifa-session-export.json");

/** A small photograph of noise; noise does not compress to nothing. */
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

/** Imports a bundle the way the command does. `images` answers for download URLs. */
export async function importFor(actor: Actor, value: unknown, images: Record<string, Uint8Array> = {}) {
  const { bundle, faults } = checkBundle(value);
  if (!bundle) throw new Error(JSON.stringify(faults));
  return importBundle(actor, bundle, { source: "test", readImage: async (url) => images[url] ?? null });
}

/** The sample under another id, so that many can stand side by side. */
export function sampleAs(id: string, changes: Partial<Bundle["session"]> = {}): Bundle {
  const bundle = sampleBundle();
  const { result, review_case, screening, webhook_deliveries } = bundle;
  const suffix = id.replace(/^ses_/, "");
  return {
    ...bundle,
    session: { ...bundle.session, id, case_id: `rvc_${suffix}`, ...changes },
    result: result && { ...result, session_id: id },
    review_case: review_case && { ...review_case, id: `rvc_${suffix}`, session_id: id },
    screening: screening?.map((check, at) => ({ ...check, id: `schk_${suffix}_${at}`, session_id: id })),
    webhook_deliveries: webhook_deliveries?.map((delivery, at) => ({
      ...delivery,
      id: `whd_${suffix}_${at}`,
    })),
  };
}

/** A copy of a JSON value with another value at one path; without a value, the place is removed. */
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

/** Removes every session with its keys and images, so that a test starts from nothing. */
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
  for (const folder of await blobs().listFolders(-3600)) await blobs().removeFolder(folder);
}
