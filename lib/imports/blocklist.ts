import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { Bundle } from "@/lib/contract/bundle";
import { instant } from "@/lib/format/instant";
import { matchBlocklist } from "@/lib/lists/blocklist";
import { type Blockable, matchScore, matchSignal } from "@/lib/lists/schema";
import type { Transaction } from "@/lib/platform/db";
import { terminalStatuses } from "@/lib/sessions/policy";
import { riskLevelOf } from "@/lib/signals/policy";
import type { Sought } from "@/lib/vault/blind-index";

export type Screened = {
  bundle: Bundle;
  /** The kinds that it was rejected for, and when. */
  blocked: { kinds: Blockable[]; at: Date } | null;
};

/**
 * Matches an active session against the blocklist. A match adds a fraud signal, or rejects the session if the
 * organization says so.
 * @param ownPk the session itself when it is stored already
 */
export async function screenBundle(
  tx: Pick<Transaction, "listEntryIndex">,
  actor: Actor,
  bundle: Bundle,
  digests: readonly Sought[],
  ownPk?: bigint,
): Promise<Screened> {
  if (terminalStatuses.includes(bundle.session.status)) return { bundle, blocked: null };
  const match = await matchBlocklist(tx, actor, digests, ownPk);
  if (!match) return { bundle, blocked: null };
  const { kinds, isBlocked } = match;
  const signal = {
    signal_type: matchSignal,
    risk_score: matchScore,
    risk_level: riskLevelOf(matchScore),
    details: { kinds },
  };
  const flagged = { ...bundle, fraud_signals: [...(bundle.fraud_signals ?? []), signal] };
  if (!isBlocked) return { bundle: flagged, blocked: null };
  const at = new Date();
  return { bundle: rejected(flagged, instant(at)), blocked: { kinds, at } };
}

function rejected(bundle: Bundle, at: string): Bundle {
  const { session, result, review_case } = bundle;
  return {
    ...bundle,
    session: { ...session, status: "completed", case_status: review_case && "rejected" },
    result: {
      ...(result ?? { created_at: at }),
      status: "rejected",
      rejection_reason_code: "blocklist_match",
      processing_mode: "auto",
    },
    review_case: review_case && {
      ...review_case,
      status: "rejected",
      decision: "rejected",
      assigned_to: null,
      claimed_at: null,
      decided_at: at,
    },
  };
}
