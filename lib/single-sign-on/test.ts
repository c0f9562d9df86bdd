import "server-only";
import { X509Certificate } from "node:crypto";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { countKeys, discover, toDiscoveryDto, wordsOf } from "@/lib/single-sign-on/discover";
import { type ConnectionRow, connectionKey, findConnection } from "@/lib/single-sign-on/load";
import type { CheckDto, ConnectionParams, TestOutcome } from "@/lib/single-sign-on/schema";

const nothing: CheckDto = { success: false, words: null, found: null, keys: 0 };

async function checkOidc({ issuer }: ConnectionRow): Promise<CheckDto> {
  const told = { ...nothing };
  try {
    const metadata = await discover(issuer);
    told.found = toDiscoveryDto(metadata);
    told.keys = await countKeys(metadata);
    told.success = true;
  } catch (error) {
    told.words = error instanceof AppError ? error.message : wordsOf(error);
  }
  return told;
}

/** A SAML provider is not asked: its metadata was read when it was given. */
function checkSaml({ certificates }: ConnectionRow): CheckDto {
  const keys = certificates.filter((pem) => new Date(new X509Certificate(pem).validTo) > new Date()).length;
  if (keys > 0) return { ...nothing, success: true, keys };
  return { ...nothing, words: "Every certificate of the provider has expired. Replace the metadata." };
}

/**
 * Checks a connection without signing anybody in: what the provider says of itself, and whether it publishes keys.
 * @throws AppError not_found
 */
export async function checkConnection(actor: Actor, { connectionId }: ConnectionParams): Promise<CheckDto> {
  authorize(actor, "single-sign-on:manage");
  const connection = await findConnection(db, actor, connectionId);
  const told = connection.kind === "saml" ? checkSaml(connection) : await checkOidc(connection);
  await recordEvent(db, actor, {
    type: "sso.tested",
    metadata: { how: "check", success: told.success },
    resource: { type: "sso_connection", id: connectionId },
  });
  return told;
}

/** Stores how a test sign-in ended, for the page of the admin who made it. */
export async function storeOutcome(actor: Actor, row: ConnectionRow, outcome: TestOutcome): Promise<void> {
  await db.$transaction(async (tx) => {
    const data = { testedAt: new Date(), testOutcome: outcome };
    await tx.ssoConnection.update({ where: connectionKey(row), data, select: { pk: true } });
    await recordEvent(tx, actor, {
      type: "sso.tested",
      metadata: { how: "sign-in", success: outcome.success },
      resource: { type: "sso_connection", id: row.id },
    });
  });
}
