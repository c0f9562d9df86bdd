import type { LetterLanguage } from "@/lib/contract/vocabulary";

/** What the letters of packages for programs and about automated decisions say. Names in braces are filled in. */
type Texts = {
  controller: string;
  write: string;
  rights: string;
  portable: Readonly<
    Record<"title" | "intro" | "files" | "provided" | "exact" | "made" | "transfer" | "complain", string>
  >;
  automated: Readonly<
    Record<
      "title" | "intro" | "purpose" | "logic" | "compared" | "outcome" | "none" | "noneIn" | "again" | "fair",
      string
    >
  >;
};

const en: Texts = {
  controller: "Controller: {controller}",
  write: "Write to: {contact}",
  rights: "Your rights",
  portable: {
    title: "Your data for other services: answer to request {id}",
    intro:
      "To {requester}. You asked us on {received} for your data in a machine-readable form ({source}). This letter of {today} explains the files.",
    files: "What the files contain",
    provided:
      "For each verification, data.json and data.csv contain what you provided: what you filled in, what your documents say, and what your device sent. The images that you sent are beside them.",
    exact:
      "data.json is exact. In data.csv, an apostrophe stands before a value that a spreadsheet would calculate, such as a phone number that begins with +.",
    made: "The files do not contain what we made of your data, such as results, scores and notes. You may ask for a copy of these too.",
    transfer: "You may give these files to another service without hindrance from us ({article}).",
    complain: "You may complain to a supervisory authority: {authority}",
  },
  automated: {
    title: "Automated decisions about you: answer to request {id}",
    intro:
      "To {requester}. You asked us on {received} how decisions about you were made automatically ({source}). This is our answer of {today}.",
    purpose: "Purpose",
    logic: "Logic",
    compared:
      "Each automated check compares what you submitted with a rule or with other data, and produces a score. The score is compared with a threshold, and the outcome follows from the checks that are not passed.",
    outcome: "Outcome",
    none: "We made no decision about you.",
    noneIn: "We made no decision about you in the period that you named.",
    again: "You may ask that a person decides again ({source}).",
    fair: "We may not treat you worse because you use your rights ({source}).",
  },
};

const de: Texts = {
  controller: "Verantwortlicher: {controller}",
  write: "Schreiben Sie an: {contact}",
  rights: "Ihre Rechte",
  portable: {
    title: "Ihre Daten für andere Dienste: Antwort auf Antrag {id}",
    intro:
      "An {requester}. Sie haben am {received} Ihre Daten in maschinenlesbarer Form verlangt ({source}). Dieser Brief vom {today} erläutert die Dateien.",
    files: "Was die Dateien enthalten",
    provided:
      "Zu jeder Identitätsprüfung enthalten data.json und data.csv, was Sie bereitgestellt haben: was Sie ausgefüllt haben, was in Ihren Dokumenten steht und was Ihr Gerät gesendet hat. Die Bilder, die Sie gesendet haben, liegen daneben.",
    exact:
      "data.json ist genau. In data.csv steht ein Apostroph vor einem Wert, den eine Tabellenkalkulation berechnen würde, etwa vor einer Telefonnummer, die mit + beginnt.",
    made: "Die Dateien enthalten nicht, was wir aus Ihren Daten gemacht haben, etwa Ergebnisse, Werte und Notizen. Auch davon können Sie eine Kopie verlangen.",
    transfer:
      "Sie können diese Dateien einem anderen Dienst übermitteln, ohne dass wir Sie behindern ({article}).",
    complain: "Sie können sich bei einer Aufsichtsbehörde beschweren: {authority}",
  },
  automated: {
    title: "Automatisierte Entscheidungen über Sie: Antwort auf Antrag {id}",
    intro:
      "An {requester}. Sie haben uns am {received} gefragt, wie Entscheidungen über Sie automatisiert getroffen wurden ({source}). Dies ist unsere Antwort vom {today}.",
    purpose: "Zweck",
    logic: "Logik",
    compared:
      "Jede automatisierte Prüfung vergleicht, was Sie eingereicht haben, mit einer Regel oder mit anderen Daten und ergibt einen Wert. Der Wert wird mit einem Schwellenwert verglichen, und das Ergebnis folgt aus den Prüfungen, die nicht bestanden sind.",
    outcome: "Ergebnis",
    none: "Wir haben keine Entscheidung über Sie getroffen.",
    noneIn: "Wir haben in dem Zeitraum, den Sie genannt haben, keine Entscheidung über Sie getroffen.",
    again: "Sie können verlangen, dass eine Person erneut entscheidet ({source}).",
    fair: "Wir dürfen Sie nicht schlechter behandeln, weil Sie Ihre Rechte ausüben ({source}).",
  },
};

const fr: Texts = {
  controller: "Responsable du traitement : {controller}",
  write: "Écrivez à : {contact}",
  rights: "Vos droits",
  portable: {
    title: "Vos données pour d’autres services : réponse à la demande {id}",
    intro:
      "À {requester}. Vous nous avez demandé, le {received}, vos données sous une forme lisible par machine ({source}). Cette lettre du {today} explique les fichiers.",
    files: "Ce que contiennent les fichiers",
    provided:
      "Pour chaque vérification, data.json et data.csv contiennent ce que vous avez fourni : ce que vous avez rempli, ce que disent vos documents et ce que votre appareil a envoyé. Les images que vous avez envoyées se trouvent à côté.",
    exact:
      "data.json est exact. Dans data.csv, une apostrophe précède une valeur qu’un tableur calculerait, par exemple un numéro de téléphone qui commence par +.",
    made: "Les fichiers ne contiennent pas ce que nous avons tiré de vos données, comme les résultats, les notes des contrôles et les annotations. Vous pouvez également en demander une copie.",
    transfer:
      "Vous pouvez transmettre ces fichiers à un autre service sans que nous y fassions obstacle ({article}).",
    complain: "Vous pouvez introduire une réclamation auprès d’une autorité de contrôle : {authority}",
  },
  automated: {
    title: "Décisions automatisées à votre sujet : réponse à la demande {id}",
    intro:
      "À {requester}. Vous nous avez demandé, le {received}, comment des décisions à votre sujet ont été prises de manière automatisée ({source}). Voici notre réponse du {today}.",
    purpose: "Finalité",
    logic: "Logique",
    compared:
      "Chaque contrôle automatisé compare ce que vous avez présenté à une règle ou à d’autres données et produit une note. La note est comparée à un seuil, et le résultat découle des contrôles qui ne sont pas réussis.",
    outcome: "Résultat",
    none: "Nous n’avons pris aucune décision à votre sujet.",
    noneIn: "Nous n’avons pris aucune décision à votre sujet pendant la période que vous avez indiquée.",
    again: "Vous pouvez demander qu’une personne décide à nouveau ({source}).",
    fair: "Nous ne pouvons pas vous traiter moins bien parce que vous exercez vos droits ({source}).",
  },
};

const es: Texts = {
  controller: "Responsable del tratamiento: {controller}",
  write: "Escriba a: {contact}",
  rights: "Sus derechos",
  portable: {
    title: "Sus datos para otros servicios: respuesta a la solicitud {id}",
    intro:
      "A {requester}. El {received} nos pidió sus datos en un formato legible por máquina ({source}). Esta carta de {today} explica los archivos.",
    files: "Qué contienen los archivos",
    provided:
      "De cada verificación, data.json y data.csv contienen lo que usted facilitó: lo que rellenó, lo que dicen sus documentos y lo que envió su dispositivo. Las imágenes que envió están al lado.",
    exact:
      "data.json es exacto. En data.csv hay un apóstrofo delante de un valor que una hoja de cálculo calcularía, por ejemplo un número de teléfono que empieza por +.",
    made: "Los archivos no contienen lo que hemos obtenido a partir de sus datos, como resultados, puntuaciones y notas. También puede pedir una copia de ello.",
    transfer: "Puede transmitir estos archivos a otro servicio sin que se lo impidamos ({article}).",
    complain: "Puede presentar una reclamación ante una autoridad de control: {authority}",
  },
  automated: {
    title: "Decisiones automatizadas sobre usted: respuesta a la solicitud {id}",
    intro:
      "A {requester}. El {received} nos preguntó cómo se tomaron de forma automatizada decisiones sobre usted ({source}). Esta es nuestra respuesta de {today}.",
    purpose: "Finalidad",
    logic: "Lógica",
    compared:
      "Cada control automatizado compara lo que usted presentó con una regla o con otros datos y produce una puntuación. La puntuación se compara con un umbral, y el resultado se deriva de los controles no superados.",
    outcome: "Resultado",
    none: "No hemos tomado ninguna decisión sobre usted.",
    noneIn: "No hemos tomado ninguna decisión sobre usted en el período que usted indicó.",
    again: "Puede pedir que una persona decida de nuevo ({source}).",
    fair: "No podemos tratarle peor por ejercer sus derechos ({source}).",
  },
};

export const packageTexts: Readonly<Record<LetterLanguage, Texts>> = { en, de, fr, es };
