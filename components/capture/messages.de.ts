import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const de: Translated<typeof en> = {
  title: "Ihre Identität bestätigen",
  lead: "{organization} bittet Sie, Ihre Identität zu bestätigen. Dieser Link ist nur für Sie bestimmt.",
  sandbox: "Sandbox: Dies ist eine Testseite. Senden Sie nur Testbilder.",
  ended: {
    title: "Dieser Link funktioniert nicht mehr",
    lead: "Er ist abgelaufen, wurde ersetzt, oder Ihre Identitätsprüfung geht ohne ihn weiter. Bitten Sie {organization} um einen neuen, wenn Sie noch nicht fertig sind.",
  },
  elsewhere: {
    title: "Dieser Link ist in einem anderen Browser geöffnet",
    lead: "Er lässt sich einmal öffnen. Fahren Sie in dem Browser fort, in dem Sie zugestimmt haben, oder bitten Sie {organization} um einen neuen Link. Was Sie gesendet haben, wird hier nicht gezeigt.",
  },
  notFound: {
    title: "Dieser Link ist nicht gültig",
    lead: "Prüfen Sie, ob die Adresse vollständig ist, oder bitten Sie die Organisation, die Ihnen den Link gesendet hat, um einen neuen.",
  },
  consent: {
    heading: "Bevor Sie beginnen",
    what: "Sie senden Bilder Ihres Ausweises und Ihres Gesichts und geben Ihren Namen und Ihr Geburtsdatum an. Das dauert etwa drei Minuten.",
    why: "{organization} verwendet sie, um Ihre Identität zu prüfen. Die Bilder werden verschlüsselt gespeichert, ein Programm misst ihre Qualität, und Menschen bei {organization} können sie ansehen.",
    face: "Mit dem Bild eines Gesichts lässt sich vergleichen, ob der Ausweis zu ihm gehört. Auf welcher Grundlage das geschieht und wie lange Ihre Daten aufbewahrt werden, sagt {organization} Ihnen auf Nachfrage oder in der Datenschutzerklärung.",
    record:
      "Gespeichert werden der Zeitpunkt Ihrer Zustimmung, Ihre Netzwerkadresse und die Fassung dieses Textes ({version}).",
    agree:
      "Ich habe das gelesen und stimme zu, dass {organization} meine Bilder verarbeitet, um meine Identität zu prüfen.",
    begin: "Zustimmen und beginnen",
    once: "Danach funktioniert dieser Link nur in diesem Browser.",
    needed: "Kreuzen Sie das Feld an, wenn Sie zustimmen. Ohne Zustimmung kann nichts gesendet werden.",
  },
  progress: "Schritt {step, number} von {steps, number}",
  until: "Sie können hier bis {time} Uhr fertig werden.",
  back: "Zurück",
  kind: {
    heading: "Welches Dokument haben Sie bei sich?",
    label: "Dokument",
    next: "Weiter",
    passport: "Reisepass",
    national_id: "Personalausweis",
    drivers_license: "Führerschein",
    residence_permit: "Aufenthaltstitel",
  },
  photo: {
    id_front: {
      heading: "Die Vorderseite Ihres Dokuments",
      passport: "Die Seite Ihres Reisepasses mit Ihrem Foto",
      hint: "Legen Sie es bei gutem Licht flach hin. Alle vier Ecken müssen zu sehen sein, ohne Spiegelung.",
    },
    id_back: {
      heading: "Die Rückseite Ihres Dokuments",
      hint: "Drehen Sie es um. Alle vier Ecken müssen zu sehen sein, ohne Spiegelung.",
    },
    selfie: {
      heading: "Ein Bild Ihres Gesichts",
      hint: "Schauen Sie bei gutem Licht gerade in die Kamera, ohne Sonnenbrille oder Hut.",
    },
    proof_of_address: {
      heading: "Nachweis Ihrer Adresse",
      hint: "Eine Rechnung oder ein Brief einer Bank oder Behörde mit Ihrem Namen und Ihrer Adresse.",
    },
    camera: "Kamera verwenden",
    file: "Datei auswählen",
    fileHint: "JPEG, PNG oder WebP, höchstens 10 MB.",
    fileHintPdf: "JPEG, PNG, WebP oder PDF, höchstens 10 MB.",
    take: "Bild aufnehmen",
    again: "Anderes Bild auswählen",
    use: "Dieses Bild verwenden",
    stop: "Kamera schließen",
    preview: "Ihr Bild. Ist alles scharf und lesbar?",
    pdf: "Die Datei {name} ist ein PDF.",
    live: "Was die Kamera sieht",
    sent: "Ein Bild wurde gesendet. Sie können es ersetzen oder weitergehen.",
    next: "Weiter",
    skip: "Es hat keine Rückseite",
    starting: "Die Kamera wird gestartet.",
    received: "Das Bild ist angekommen.",
  },
  trouble: {
    refused:
      "Diese Seite darf die Kamera nicht verwenden. Erlauben Sie es in den Einstellungen Ihres Browsers, oder wählen Sie eine Datei aus.",
    none: "Es wurde keine Kamera gefunden. Wählen Sie stattdessen eine Datei aus.",
    busy: "Die Kamera konnte nicht gestartet werden; vielleicht verwendet sie ein anderes Programm. Wählen Sie stattdessen eine Datei aus.",
    unsupported:
      "Dieser Browser kann die Kamera hier nicht verwenden. Wählen Sie stattdessen eine Datei aus.",
    large: "Die Datei ist größer als 10 MB. Wählen Sie eine kleinere aus.",
    file: "Diese Datei kann nicht verwendet werden. Wählen Sie ein unbeschädigtes Bild als JPEG, PNG oder WebP aus.",
    over: "Die Zeit dieses Links ist vorbei, oder er wurde ersetzt. Bitten Sie {organization} um einen neuen Link.",
    missing: "Ein Bild fehlt. Gehen Sie zurück und senden Sie es.",
  },
  details: {
    heading: "Ihre Angaben",
    hint: "Schreiben Sie sie so, wie sie auf Ihrem Dokument stehen.",
    first_name: "Vornamen",
    last_name: "Nachnamen",
    date_of_birth: "Geburtsdatum",
    document_number: "Nummer des Dokuments",
    document_expiration_date: "Gültig bis",
    optional: "Wenn das Dokument das enthält.",
    send: "Alles senden",
    wrong: "Prüfen Sie diese Angabe.",
  },
  received: {
    title: "Alles ist angekommen",
    lead: "Ihre Bilder und Angaben wurden an {organization} gesendet.",
    next: "Sie werden jetzt geprüft, und ein Mensch kann sie ansehen. {organization} teilt Ihnen das Ergebnis mit, diese Seite nicht. Sie können sie schließen.",
    back: "Weiter zu {host}",
  },
};
