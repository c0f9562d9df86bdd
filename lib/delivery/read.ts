import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { memberNames } from "@/lib/cases/reviewer";
import { toLinkDto } from "@/lib/delivery/dto";
import type { LinkList } from "@/lib/delivery/schema";
import { db } from "@/lib/platform/db";
import { ownRequestOf } from "@/lib/requests/own";

/** The links that were made for a request's answer, newest first, with the receipt of the one it was taken by. */
export async function listLinks(actor: Actor, input: { requestId: string }): Promise<LinkList> {
  authorize(actor, "requests:read");
  const { pk } = await ownRequestOf(actor, input.requestId);
  const [rows, names] = await Promise.all([
    db.deliveryLink.findMany({ where: { requestPk: pk }, orderBy: { pk: "desc" } }),
    memberNames(actor),
  ]);
  return { data: rows.map((row) => toLinkDto(row, names)) };
}
