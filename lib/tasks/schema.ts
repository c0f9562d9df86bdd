import { z } from "zod";

const instant = z.string().meta({ format: "date-time" });

export const taskKinds = ["due", "overdue", "hold", "undelivered", "link"] as const;
export type TaskKind = (typeof taskKinds)[number];

/** A task for a member, which exists as long as its cause. */
export const taskDto = z.object({
  id: z.string(),
  kind: z.enum(taskKinds),
  resourceType: z.enum(["request", "session", "identity"]),
  resourceId: z.string(),
  since: instant,
  daysLeft: z
    .int()
    .nullable()
    .meta({ description: "Days until a request is due; negative after its deadline." }),
  dismissedBy: z.string().nullable(),
  dismissedAt: instant.nullable(),
});
export type TaskDto = z.infer<typeof taskDto>;
export const taskList = z.object({ data: z.array(taskDto) });
export type TaskList = z.infer<typeof taskList>;

export const dismissInput = z.strictObject({ id: z.string().min(1).max(300) });
export type DismissInput = z.infer<typeof dismissInput>;
