import { test } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { claimCase } from "@/lib/cases/write";
import type { Bundle } from "@/lib/contract/bundle";
import { approveCase, type DecideInput, rejectCase } from "@/lib/decisions/write";
import { currentSettings } from "@/lib/settings/load";
import {
  actorOf,
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  sampleImage,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

/** Imports the sample under another id, waiting for review, with an untouched case. */
export function openSample(id: string): Bundle {
  const bundle = sampleAs(id, { status: "under_review" });
  const untouched = {
    status: "open" as const,
    decision: null,
    assigned_to: null,
    claimed_at: null,
    decided_at: null,
  };
  return {
    ...bundle,
    review_case: bundle.review_case && { ...bundle.review_case, ...untouched },
    result: bundle.result && { ...bundle.result, status: "needs_review" },
  };
}

/** Creates an endpoint that receives every event of the sandbox. */
export const receiveWebhooks = (organization: TestOrganization) =>
  db.webhookEndpoint.create({
    data: {
      organizationPk: organization.pk,
      environment: "sandbox",
      id: `wh_${organization.id}`,
      url: "https://customer.example/hook",
      enabledEvents: ["*"],
      sealedSecret: new Uint8Array(),
    },
  });

export type CaseScene = {
  organization: TestOrganization;
  anna: Actor;
  ben: Actor;
  lea: Actor;
  caseId: string;
  sessionId: string;
};

/** Creates an organization with two reviewers, a lead, a webhook endpoint and one open case with images. */
export async function setCaseScene(sessionId = "ses_decided"): Promise<CaseScene> {
  await removeAllSessions();
  const organization = await createOrganization();
  const [anna, ben, lea] = await Promise.all([
    createMember(organization, ["reviewer"]),
    createMember(organization, ["reviewer"]),
    createMember(organization, ["lead"]),
  ]);
  await receiveWebhooks(organization);
  const bundle = openSample(sessionId);
  const image = await sampleImage();
  const images = (bundle.documents ?? []).map(({ download_url }) => [download_url ?? "", image]);
  await importFor(actorOf(organization), bundle, Object.fromEntries(images));
  return { organization, anna, ben, lea, sessionId, caseId: bundle.review_case?.id ?? "" };
}

/** Claims a case, which reveals its values, and decides it, as a reviewer does. */
export const claimAndApprove = async (actor: Actor, input: DecideInput) => {
  await claimCase(actor, { caseId: input.caseId, reviewerId: input.reviewerId });
  return approveCase(actor, input);
};
export const claimAndReject = async (actor: Actor, input: DecideInput) => {
  await claimCase(actor, { caseId: input.caseId, reviewerId: input.reviewerId });
  return rejectCase(actor, input);
};

export async function switchToDualReview({ organization, anna }: CaseScene): Promise<void> {
  await currentSettings(anna);
  await db.reviewSettings.updateMany({
    where: { organizationPk: organization.pk },
    data: { dualReview: true },
  });
}

export const sessionOf = ({ organization, sessionId }: CaseScene) =>
  db.session.findFirstOrThrow({
    where: { organizationPk: organization.pk, id: sessionId },
    include: { result: true, reviewCase: true, signals: { orderBy: { position: "asc" } } },
  });

/** Counts the events of a type. */
export const countEvents = ({ organization }: CaseScene, type: string) =>
  db.auditEvent.count({ where: { organizationPk: organization.pk, type } });

/** Returns the deliveries that are not sent yet. */
export const pendingDeliveries = ({ organization }: CaseScene) =>
  db.webhookDelivery.findMany({ where: { organizationPk: organization.pk, status: "pending" } });

/** Declares a test with a scene of its own. */
export const itInScene = test.extend<{ scene: CaseScene }>({
  scene: async ({ task: _ }, use) => use(await setCaseScene()),
});

/** {@link itInScene}, with dual review on. */
export const itInDualReview = test.extend<{ scene: CaseScene }>({
  scene: async ({ task: _ }, use) => {
    const scene = await setCaseScene();
    await switchToDualReview(scene);
    await use(scene);
  },
});
