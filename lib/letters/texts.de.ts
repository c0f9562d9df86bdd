import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in German. */
export const de: LetterTexts = {
  titles: {
    acknowledgement: "Wir haben Ihren Antrag {id} erhalten",
    identity_question: "Ihr Antrag {id}: Bitte weisen Sie Ihre Identität nach",
    extension: "Ihr Antrag {id}: Wir benötigen mehr Zeit",
    fee_question: "Ihr Antrag {id}: Wir verlangen ein Entgelt",
    refusal: "Ihr Antrag {id}: Wir lehnen ihn ab",
    rectified: "Ihr Antrag {id}: Was wir berichtigt haben",
    restricted: "Ihr Antrag {id}: Die Verarbeitung ist eingeschränkt",
    lifting: "Ihr Antrag {id}: Wir heben die Einschränkung auf",
    recipients: "Ihr Antrag {id}: Wer Ihre Daten erhalten hat",
  },
  to: "An {requester}, {today}",
  nameless: "die Person, die den Antrag gestellt hat",
  kinds: {
    access: "eine Kopie Ihrer personenbezogenen Daten",
    erasure: "die Löschung Ihrer personenbezogenen Daten",
    access_and_erasure: "eine Kopie Ihrer personenbezogenen Daten und deren Löschung",
    rectification: "die Berichtigung Ihrer personenbezogenen Daten",
    restriction: "die Einschränkung der Verarbeitung Ihrer personenbezogenen Daten",
    portability: "Ihre personenbezogenen Daten in einem maschinenlesbaren Format",
    objection: "ein Ende der Verarbeitung Ihrer personenbezogenen Daten, der Sie widersprechen",
    decision_review: "die Überprüfung einer automatisierten Entscheidung durch eine Person",
    automated_decision_access: "Informationen über automatisierte Entscheidungen",
    complaint: "eine Antwort auf Ihre Beschwerde über die Verarbeitung Ihrer personenbezogenen Daten",
  },
  laws: { gdpr: "DSGVO", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "Ihr Antrag ist am {received} bei uns eingegangen. Sie verlangen {kind} ({law}). Bitte geben Sie die Nummer {id} an, wenn Sie uns dazu schreiben.",
  due: "Wir antworten bis zum {due}.",
  waiting:
    "Wir warten auf eine Antwort von Ihnen. Unsere Frist hängt von dem Tag ab, an dem wir sie erhalten.",
  undelayed: "Wir teilen Ihnen das Ergebnis ohne ungebührliche Verzögerung mit.",
  verifying: "Wir prüfen zuerst, ob der Antrag von der Person stammt, um deren Daten es geht.",
  verified: "Wir haben Ihre Identität geprüft.",
  doubts: {
    gdpr: "Wir haben begründete Zweifel an der Identität der Person, die den Antrag gestellt hat. Deshalb bitten wir um Angaben, die sie bestätigen ({source}).",
    uk_gdpr:
      "Wir haben begründete Zweifel an der Identität der Person, die den Antrag gestellt hat. Deshalb bitten wir um Angaben, die sie bestätigen ({source}).",
    ccpa: "Die Angaben, die uns vorliegen, reichen nicht aus, um zu prüfen, ob Sie die Person sind, um deren Daten es geht. Deshalb bitten wir Sie um weitere Angaben ({source}).",
  },
  question: "Was wir benötigen, und warum: {reason}",
  suspends: "Bis wir Ihre Antwort erhalten, ruht unsere Frist.",
  starts: "Unsere Frist beginnt an dem Tag, an dem wir Ihre Antwort erhalten.",
  extended:
    "Wir benötigen für die Antwort auf Ihren Antrag mehr Zeit und verlängern die Frist ({source}). Wir antworten bis zum {due}.",
  reason: "Der Grund: {reason}",
  reach: "So erreichen Sie uns",
  write: "{controller}. Schreiben Sie an: {contact}",
  officer: "Datenschutzbeauftragte: {officer}",
  refused:
    "Wir haben entschieden, auf Ihren Antrag nicht tätig zu werden. Dieser Brief sagt, warum, und was Sie tun können.",
  grounds: {
    unfounded: "Ihr Antrag ist offenkundig unbegründet ({source}).",
    excessive: "Ihr Antrag ist exzessiv, weil er frühere Anträge wiederholt ({source}).",
    abusive:
      "Ihr Antrag ist exzessiv, weil er in der Absicht des Missbrauchs gestellt wurde ({source}; Gerichtshof der Europäischen Union, C-526/24).",
    not_identified:
      "Wir können nicht feststellen, dass der Antrag von der Person stammt, um deren Daten es geht ({source}).",
    third_party: "Die Herausgabe der Daten würde die Rechte anderer Personen beeinträchtigen ({source}).",
    exemption: "Eine Vorschrift befreit uns davon, auf Ihren Antrag tätig zu werden: {provision}",
    not_controller:
      "Wir entscheiden nicht über die Zwecke und Mittel der Verarbeitung der Daten, um die es Ihnen geht ({source}).",
  },
  other: "Soweit wir wissen, entscheidet darüber: {other}",
  fee: "In einem solchen Fall dürfen wir ein angemessenes Entgelt für die Kosten der Antwort verlangen. Wir verlangen: {amount}",
  payment:
    "Wir werden auf Ihren Antrag tätig, wenn Sie das Entgelt bezahlt haben. Bitte schreiben Sie uns, wenn Sie es nicht bezahlen möchten.",
  rights: "Ihre Rechte",
  object: "Wenn Sie meinen, dass wir uns irren, schreiben Sie uns und nennen Sie Ihre Gründe: {contact}",
  complain: {
    gdpr: "Sie können sich bei einer Aufsichtsbehörde beschweren ({complaint}), zum Beispiel bei: {authority}",
    uk_gdpr:
      "Sie können sich bei uns beschweren (Data Protection Act 2018, section 164A) und beim Information Commissioner ({complaint}): {authority}",
    ccpa: "Sie können sich bei der California Privacy Protection Agency (cppa.ca.gov) oder beim Attorney General von Kalifornien (oag.ca.gov) beschweren.",
  },
  court: "Sie können auch vor Gericht gehen ({remedy}).",
  usage:
    "Wir verwenden Ihre Angaben nur, um Ihre Identität zu prüfen, für die Sicherheit und gegen Betrug. Wir löschen sie nach unserer Antwort, sobald das praktisch möglich ist, soweit uns nicht Vorschriften über Aufzeichnungen zur Aufbewahrung verpflichten ({source}).",
  free: "Die Prüfung kostet Sie nichts.",
  runs: "Unsere Frist läuft währenddessen weiter.",
  corrected: "Wir haben Daten über Sie berichtigt ({source}). Dieser Brief führt auf, was berichtigt wurde.",
  unchanged: "Ein Teil der Daten bleibt, wie er ist. Dieser Brief nennt den Grund und Ihre Möglichkeiten.",
  restricted:
    "Seit dem {restricted} ist die Verarbeitung Ihrer Daten eingeschränkt ({source}). Wir speichern die Daten und verwenden sie sonst nicht.",
  examined: "Die Einschränkung gilt, solange wir Ihren Widerspruch prüfen.",
  exceptions:
    "Das Gesetz erlaubt uns, eingeschränkte Daten mit Ihrer Einwilligung, für Rechtsansprüche, zum Schutz der Rechte einer anderen Person oder aus Gründen eines wichtigen öffentlichen Interesses zu verwenden ({exceptions}).",
  informing: "Wir unterrichten Sie, bevor wir die Einschränkung aufheben ({informing}).",
  lifting:
    "Wir werden die Einschränkung der Verarbeitung Ihrer Daten aufheben. Sie gilt seit dem {restricted}. Wir unterrichten Sie davon, bevor wir es tun ({source}).",
  afterwards: "Danach dürfen wir die Daten wieder für die Zwecke verwenden, für die wir sie verarbeiten.",
  named: "Unsere Aufzeichnungen nennen diese Empfänger der Daten ({source}): {recipients}.",
  unnamed: "Unsere Aufzeichnungen nennen keinen Empfänger der Daten ({source}).",
  details: "Was berichtigt wurde",
  changed: "Berichtigt: {fields}.",
  kept: "Nicht geändert. Der Grund: {why}",
  fields: {
    first_name: "Vorname",
    last_name: "Nachname",
    date_of_birth: "Geburtsdatum",
    address: "Anschrift",
    document_number: "Dokumentennummer",
    nationality: "Staatsangehörigkeit",
    gender: "Geschlecht",
    ssn: "Nummer der Sozialversicherung",
    document_type: "Art des Dokuments",
    document_expiration_date: "Ablaufdatum des Dokuments",
    document_issuing_state: "ausstellendes Land",
  },
};
