import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/actor/actor";
import { can } from "@/lib/actor/actor";
import { type PackageDto, unreadableDto } from "@/lib/contract/answer";
import type { ClockDto } from "@/lib/contract/clock";
import type { ToldRecipientDto } from "@/lib/contract/recipients";
import { dayOrNull } from "@/lib/format/day";
import { instant, instantOrNull } from "@/lib/format/instant";
import { maskName } from "@/lib/format/name";
import { type JurisdictionId, jurisdictions } from "@/lib/law/jurisdictions";
import { profileOfKind } from "@/lib/law/profile";
import { pauseGrounds, profileNamed } from "@/lib/law/profiles";
import { db } from "@/lib/platform/db";
import { belowRequest } from "@/lib/platform/scope";
import { readStored } from "@/lib/platform/stored";
import { cipherOf } from "@/lib/records/open";
import { hidden, maskIdentifier } from "@/lib/records/view";
import {
  changedAt,
  clockOfRequest,
  hasUsualClock,
  type OwnRequest,
  type WithClock,
} from "@/lib/requests/load";
import { nextStepOf, type Progress } from "@/lib/requests/policy";
import type { RequestRowDto } from "@/lib/requests/schema";
import type { Settings } from "@/lib/settings/load";
import type { Sealed } from "@/lib/vault/sealed";

export function toClockDto(
  request: WithClock & { jurisdiction: JurisdictionId },
  settings: Settings,
  now: Date,
): ClockDto {
  const { jurisdiction, kind } = request;
  const law = profileOfKind(profileNamed(request.lawVersion), { kind, isAcknowledged: false });
  return {
    ...clockOfRequest(request, settings, now),
    jurisdiction,
    law: jurisdictions[jurisdiction].law,
    lawVersion: request.lawVersion,
    mayPauseFor: pauseGrounds.filter((ground) => law.pauses[ground]),
    isExtended: request.extendedAt !== null,
    mayExtend: hasUsualClock(request),
  };
}

/** Whether the package of a request is a part that was delivered, so that delivering it again completes nothing. */
export const isDeliveredPart = ({ partDeliveredAt, package: made }: OwnRequest): boolean =>
  Boolean(partDeliveredAt && made?.builtAt && made.builtAt <= partDeliveredAt);

/** Collects the facts for a request's checklist. */
export const progressOf = (request: OwnRequest, proposed: number, settings: Settings): Progress => ({
  ...request,
  // A package that was destroyed together with its source data counts as built.
  // Nor is one that was only a part the answer.
  builtAt:
    ["ready", "destroyed"].includes(request.package?.status ?? "") && !isDeliveredPart(request)
      ? (request.package?.builtAt ?? null)
      : null,
  needsApproval: settings.requests.fourEyes,
  proposed,
});

/** Returns the requester's masked name for lists. */
function maskRequester(actor: Actor, sealed: Sealed["request"] | null): string | null {
  if (!sealed) return null;
  const { firstName, lastName, email, externalRef } = sealed.requester;
  const name = [firstName, lastName].filter(Boolean).join(" ");
  if (!can(actor, "pii:mask")) return hidden;
  if (name) return maskName(name);
  if (externalRef) return externalRef;
  return email
    ? `${email.slice(0, 1)}•••@${email.split("@").at(-1)}`
    : maskIdentifier(Object.values(sealed.requester)[0] ?? "");
}

export function toRowDto(
  actor: Actor,
  request: OwnRequest & { proposed: number },
  sealed: Sealed["request"] | null,
  settings: Settings,
  now: Date,
  names: ReadonlyMap<string, string>,
): RequestRowDto {
  const { assignedTo } = request;
  return {
    id: request.id,
    kind: request.kind,
    status: request.status,
    assignedTo,
    assigneeName: assignedTo && (names.get(assignedTo) ?? null),
    channel: request.channel,
    requester: maskRequester(actor, sealed),
    receivedAt: instant(request.receivedAt),
    closedAt: instantOrNull(request.closedAt),
    clock: toClockDto(request, settings, now),
    step: nextStepOf(progressOf(request, request.proposed, settings)),
    version: request.version,
  };
}

export const toPackageDto = (made: NonNullable<OwnRequest["package"]>): PackageDto => ({
  id: made.id,
  status: made.status,
  filesDone: made.filesDone,
  filesTotal: made.filesTotal,
  sizeBytes: made.sizeBytes,
  sha256: made.digest ? Buffer.from(made.digest).toString("hex") : null,
  error: made.error,
  unreadable: readStored(z.array(unreadableDto), made.unreadable, "packages.unreadable"),
  builtAt: instantOrNull(made.builtAt),
  downloadedAt: instantOrNull(made.downloadedAt),
});

/**
 * Lists what was recorded about the recipients of a request, the newest first.
 * @param names the names of members by their ids
 */
export async function toldRecipientsOf(
  actor: Actor,
  request: OwnRequest,
  names: ReadonlyMap<string, string>,
): Promise<ToldRecipientDto[]> {
  const [since, rows, cipher] = await Promise.all([
    changedAt(db, request),
    db.requestRecipient.findMany({
      where: { ...belowRequest(request), outcome: { not: null } },
      orderBy: { pk: "desc" },
    }),
    cipherOf(actor, "request", request),
  ]);
  const own = cipher.pastDamage(() => undefined);
  return rows.flatMap(({ id, name, outcome, toldOn, recordedBy, recordedAt, sealed }) => {
    const said = can(actor, "requests:work") ? own.open("requestRecipient", id, sealed) : null;
    if (!outcome) return [];
    return {
      ...{ id, name, outcome },
      isCurrent: since !== null && recordedAt >= since,
      toldOn: dayOrNull(toldOn),
      means: said?.means ?? null,
      reason: said?.reason ?? null,
      recordedBy: names.get(recordedBy) ?? recordedBy,
      recordedAt: instant(recordedAt),
    };
  });
}
