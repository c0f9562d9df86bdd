import { z } from "zod";
import { dayMs } from "@/lib/format/day";
import type { RegulaSettings } from "@/lib/regula/settings";
import type { Listed, ListPage, Wanted } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { textOf, vendorId, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

const item = z
  .looseObject({ id: words.nullish(), sessionId: words.nullish(), session_id: words.nullish() })
  .transform((given) => ({ ...given, is: given.id ?? given.sessionId ?? given.session_id }));
const items = z.array(item);
/** A page of sessions. Regula's own program accepts a bare list, and one below any of these keys. */
export const listAnswer = z.union(
  [
    items,
    z.looseObject({ items }).transform((given) => given.items),
    z.looseObject({ records: items }).transform((given) => given.records),
    z.looseObject({ data: items }).transform((given) => given.data),
  ],
  { error: "expected a list of sessions, bare or as items, records or data" },
);
const views = z.looseObject({
  items: z.array(z.looseObject({ value: z.record(z.string(), z.unknown()).nullish() })),
});

/** Where a list goes on: the view, how many sessions were passed, and what tells that a page came again. */
const place = z.object({
  view: z.int().min(0),
  skip: z.int().min(0),
  page: z.string().nullable(),
  again: z.int().min(0),
});
type Place = z.infer<typeof place>;
const beginning: Place = { view: 0, skip: 0, page: null, again: 0 };
const mostRepeats = 3;

/** The body of a search: the keys of a view, with a filter by workflow and, where the instance has such a field, by date. */
export function searchBody(settings: RegulaSettings, wanted: Wanted, now: Date): Record<string, unknown> {
  const workflows = wanted.workflows.length > 0 ? wanted.workflows : settings.workflows;
  const { dateField, windowDays } = settings.list;
  const oldest = windowDays === null ? null : new Date(now.getTime() - windowDays * dayMs);
  const since = oldest && (!wanted.since || wanted.since < oldest) ? oldest : wanted.since;
  const conditions = [
    ...(workflows.length > 0 ? [{ field: "workflow.id", op: "$in", value: workflows }] : []),
    ...(dateField && since ? [{ field: dateField, op: "$gte", value: since.toISOString() }] : []),
  ];
  const filter =
    conditions.length > 0 ? { filter: { op: "$and", groups: [{ op: "$and", conditions }] } } : {};
  return { ...filter, columns: [], sort: [], groupIds: [] };
}

function versionOf(found: Record<string, unknown>, settings: RegulaSettings): string | null {
  const changed = settings.updated.map((name) => textOf(found[name])).find(Boolean);
  return changed ? `${changed}/${textOf(found.status) ?? ""}` : null;
}

/** Lists the views of the namespaces that the settings name, as bodies of searches. */
async function viewBodies(
  client: VendorClient,
  settings: RegulaSettings,
): Promise<Record<string, unknown>[]> {
  const bodies = [];
  for (const namespace of settings.list.namespaces) {
    const path = `api/views/namespaces/${encodeURIComponent(namespace)}?limit=100&skip=0`;
    const answer = readAnswer(views, await client.json(path), "Regula's list of views");
    bodies.push(...answer.items.flatMap(({ value }) => (value ? [value] : [])));
  }
  return bodies;
}

const query = ({ list }: RegulaSettings, skip: number, limit: number) => {
  const parameters = new URLSearchParams({ [list.limitParameter]: String(limit) });
  if (list.skipParameter && skip > 0) parameters.set(list.skipParameter, String(skip));
  return `${list.path}?${parameters}`;
};

function toListed(found: z.infer<typeof items>, settings: RegulaSettings): Listed[] {
  return found.map((each) => {
    const id = vendorId.safeParse(each.is);
    if (!id.success)
      throw new VendorError("unreadable", "Regula's list of sessions cannot be read: an entry has no id.");
    return { id: id.data, version: versionOf(each, settings) };
  });
}

/** Where the list goes on behind a page; null at its end. @throws VendorError when it never gets on */
function after(
  at: Place,
  page: string,
  count: number,
  settings: RegulaSettings,
  more: boolean,
): Place | null {
  const { pageSize, skipParameter } = settings.list;
  const isFull = count >= pageSize;
  if (isFull && skipParameter) {
    // A page may come twice by mistake, and is asked for again. A server that does not know the parameter never gets on.
    const isRepeated = page === at.page;
    if (isRepeated && at.again + 1 >= mostRepeats)
      throw new VendorError(
        "unreadable",
        "Regula answers with the same page of the list again and again. The setting for the parameter that skips may be wrong.",
      );
    return isRepeated
      ? { ...at, again: at.again + 1 }
      : { view: at.view, skip: at.skip + count, page, again: 0 };
  }
  return more ? { ...beginning, view: at.view + 1 } : null;
}

/** Reads one page of the sessions that the settings list. */
export async function listRegula(
  client: VendorClient,
  settings: RegulaSettings,
  wanted: Wanted,
  given: string | null,
): Promise<ListPage> {
  const { mode, pageSize } = settings.list;
  if (mode === "none") return { sessions: [], next: null };
  const at = given === null ? beginning : place.parse(JSON.parse(given));
  const bodies =
    mode === "views" ? await viewBodies(client, settings) : [searchBody(settings, wanted, new Date())];
  const body = bodies[at.view];
  if (!body) return { sessions: [], next: null };
  const path = query(settings, at.skip, pageSize);
  const text = await client.json(path, { method: "POST", body });
  const found = readAnswer(listAnswer, text, "Regula's list of sessions");
  const sessions = toListed(found, settings);
  const page = sessions.length > 0 ? `${sessions[0]?.id} ${sessions.at(-1)?.id}` : null;
  const next = after(at, page ?? "", sessions.length, settings, at.view + 1 < bodies.length);
  // The same page again adds nothing.
  return { sessions: page === at.page ? [] : sessions, next: next && JSON.stringify(next) };
}
