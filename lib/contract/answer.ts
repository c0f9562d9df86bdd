import { z } from "zod";
import type { LetterLanguage } from "@/lib/contract/vocabulary";

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

/**
 * Names programs that open a ZIP with AES-256 encryption (WinZip AE-2), and common ones that do not. The Archive Utility
 * opens it since macOS 11, with failures that the makers of Keka report (aonez/Keka issues 477, 1517 and 1689).
 */
export const aesHelp: Readonly<Record<LetterLanguage, string>> = {
  en: "The file is encrypted with AES-256 and opens with the password that you were given separately. Open it with 7-Zip or WinZip on Windows, with Keka or The Unarchiver on a Mac, or with 7z on Linux. The folders of Windows and the command unzip cannot open it, and the Archive Utility of a Mac cannot always.",
  de: "Die Datei ist mit AES-256 verschlüsselt und lässt sich mit dem Passwort öffnen, das Sie getrennt erhalten haben. Öffnen Sie sie unter Windows mit 7-Zip oder WinZip, auf einem Mac mit Keka oder The Unarchiver oder unter Linux mit 7z. Die Ordner von Windows und der Befehl unzip können sie nicht öffnen, das Archivierungsprogramm eines Macs nicht immer.",
  fr: "Le fichier est chiffré en AES-256 et s’ouvre avec le mot de passe que vous avez reçu séparément. Ouvrez-le avec 7-Zip ou WinZip sous Windows, avec Keka ou The Unarchiver sur un Mac, ou avec 7z sous Linux. L’explorateur de Windows et la commande unzip ne peuvent pas l’ouvrir ; l’Utilitaire d’archive d’un Mac ne le peut pas toujours.",
  es: "El archivo está cifrado con AES-256 y se abre con la contraseña que recibió por separado. Ábralo con 7-Zip o WinZip en Windows, con Keka o The Unarchiver en un Mac, o con 7z en Linux. El explorador de Windows y la orden unzip no pueden abrirlo; la Utilidad de Compresión de un Mac no siempre puede.",
};
