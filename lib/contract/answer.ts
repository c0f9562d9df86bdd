import { z } from "zod";

const instant = z.string().meta({ format: "date-time" });

/** How an answer was delivered. Only members see `to`. */
export const deliveryDto = z.object({ via: z.string(), to: z.string().nullable() });

/** An item of personal data that could not be read when the package was built. */
export const unreadableDto = z.object({ sessionId: z.string(), item: z.string(), reason: z.string() });

export type UnreadableDto = z.infer<typeof unreadableDto>;

export const packageDto = z.object({
  id: z.string(),
  status: z.enum(["queued", "building", "ready", "failed", "destroyed"]),
  filesDone: z.int(),
  filesTotal: z.int(),
  sizeBytes: z.int().nullable(),
  sha256: z.string().nullable(),
  error: z.string().nullable(),
  unreadable: z.array(unreadableDto).meta({
    description: "Unreadable data missing from the package; the letter and the index name it.",
  }),
  builtAt: instant.nullable(),
  downloadedAt: instant.nullable(),
});

export type PackageDto = z.infer<typeof packageDto>;

/** Names programs that open a ZIP with AES-256 encryption (WinZip AE-2), and common ones that do not. */
export const aesHelp =
  "The file is encrypted with AES-256 and opens with the password that you were given separately. Open it with 7-Zip or WinZip on Windows, with Keka on a Mac, or with 7z on Linux. The folders of Windows itself and the command unzip cannot open it.";
