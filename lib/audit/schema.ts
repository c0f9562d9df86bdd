import { z } from "zod";
import { page, pageQuery } from "@/lib/http/pagination";

export const auditFilter = z.object({
  action: z.string().max(64).optional(),
  resourceType: z.string().max(32).optional(),
  resourceId: z.string().max(128).optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;
export const auditListQuery = z.object({ ...auditFilter.shape, ...pageQuery.shape });
export type AuditListQuery = z.infer<typeof auditListQuery>;

export const auditEventDto = z.object({
  id: z.string(),
  type: z.string(),
  createdAt: z.string(),
  resourceType: z.string().nullable(),
  resourceId: z.string().nullable(),
  actor: z.string(),
  actorKind: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  ipAddress: z.string().nullable(),
  requestMethod: z.string().nullable(),
  requestPath: z.string().nullable(),
  sequenceNum: z.int(),
});
export type AuditEventDto = z.infer<typeof auditEventDto>;
export const auditPage = page(auditEventDto);
