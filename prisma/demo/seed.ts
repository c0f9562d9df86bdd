import { randomBytes } from "node:crypto";
import type { Environment } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import type { Role } from "@/lib/actor/permissions";
import { newSecret } from "@/lib/api-keys/write";
import { checkBundle } from "@/lib/contract/bundle-reader";
import { piiFields } from "@/lib/contract/vocabulary";
import { importBundle } from "@/lib/imports/import";
import { seal } from "@/lib/platform/aead";
import { newToken } from "@/lib/platform/crypto";
import { db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { purposeKey } from "@/lib/platform/keys";
import { hashPassword } from "@/lib/platform/password";
import { redactSession } from "@/lib/privacy/write";
import type { ProcessingRecord } from "@/lib/settings/schema";
import { demoRules, settleDesk } from "@/prisma/demo/desk";
import { receiveDemoRequests } from "@/prisma/demo/requests";
import { generateDemo } from "@/prisma/demo/scenarios";
import type { DemoSession } from "@/prisma/demo/sessions";

export type DemoAccess = {
  password: string;
  accounts: { role: Role; name: string; email: string }[];
  apiKeys: { label: string; environment: Environment; scopes: string[]; secret: string }[];
};

const accounts: DemoAccess["accounts"] = [
  { role: "reviewer", name: "Demo Reviewer", email: "reviewer@demo.example" },
  { role: "lead", name: "Demo Lead", email: "lead@demo.example" },
  { role: "compliance", name: "Demo Compliance", email: "compliance@demo.example" },
  { role: "auditor", name: "Demo Auditor", email: "auditor@demo.example" },
  { role: "admin", name: "Demo Admin", email: "admin@demo.example" },
];

const keyScopes = {
  "full access": [
    "sessions:read",
    "sessions:write",
    "redact:write",
    "identities:read",
    "verifications:read",
    "cases:read",
    "cases:write",
    "screening:write",
    "lists:write",
    "audit:read",
    "requests:read",
    "requests:write",
    "holds:write",
  ],
  "read only": ["sessions:read", "verifications:read"],
};

/** What the demo organization says of its processing in its letters. */
const demoRecord: ProcessingRecord = {
  purposes: "To verify the identity of people who apply to us, and to prevent fraud and money laundering.",
  legalBasis:
    "Legal obligation (Art. 6(1)(c) GDPR, with the Geldwäschegesetz) and our legitimate interest in preventing fraud (Art. 6(1)(f)).",
  biometricBasis: "Your explicit consent before your face was compared (Art. 9(2)(a) GDPR).",
  recipients: "",
  transfers: "We transfer nothing outside the European Economic Area.",
  authority: "Berliner Beauftragte für Datenschutz und Informationsfreiheit, Alt-Moabit 59–61, 10555 Berlin",
};

/** Makes the demo organization with its endpoints and settings. */
async function createOrganization(createdAt: Date): Promise<{ id: string; createdAt: Date }> {
  const data = {
    id: newId("org"),
    name: "Demo organization",
    postalAddress: "1 Example Street\n10115 Berlin\nGermany",
    email: "privacy@demo.example",
    officerEmail: "dpo@demo.example",
    createdAt,
  };
  const organization = await db.organization.create({ data });
  const secret = await purposeKey(organization.id, "webhook-secret");
  for (const environment of ["live", "sandbox"] as const) {
    await db.settings.create({
      data: {
        organizationPk: organization.pk,
        environment,
        apiPiiFields: [...piiFields],
        review: {
          create: { rules: { create: demoRules.map((rule, position) => ({ position, ...rule })) } },
        },
        retention: { create: { sensitiveDataRetentionDays: 45, dataRetentionDays: 365 } },
        requests: { create: { record: demoRecord } },
      },
    });
    const id = newId("wh");
    await db.webhookEndpoint.create({
      data: {
        organizationPk: organization.pk,
        environment,
        id,
        url: `https://client.example/webhooks/${environment}`,
        label: "Demo endpoint",
        enabledEvents: ["*"],
        sealedSecret: seal(secret, `webhook_endpoints/${id}`, Buffer.from(`whsec_${newToken()}`)),
      },
    });
  }
  return organization;
}

/** Accounts and keys get new secrets at every call: a demo never has a password that somebody else knows. */
export async function renewDemoAccess(organizationId: string): Promise<DemoAccess> {
  const { pk: organizationPk } = await db.organization.findUniqueOrThrow({ where: { id: organizationId } });
  const password = randomBytes(9).toString("base64url");
  const passwordHash = await hashPassword(password);
  for (const { role, name, email } of accounts) {
    const data = { organizationPk, name, roles: [role], passwordHash, removedAt: null };
    await db.member.upsert({ where: { email }, update: data, create: { ...data, id: newId("mem"), email } });
  }
  await db.apiKey.deleteMany({ where: { organizationPk, note: "demo" } });
  const apiKeys = [];
  for (const environment of ["live", "sandbox"] as const) {
    for (const [label, scopes] of Object.entries(keyScopes)) {
      const { secret, stored } = newSecret(environment);
      await db.apiKey.create({
        data: {
          organizationPk,
          environment,
          id: newId("key"),
          ...stored,
          label,
          note: "demo",
          scopes,
        },
      });
      apiKeys.push({ label, environment, scopes, secret });
    }
  }
  return { password, accounts, apiKeys };
}

export type SeedOptions = {
  now: Date;
  seed?: number;
  sessions?: number;
  onProgress?: (done: number, total: number) => void;
};

/** Fills an empty database with the demo organization. A database that holds one keeps its sessions. */
export async function seedDemo(options: SeedOptions): Promise<DemoAccess> {
  const existing = await db.organization.findFirst({ where: { name: "Demo organization" } });
  const isComplete = existing && (await db.member.count({ where: { organizationPk: existing.pk } })) > 0;
  const { id: organizationId, createdAt } = existing ?? (await createOrganization(options.now));
  // A seeding that was cut off goes on with the same sessions.
  if (!isComplete) await importDemo(organizationId, { ...options, now: createdAt });
  const access = await renewDemoAccess(organizationId);
  await settleDesk(organizationId);
  await receiveDemoRequests(organizationId);
  return access;
}

async function importDemo(
  organizationId: string,
  { now, seed = 1, sessions, onProgress }: SeedOptions,
): Promise<void> {
  const demo = generateDemo({ seed, now, sessions });
  const actors = {
    live: await jobActor("demo", "live", ["sessions:import", "privacy:redact"], organizationId),
    sandbox: await jobActor("demo", "sandbox", ["sessions:import", "privacy:redact"], organizationId),
  };
  for (const [at, entry] of demo.entries()) {
    const { bundle, faults } = checkBundle(JSON.parse(JSON.stringify(entry.bundle)));
    if (!bundle) throw new Error(`Demo session ${at}: ${JSON.stringify(faults)}`);
    const actor = actors[entry.environment];
    await importBundle(actor, bundle, { source: sourceOf(at), readImage: (url) => renderImage(entry, url) });
    if (entry.redact) await redactSession(actor, { sessionId: bundle.session.id });
    onProgress?.(at + 1, demo.length);
  }
}

const sourceOf = (at: number) => (at % 10 < 7 ? "verifa" : at % 10 < 9 ? "regula" : "import");

async function renderImage({ images }: DemoSession, url: string): Promise<Uint8Array | null> {
  return (await images.find(({ path }) => path === url)?.render()) ?? null;
}
