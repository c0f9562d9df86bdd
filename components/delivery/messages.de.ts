import { aesHelp } from "@/lib/contract/answer";
import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  title: "Ihre Daten",
  lead: "Diese Seite enthält die Antwort auf Ihren Antrag. Der Link funktioniert einmal.",
  notFound: {
    title: "Dieser Link ist nicht gültig",
    lead: "Ein Link funktioniert einmal und einige Tage lang. Bitten Sie die Organisation, die Ihnen den Link gesendet hat, um einen neuen.",
  },
  code: "Code",
  codeHint:
    "Acht Buchstaben und Ziffern. Sie haben den Code getrennt vom Link erhalten, zum Beispiel telefonisch.",
  submit: "Weiter",
  accepted: "Der Code ist richtig. Der Download ist bereit.",
  ready:
    "Ihre Datei ist bereit. Sie können sie einmal herunterladen. Wenn der Download vorzeitig abbricht, starten Sie ihn innerhalb einer Stunde hier im selben Browser erneut.",
  download: "Ihre Daten herunterladen",
  contents:
    "Der Download ist eine ZIP-Datei. Entpacken Sie sie und öffnen Sie zuerst index.html: Dort steht, was jede Datei enthält.",
  encrypted: aesHelp.de,
  wrong: {
    code: "{left, plural, =0 {Falscher Code. Der Link ist jetzt geschlossen. Bitten Sie um einen neuen Link.} one {Falscher Code. Noch # Versuch.} other {Falscher Code. Noch # Versuche.}}",
    link: "Dieser Link ist nicht gültig. Bitten Sie um einen neuen.",
  },
};
