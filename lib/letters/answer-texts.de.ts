import type { AnswerTexts } from "@/lib/letters/answer-texts";

/** The letter of an answer, in German. */
export const de: AnswerTexts = {
  title: "Ihre Daten: Antwort auf Antrag {id}",
  intro:
    "An {requester}. Sie haben am {received} Auskunft über die Daten verlangt, die wir über Sie speichern ({law}). Dieser Brief vom {today} erläutert die Antwort. Die Dateien in diesem Datenpaket sind die Kopie Ihrer Daten.",
  none: "Außer Ihrem Antrag speichern wir keine personenbezogenen Daten über Sie.",
  noneIn:
    "Außer Ihrem Antrag speichern wir aus dem Zeitraum, den Sie genannt haben ({range}), keine personenbezogenen Daten über Sie.",
  ranges: { from: "ab dem {from}", to: "bis zum {to}", both: "vom {from} bis zum {to}" },
  one: "Wir speichern Daten von 1 Identitätsprüfung.",
  many: "Wir speichern Daten von {count} Identitätsprüfungen.",
  files:
    "SHA256SUMS nennt jede Datei mit ihrer Prüfsumme, und SIGNATURE beweist, dass wir sie erstellt haben; verify.html prüft beides ohne Internet.",
  titles: {
    purposes: "Zwecke der Verarbeitung",
    categories: "Kategorien personenbezogener Daten",
    recipients: "Wer Ihre Daten erhalten hat",
    kept: "Wie lange wir Ihre Daten speichern",
    rights: "Ihre Rechte",
    complaints: "Beschwerden",
    sources: "Woher die Daten stammen",
    decided: "Wie über Ihre Identitätsprüfung entschieden wurde",
    transfers: "Übermittlung in andere Länder",
    search: "Wie wir gesucht haben",
    review: "Daten, die wir bis zum Ende einer Prüfung zurückhalten",
    unreadable: "Daten, die wir nicht lesen konnten",
    removed: "Aus Notizen entfernter Text",
    withheld: "Daten, die dieses Gesetz vom Datenpaket ausnimmt",
  },
  ownCategory: "Ihr Antrag und unsere Antwort",
  noRecipient: "Unsere Aufzeichnungen nennen keinen Empfänger außerhalb unserer Organisation.",
  keptRequest: "Wir bewahren Ihren Antrag und unsere Antwort als Nachweis auf, dass wir geantwortet haben.",
  controller: "Verantwortlicher: {controller}",
  write: "Schreiben Sie an: {contact}",
  officer: "Datenschutzbeauftragte: {officer}",
  rights:
    "Sie können von uns die Berichtigung oder Löschung Ihrer Daten oder die Einschränkung der Verarbeitung verlangen und der Verarbeitung widersprechen.",
  rightsCcpa:
    "Sie können von uns die Berichtigung oder Löschung Ihrer personenbezogenen Daten verlangen, und wir dürfen Sie deswegen nicht schlechter behandeln (Cal. Civ. Code §§ 1798.105, 1798.106, 1798.125).",
  complain: "Sie können sich bei einer Aufsichtsbehörde beschweren: {authority}",
  sources:
    "Von Ihnen bei Ihrer Identitätsprüfung, und von dem Anbieter, der Ihre Identität für uns geprüft hat:",
  score: "Eine automatische Prüfung ergibt einen Wert. Der Wert wird mit einem Schwellenwert verglichen.",
  checks: {
    none: "Wir haben keine automatische Prüfung aufgezeichnet.",
    withheld: "Wir halten die Ergebnisse der Prüfungen zurück, bis die Entscheidung getroffen ist.",
    score: "Wert {number}",
    threshold: "Schwellenwert {number}",
  },
  deciders: {
    pending: "Es wurde noch nicht entschieden.",
    nobody: "Die Identitätsprüfung endete ohne Entscheidung ({status}).",
    person: "Ein Mensch hat nach automatischen Prüfungen entschieden ({result}).",
    checks: "Automatische Prüfungen haben ohne einen Menschen entschieden ({result}).",
    unknown:
      "Unsere Aufzeichnungen zeigen nicht, ob ein Mensch an der Entscheidung beteiligt war ({result}).",
  },
  meanings: {
    approved: "wir haben Ihre Identität als bestätigt anerkannt",
    rejected:
      "wir haben Ihre Identität nicht als bestätigt anerkannt, sodass Dienste, die davon abhängen, abgelehnt werden können",
  },
  automated:
    "Soweit automatische Prüfungen ohne einen Menschen entschieden haben, können Sie verlangen, dass ein Mensch die Entscheidung überprüft, Ihren Standpunkt darlegen und die Entscheidung anfechten ({article}). Schreiben Sie an: {contact}",
  kept: {
    erased: "Gelöscht.",
    sensitive: "Bilder und die daraus gelesenen Daten werden ab dem {day} nicht mehr verwendet.",
    active: "Ihre Identitätsprüfung ist nicht beendet. Die Speicherfrist beginnt, wenn sie endet.",
    automatic: "Alle Daten werden am {day} oder am Tag danach automatisch gelöscht.",
    open: "Wir haben keinen Tag für eine automatische Löschung festgelegt.",
    undecided:
      "Wenn Sie die Löschung dieser Daten verlangen, löschen wir sie, sobald die Prüfung beendet ist, sofern uns kein Gesetz zur Aufbewahrung verpflichtet.",
    free: "Wenn Sie die Löschung dieser Daten verlangen, löschen wir sie.",
    retained: "Wenn Sie die Löschung dieser Daten verlangen, müssen wir sie dennoch aufbewahren: {why}.",
    retainedUntil:
      "Wenn Sie die Löschung dieser Daten verlangen, müssen wir sie dennoch bis zum {day} aufbewahren: {why}.",
  },
  search: {
    by: "Am {day} haben wir die Aufzeichnungen unserer Identitätsprüfungen durchsucht nach: {by}. Weitere Identitätsprüfungen derselben Person gehören zu dem, was wir gefunden haben.",
    none: "Wir haben nichts gefunden.",
    range:
      "Wie von Ihnen verlangt, haben wir nur nach Identitätsprüfungen gesucht, die in diesem Zeitraum begonnen haben: {range}.",
    noneIn: "Aus diesem Zeitraum haben wir nichts gefunden.",
    found:
      "Gefundene Identitätsprüfungen: {found}. Davon betreffen {accepted} Sie; {excluded} sind ausgelassen, weil sie Sie nicht betreffen.",
    backups: "Sicherungskopien haben wir nicht durchsucht: Sie sind Kopien dieser Aufzeichnungen.",
  },
  review: {
    text: "Über {ids} hat noch kein Mensch entschieden. Bis dahin halten wir davon zurück: {what}.",
    again: "Nach der Entscheidung können Sie erneut Auskunft verlangen.",
    complain: "Sie können sich darüber bei der Aufsichtsbehörde beschweren oder vor Gericht gehen.",
  },
  unreadable: "Wir speichern die folgenden Daten, konnten sie aber nicht lesen. Sie fehlen in den Dateien:",
  removed: "Die Dateien bezeichnen jede entfernte Stelle mit ihrem Rechtsgrund:",
  place: "1 Stelle: {ground}",
  places: "{count} Stellen: {ground}",
  withheld:
    "Wir speichern die folgenden Daten und dürfen sie in diesem Datenpaket nicht herausgeben: {list}.",
  known: "die Person, die wir als {reference} kennen",
  unknown: "die Person, die den Antrag gestellt hat",
  behalf: "{agent}, im Namen von {person}",
};
