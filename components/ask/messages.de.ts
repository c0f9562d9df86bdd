import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  pageTitle: "Ihre Daten und Ihre Rechte",
  title: "Ihre Daten bei {organization}",
  lead: "Verlangen Sie Auskunft über Ihre Daten, ihre Berichtigung oder Löschung oder die Einschränkung ihrer Verarbeitung.",
  sandbox: "Sandbox: Dies ist eine Testseite. Senden Sie nur Testdaten.",
  notFound: {
    title: "Seite nicht gefunden",
    lead: "Die Adresse ist möglicherweise falsch. Fragen Sie die Organisation, von der Sie diese Adresse haben.",
  },
  kind: "Ihr Antrag",
  kinds: {
    access: "Auskunft mit einer Kopie meiner Daten",
    erasure: "Löschung meiner Daten",
    access_and_erasure: "Auskunft, danach Löschung meiner Daten",
    rectification: "Berichtigung meiner Daten",
    restriction: "Einschränkung der Verarbeitung meiner Daten",
    portability: "Meine Daten in einem maschinenlesbaren Format",
    objection: "Widerspruch gegen die Verarbeitung meiner Daten",
    decision_review: "Überprüfung einer automatisierten Entscheidung durch eine Person",
    automated_decision_access: "Informationen über eine automatisierte Entscheidung",
    complaint: "Beschwerde über die Verarbeitung meiner Daten",
  },
  why: "Wir benötigen eine E-Mail-Adresse oder eine Telefonnummer, um Ihnen zu antworten. Die übrigen Angaben helfen uns, Ihre Daten zu finden.",
  fields: {
    firstName: "Vorname",
    lastName: "Nachname",
    dateOfBirth: "Geburtsdatum",
    email: "E-Mail-Adresse",
    phone: "Telefonnummer",
    externalRef: "Kunden- oder Vorgangsnummer",
    documentNumber: "Nummer des verwendeten Ausweises",
  },
  details: "Weitere Angaben, die uns helfen, Ihre Daten zu finden",
  detailsHint: "Bitte nennen Sie nicht mehr personenbezogene Daten als nötig.",
  send: "Antrag senden",
  received: {
    label: "Eingegangen",
    title: "Wir haben Ihren Antrag erhalten.",
    keep: "Bewahren Sie diese Eingangsnummer auf. Sie benötigen sie bei Fragen zu Ihrem Antrag.",
    receipt: "Eingangsnummer",
    next: "Wir antworten an die Adresse, die Sie angegeben haben. Möglicherweise bitten wir Sie zuvor, Ihre Identität zu bestätigen.",
  },
  wrong: {
    noContact: "Geben Sie eine E-Mail-Adresse oder eine Telefonnummer an, damit wir Ihnen antworten können.",
    check: "Bitte prüfen Sie: {fields}.",
    email: "Geben Sie einen Namen, ein @ und eine Domain an, zum Beispiel name@example.com.",
    phone: "Geben Sie die Ziffern einer Telefonnummer an.",
    dateOfBirth: "Geben Sie ein gültiges Datum an.",
    other: "Kürzen Sie diesen Text, oder entfernen Sie Sonderzeichen.",
  },
};
