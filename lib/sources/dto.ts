import { instant, instantOrNull } from "@/lib/format/instant";
import { adapters } from "@/lib/intake/adapters";
import { env } from "@/lib/platform/env";
import type { Source, SourceItem, SourceReport, SourceRun } from "@/lib/platform/generated/client";
import type { ItemDto, ReportDto, RunDto, SourceDto, VendorDto } from "@/lib/sources/schema";
import type { Adapter } from "@/lib/vendors/adapter";

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Shows a vendor. */
export const toVendorDto = ({
  vendor,
  title,
  keys,
  list,
  notice,
  report,
  takes,
  settings,
}: Adapter): VendorDto => {
  const defaults = settings.parse({});
  return {
    ...{ vendor, title, keys: [...keys] },
    lists: list !== null,
    takesNotices: notice !== null,
    takesReports: report ? [...(takes ?? (["decision", "redaction"] as const))] : [],
    vendorSettings: isMap(defaults) ? defaults : {},
  };
};

function stateOf(row: Source, now: Date): SourceDto["state"] {
  if (row.stoppedBecause !== null) return "stopped";
  if (row.isPaused) return "paused";
  if (row.quietUntil && row.quietUntil > now) return "quiet";
  if (row.lastError !== null) return "failing";
  if (!listsOf(row)) return "on_notice";
  // One that was never listed is listed next.
  return row.listingSince || !row.listedAt ? "listing" : "running";
}

/** Whether a source's vendor is listed. One whose settings cannot be read is taken for one that is. */
function listsOf({ vendor, settings }: Source): boolean {
  const adapter = adapters[vendor];
  if (!adapter?.list) return false;
  const read = adapter.settings.safeParse(settings);
  return !read.success || (adapter.lists?.(read.data) ?? true);
}

function settingsOf(row: Source): SourceDto["vendorSettings"] {
  const read = adapters[row.vendor]?.settings.safeParse(row.settings).data;
  return isMap(read) ? read : null;
}

export type Tally = { waiting: number; setAside: number; keptHere: number };

/** Shows a source, without its credentials. */
export const toSourceDto = (row: Source, tally: Tally, now = new Date()): SourceDto => ({
  id: row.id,
  name: row.name,
  environment: row.environment,
  vendor: row.vendor,
  baseUrl: row.baseUrl,
  vendorSettings: settingsOf(row),
  since: instantOrNull(row.since),
  statuses: row.statuses,
  workflows: row.workflows,
  everySeconds: row.everySeconds,
  fullEverySeconds: row.fullEverySeconds,
  reportsDecisions: row.reportsDecisions,
  reportsRedactions: row.reportsRedactions,
  hasNoticeSecret: row.sealedNoticeSecret !== null,
  noticeUrl: adapters[row.vendor]?.notice ? `${env().publicUrl}/api/v1/sources/${row.id}/notices` : null,
  state: stateOf(row, now),
  lists: listsOf(row),
  stoppedBecause: row.stoppedBecause,
  quietUntil: instantOrNull(row.quietUntil && row.quietUntil > now ? row.quietUntil : null),
  lastError: row.lastError,
  lastErrorAt: instantOrNull(row.lastErrorAt),
  listedAt: instantOrNull(listsOf(row) ? row.listedAt : null),
  nextListAt: instant(row.nextListAt),
  ...tally,
  version: row.version,
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});

/** Of a remap: those that are still to be looked at. Some may have come in since it began. */
const toReread = ({ total, seen }: SourceRun) => Math.max(0, (total ?? 0) - seen);

/** Shows a run. @param waiting how many sessions are still to be fetched */
export const toRunDto = (row: SourceRun, waiting: number): RunDto => ({
  id: row.id,
  kind: row.kind,
  startedAt: instant(row.startedAt),
  endedAt: instantOrNull(row.endedAt),
  seen: row.seen,
  created: row.created,
  updated: row.updated,
  unchanged: row.unchanged,
  keptHere: row.keptHere,
  setAside: row.setAside,
  leftOut: row.leftOut,
  images: row.images,
  waiting: row.endedAt ? null : row.kind === "remap" ? toReread(row) : waiting,
});

/** States of a session that is here, whose time is that of its fetching. */
const here: readonly SourceItem["state"][] = ["taken", "kept_here"];

/** Shows what is known of a vendor's session. */
export const toItemDto = (row: SourceItem): ItemDto => ({
  vendorId: row.vendorId,
  state: row.state,
  vendorStatus: row.vendorStatus,
  reason: row.reason,
  remarks: row.remarks,
  tries: row.tries,
  firstSeenAt: instant(row.firstSeenAt),
  takenAt: instantOrNull(here.includes(row.state) ? row.takenAt : null),
  nextTryAt: instantOrNull(row.nextTryAt),
});

/** Shows what a vendor is told of a session. */
export const toReportDto = (row: SourceReport): ReportDto => ({
  vendorId: row.vendorId,
  kind: row.kind,
  decision: row.decision,
  state: row.state,
  happenedAt: instant(row.happenedAt),
  tries: row.tries,
  nextTryAt: instantOrNull(row.nextTryAt),
  lastError: row.lastError,
  deliveredAt: instantOrNull(row.deliveredAt),
});
