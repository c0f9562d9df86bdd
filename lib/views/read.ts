import "server-only";
import { type Actor, authorize, can, inScope } from "@/lib/actor/actor";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { type ViewDto, type ViewList, type ViewListDto, viewContent } from "@/lib/views/schema";

/** Returns the views of a list that the member has saved, and those that are shared with the organization. */
export async function listViews(actor: Actor, { list }: { list: ViewList }): Promise<ViewListDto> {
  authorize(actor, "views:use");
  const [rows, names] = await Promise.all([
    db.savedView.findMany({
      where: { ...inScope(actor), list, OR: [{ memberId: actor.id }, { isShared: true }] },
      orderBy: [{ name: "asc" }, { pk: "asc" }],
    }),
    memberNames(actor),
  ]);
  const data = rows.map(
    (row): ViewDto => ({
      id: row.id,
      list: row.list,
      name: row.name,
      isShared: row.isShared,
      isMine: row.memberId === actor.id,
      owner: names.get(row.memberId) ?? "a removed member",
      mayChange: row.memberId === actor.id || can(actor, "views:share"),
      content: readStoredOrNull(viewContent, row.content, "saved_views.content"),
    }),
  );
  return { data };
}
