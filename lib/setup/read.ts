import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import type { Setup } from "@/lib/setup/schema";

/** Whether seals of the log are copied to a place outside the installation. */
function hasCheckpoint(): boolean {
  const {
    AUDIT_CHECKPOINT_FILE,
    AUDIT_CHECKPOINT_S3_BUCKET,
    AUDIT_CHECKPOINT_WEBHOOK,
    AUDIT_CHECKPOINT_SMTP,
  } = env();
  return [
    AUDIT_CHECKPOINT_FILE,
    AUDIT_CHECKPOINT_S3_BUCKET,
    AUDIT_CHECKPOINT_WEBHOOK,
    AUDIT_CHECKPOINT_SMTP,
  ].some((place) => place !== undefined);
}

/** A part of the settings has version 1 until somebody saves it. */
const isSaved = (part: { version: number } | null) => part !== null && part.version > 1;

/**
 * Says which steps of moving in are done, from what exists: nobody ticks them. The steps about sessions and settings
 * are those of the actor's environment.
 */
export async function readSetup(actor: Actor): Promise<Setup> {
  authorize(actor, "members:manage");
  const { organizationPk, environment } = actor.scope;
  const settings = { organizationPk_environment: { organizationPk, environment } };
  const select = { version: true };
  const [members, organization, session, source, key, retention, requests] = await Promise.all([
    db.member.count({ where: { organizationPk, removedAt: null } }),
    db.organization.findUniqueOrThrow({ where: { pk: organizationPk }, select: { secondFactorRoles: true } }),
    db.session.findFirst({ where: inScope(actor), select: { pk: true } }),
    db.source.findFirst({ where: { ...inScope(actor), removedAt: null }, select: { pk: true } }),
    db.apiKey.findFirst({ where: { ...inScope(actor), isActive: true }, select: { pk: true } }),
    db.retentionSettings.findUnique({ where: settings, select }),
    db.requestSettings.findUnique({ where: settings, select }),
  ]);
  return {
    colleagues: members > 1,
    secondFactor: organization.secondFactorRoles.length > 0,
    sessions: session !== null || source !== null || key !== null,
    retention: isSaved(retention),
    law: isSaved(requests),
    checkpoint: hasCheckpoint(),
  };
}
