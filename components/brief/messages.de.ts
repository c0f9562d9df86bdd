import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  title: "Kurzfassung",
  lead: "Die Listen auf dieser Seite entstehen ohne Modell aus den Angaben des Falls. Jeder Satz öffnet die Angabe, aus der er stammt. Die Listen gewichten nichts und entscheiden nichts.",
  back: "Zurück zum Fall",
  sides: {
    against: "Spricht dagegen",
    for: "Spricht dafür",
    unavailable: "War nicht verfügbar",
    similar: "Wie ähnliche Identitätsprüfungen endeten",
  },
  nothing: {
    against: "Keine Angabe spricht gegen diese Person.",
    for: "Keine Angabe spricht für diese Person.",
    unavailable: "Es fehlte keine Angabe.",
    similar: "Es gibt keine vergleichbaren Identitätsprüfungen.",
  },
  wording: {
    title: "In den Worten Ihres Modells",
    before:
      "Das Modell „{model}“ bei {host} kann diese Seite ausformulieren. Es erhält {count, plural, one {den Satz} other {die # Sätze}} zu diesem Fall in Ihrer Sprache. Es erhält keinen Namen, keine ID und keinen Wert eines Feldes. Das Audit-Protokoll hält jedes Mal fest.",
    ask: "Ausformulieren lassen",
    again: "Noch einmal ausformulieren lassen",
    after:
      "Das Modell „{model}“ bei {host} hat diese Sätze geschrieben. Jede Nummer öffnet die Angabe dahinter. Nur die Sätze darunter sind aus dem Fall gelesen. Ein Modell kann falsch formulieren, und es entscheidet nichts.",
    sent: "Was gesendet wurde",
    instructions: "Anweisungen",
    done: "Die Kurzfassung ist ausformuliert.",
    problems: {
      unreachable: "Vom Modell kam keine Antwort. Die Sätze darunter sind auch ohne es vollständig.",
      refused:
        "Das Modell hat mit einem Fehler geantwortet. Die Sätze darunter sind auch ohne es vollständig.",
      unreadable: "Die Antwort des Modells ist nicht lesbar und wird deshalb weggelassen.",
      left_out: "Das Modell hat Sätze ausgelassen. Seine Antwort wird deshalb weggelassen.",
      mixed:
        "Das Modell hat vermischt, was für die Person spricht und was nicht. Seine Antwort wird deshalb weggelassen.",
      number:
        "Das Modell hat eine Zahl geschrieben, die es nicht erhalten hat. Seine Antwort wird deshalb weggelassen.",
      not_plain:
        "Das Modell hat mehr als einfache Sätze geschrieben. Seine Antwort wird deshalb weggelassen.",
    },
  },
  code: {
    check_failed: "Die Prüfung „{policy}“ wurde nicht bestanden.",
    check_below:
      "Die Prüfung „{policy}“ ergab {score} und liegt damit unter ihrem Schwellenwert von {threshold}.",
    check_retry: "Die Prüfung „{policy}“ muss wiederholt werden.",
    zone_wrong:
      "{wrong} von {total} Prüfziffern der maschinenlesbaren Zone {wrong, plural, one {ist} other {sind}} falsch.",
    document_expired: "Das Dokument ist abgelaufen.",
    fields_differ: "Die Quellen widersprechen sich bei „{field}“.",
    field_implausible: "Der Wert von „{field}“ kann nicht stimmen.",
    hit_open: "Ein Screening-Treffer ({hit}) ist nicht geklärt.",
    hit_confirmed: "Ein Screening-Treffer ({hit}) wurde als Übereinstimmung bestätigt.",
    risk_raised: "Der Risikowert beträgt {score}. Das ist {level}.",
    signal: "Das Betrugssignal „{signal}“ erhöht das Risiko um {score}.",
    signal_unscored: "Das Betrugssignal „{signal}“ wurde gefunden. Es hat keinen Wert.",
    shared:
      "{count, plural, one {# andere Identitätsprüfung hat} other {# andere Identitätsprüfungen haben}} dasselbe Merkmal: {kind}.",
    identity_flagged: "Die Identität ist markiert.",
    check_passed: "Die Prüfung „{policy}“ wurde bestanden.",
    check_passed_score:
      "Die Prüfung „{policy}“ wurde mit {score} bestanden. Ihr Schwellenwert ist {threshold}.",
    zone_right: "Alle {total} Prüfziffern der maschinenlesbaren Zone stimmen.",
    document_valid: "Das Dokument ist nicht abgelaufen.",
    document_expires_soon: "Das Dokument ist nicht abgelaufen, läuft aber bald ab.",
    document_no_expiry: "Das Dokument läuft nicht ab.",
    fields_agree: "{sources} Quellen stimmen bei „{field}“ überein.",
    hit_dismissed: "Ein Screening-Treffer ({hit}) wurde als keine Übereinstimmung verworfen.",
    screening_clear: "Das Screening „{type}“ ergab keine Treffer.",
    risk_low: "Der Risikowert beträgt {score}. Das ist niedrig.",
    signal_harmless: "Das Betrugssignal „{signal}“ erhöht das Risiko nicht.",
    shared_nothing: "Es wurde keine andere Identitätsprüfung gefunden, die mit dieser etwas gemeinsam hat.",
    check_error: "Die Prüfung „{policy}“ endete mit einem Fehler.",
    check_skipped: "Die Prüfung „{policy}“ wurde übersprungen.",
    check_pending: "Die Prüfung „{policy}“ ist nicht abgeschlossen.",
    checks_none: "Die Quelle hat keine Prüfungen durchgeführt.",
    zone_unreadable: "Die maschinenlesbare Zone konnte nicht gelesen werden.",
    zone_unchecked: "Die maschinenlesbare Zone dieses Dokuments hat keine Prüfziffern.",
    expiry_unreadable: "Das Ablaufdatum konnte nicht gelesen werden.",
    expiry_unknown: "Keine Quelle sagt, wann das Dokument abläuft.",
    source_unreadable: "Die Quelle „{source}“ konnte nicht gelesen werden.",
    field_single: "Der Wert von „{field}“ konnte mit keiner anderen Quelle verglichen werden.",
    field_unreadable: "Der Wert von „{field}“ konnte nicht gelesen werden.",
    fields_none: "Es gibt keine Dokumentdaten, oder Sie dürfen sie nicht sehen.",
    hit_unread:
      "Ein Screening-Treffer ({hit}) hat Werte, die nicht gelesen werden konnten. Er ist nicht geklärt.",
    screening_error: "Das Screening „{type}“ konnte nicht durchgeführt werden.",
    screening_pending: "Das Screening „{type}“ ist nicht abgeschlossen.",
    screening_unknown:
      "Das Screening „{type}“ hat keine Treffer, und seine Quelle nannte es nicht unauffällig.",
    screening_none: "Es wurde kein Screening durchgeführt.",
    risk_none: "Es gibt keinen Risikowert.",
    image_missing: "Das Bild „{document}“ ist nicht verfügbar.",
    images_none: "Es gibt keine Bilder.",
    shared_hidden:
      "Sie dürfen verknüpfte Identitätsprüfungen nicht sehen. Sie wurden deshalb nicht betrachtet.",
    similar_unknown:
      "Dokument, Land und Risiko sind unbekannt. Deshalb lassen sich keine ähnlichen Identitätsprüfungen finden.",
    similar_approved:
      "In den letzten {days} Tagen {count, plural, one {wurde # Identitätsprüfung} other {wurden # Identitätsprüfungen}} mit gleichen Angaben ({alike}) genehmigt.",
    similar_rejected:
      "In den letzten {days} Tagen {count, plural, one {wurde # Identitätsprüfung} other {wurden # Identitätsprüfungen}} mit gleichen Angaben ({alike}) abgelehnt.",
  },
  capped: "Gezählt bis {count}.",
  alike: {
    document: "Dokumentart",
    country: "Land",
    risk: "Risikostufe",
  },
  level: {
    low: "niedrig",
    medium: "mittel",
    high: "hoch",
    critical: "kritisch",
  },
  kind: {
    document_number: "Dokumentnummer",
    name_and_birth_date: "Name und Geburtsdatum",
    email: "E-Mail-Adresse",
    phone: "Telefonnummer",
    device: "Gerät",
    address: "Anschrift",
    ip_address: "IP-Adresse",
    face_reference: "Gesichtsreferenz",
  },
};
