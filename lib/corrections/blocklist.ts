import "server-only";
import { z } from "zod";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { OwnCase } from "@/lib/cases/load";
import { type BlocklistMatch, matchBlocklist } from "@/lib/lists/blocklist";
import { type Blockable, matchScore, matchSignal } from "@/lib/lists/schema";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { compositeRisk, riskLevelOf } from "@/lib/signals/policy";
import { soughtLike } from "@/lib/vault/blind-index";
import type { RecordCipher } from "@/lib/vault/cipher";
import { findableOfRows } from "@/lib/vault/reindex";

/** Of all blockable identifiers, only the document number can be corrected. */
const corrected: Blockable = "document_number";

/**
 * Matches a corrected document number against the blocklist, as an import does: adds or removes the signal, and
 * calculates the risk again.
 * @returns the match, if there is one
 */
export async function rematch(
  tx: Transaction,
  actor: Actor,
  session: OwnCase["session"],
  cipher: RecordCipher,
): Promise<BlocklistMatch | null> {
  const findable = await findableOfRows(tx, session, cipher);
  const numbers = await soughtLike(actor.scope.organizationId, findable, [corrected]);
  const match = await matchBlocklist(tx, actor, numbers, session.pk);
  const signals = await tx.fraudSignal.findMany({
    where: belowSession(session),
    orderBy: { position: "asc" },
  });
  const known = signals
    .map(({ pk, position, signalType, sealed }) => ({
      pk,
      position,
      kinds: signalType === matchSignal ? kindsOf(cipher.open("signal", String(position), sealed)) : null,
    }))
    .find(({ kinds }) => kinds !== null);
  const kinds = [...(known?.kinds ?? []).filter((kind) => kind !== corrected), ...(match ? [corrected] : [])];
  if (!known && kinds.length === 0) return match;
  const position = known?.position ?? (signals.at(-1)?.position ?? -1) + 1;
  const sealed = cipher.seal("signal", String(position), { details: { kinds: kinds.sort() } });
  if (known && kinds.length === 0)
    await tx.fraudSignal.delete({
      where: { scoped: { ...inScope(actor), pk: known.pk } },
      select: { pk: true },
    });
  else if (known)
    await tx.fraudSignal.update({
      where: { scoped: { ...inScope(actor), pk: known.pk } },
      data: { sealed },
      select: { pk: true },
    });
  else await tx.fraudSignal.create({ data: { ...signal, ...belowSession(session), position, sealed } });
  await score(tx, session);
  return match;
}

const signal = { signalType: matchSignal, riskScore: matchScore, riskLevel: riskLevelOf(matchScore) };

const ownDetails = z.object({ kinds: z.array(z.string()) });

/**
 * The kinds that our own signal matched, also those that this version does not know; null for a source's signal of the
 * same name.
 */
const kindsOf = (held: { details?: unknown } | null): string[] | null =>
  ownDetails.safeParse(held?.details).data?.kinds ?? null;

async function score(tx: Transaction, session: OwnCase["session"]): Promise<void> {
  const left = await tx.fraudSignal.findMany({ where: belowSession(session), select: { riskScore: true } });
  const riskScore = compositeRisk(left.map((each) => each.riskScore));
  const riskLevel = riskScore === null ? null : riskLevelOf(riskScore);
  await tx.session.update({
    where: keyOf(session),
    data: { riskScore, riskLevel },
    select: { pk: true },
  });
}
