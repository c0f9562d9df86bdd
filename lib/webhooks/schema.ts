import { z } from "zod";

export const deliveryDto = z.object({
  id: z.string(),
  event: z.string(),
  url: z.string(),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: z.int(),
  maxAttempts: z.int(),
  createdAt: z.string(),
  httpStatus: z.int().nullable(),
  lastError: z.string().nullable(),
});
export type DeliveryDto = z.infer<typeof deliveryDto>;
export const deliveryList = z.object({ data: z.array(deliveryDto) });
