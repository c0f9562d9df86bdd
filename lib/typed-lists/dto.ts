import type { Actor } from "@/lib/actor/actor";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { ListDto, ListMode } from "@/lib/typed-lists/schema";

type Row = {
  id: string;
  name: string;
  description: string | null;
  listType: ListDto["listType"];
  matchMode: ListMode;
  isActive: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

/** A list as the API gives it. */
export const toListDto = ({ scope }: Actor, row: Row, itemCount: number): ListDto => ({
  id: row.id,
  orgId: scope.organizationId,
  name: row.name,
  description: row.description,
  listType: row.listType,
  matchMode: row.matchMode,
  itemCount,
  isActive: row.isActive,
  archivedAt: instantOrNull(row.archivedAt),
  createdAt: instant(row.createdAt),
  updatedAt: instant(row.updatedAt),
});
