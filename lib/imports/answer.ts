import { z } from "zod";

/** What came of a session that was sent to be imported. */
export const importDto = z.object({
  sessionId: z.string(),
  outcome: z.enum(["created", "updated", "unchanged"]),
  images: z.int().meta({ description: "Images that came with the bundle." }),
  missingImages: z.array(z.string()).meta({
    description: "Places in the bundle that name an image which neither came with it nor is stored.",
  }),
  setAside: z.array(z.object({ field: z.string(), message: z.string() })).meta({
    description: "Invalid values of optional fields. They are stored, and the export returns them.",
  }),
});
export type ImportDto = z.infer<typeof importDto>;
