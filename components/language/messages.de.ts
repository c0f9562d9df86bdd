import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  switch: "Sprache",
  kit: {
    required: "(Pflichtfeld)",
    close: "Schließen",
    copy: "Kopieren",
    copied: "Kopiert",
    copyValue: "{label} kopieren",
    copyId: "{label} {id} kopieren",
    clickToCopy: "{id} (zum Kopieren klicken)",
    valueCopied: "{label} wurde kopiert",
    valueNotCopied: "{label} konnte nicht kopiert werden",
    tryAgain: "Erneut versuchen",
    loadAgain: "Seite neu laden",
    request: "Aufruf",
    requestId: "ID des Aufrufs",
  },
  error: {
    title: "Diese Seite konnte nicht angezeigt werden",
    detail:
      "Es wurden keine Daten geändert. Versuchen Sie es erneut. Wenn der Fehler bleibt, nennen Sie diese ID der Organisation, die Sie hierher verwiesen hat.",
  },
  notFound: "Nicht gefunden",
  privacyNotice: "Datenschutzhinweise",
  problems: {
    forbidden: "Diese Aktion ist nicht erlaubt.",
    not_found: "Diese Seite ist nicht mehr geöffnet.",
    conflict: "Die Daten haben sich geändert. Laden Sie die Seite neu.",
    payload_too_large: "Der Text ist zu lang. Kürzen Sie ihn und versuchen Sie es erneut.",
    validation_error: "Einige Angaben sind ungültig. Prüfen Sie sie und versuchen Sie es erneut.",
    rate_limited: "Zu viele Versuche. Versuchen Sie es später erneut.",
    service_unavailable:
      "Der Dienst ist vorübergehend nicht verfügbar. Versuchen Sie es in einigen Sekunden erneut.",
    internal_error: "Ein unerwarteter Fehler ist aufgetreten. Versuchen Sie es später erneut.",
    unreachable: "Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es erneut.",
    outdated:
      "Countersign wurde aktualisiert, oder die Verbindung ist unterbrochen. Laden Sie die Seite neu.",
    unknown: "Der Server hat nicht wie erwartet geantwortet. Laden Sie die Seite neu.",
  },
};
