import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  title: "Ihre Identität bestätigen",
  lead: "{organization} bittet Sie, Ihre Identität zu bestätigen. Dieser Link ist nur für Sie bestimmt.",
  notYet:
    "Auf dieser Seite können noch keine Fotos aufgenommen oder hochgeladen werden. Durch das Öffnen wurde nichts gespeichert. {organization} teilt Ihnen mit, wie es weitergeht.",
  ended: {
    title: "Dieser Link funktioniert nicht mehr",
    lead: "Er ist abgelaufen, wurde ersetzt, oder Ihre Identitätsprüfung geht ohne ihn weiter. Bitten Sie {organization} um einen neuen, wenn Sie noch nicht fertig sind.",
  },
  notFound: {
    title: "Dieser Link ist nicht gültig",
    lead: "Prüfen Sie, ob die Adresse vollständig ist, oder bitten Sie die Organisation, die Ihnen den Link gesendet hat, um einen neuen.",
  },
};
