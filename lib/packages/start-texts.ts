import type { LetterLanguage } from "@/lib/contract/vocabulary";

/** What the start page of a package says. Names in braces are filled in. */
type StartTexts = {
  title: string;
  lead: string;
  first: string;
  session: string;
  image: string;
  programs: string;
  check: string;
  /** What a file contains, by its name. */
  files: Readonly<Record<string, string>>;
};

const en: StartTexts = {
  title: "Your data",
  lead: "{organization} answers your request {id} with these files.",
  first: "Read this first",
  session: "Verification {id}",
  image: "image",
  programs: "About the request, for programs",
  check: "Check the files",
  files: {
    "letter.pdf": "the letter, which explains the answer and your rights",
    "data.pdf": "your data in words, with the images",
    "export.json": "your data as it is stored, for programs",
    "data.json": "what you provided, for programs",
    "data.csv": "what you provided, as a table",
    "decision.json": "how it was decided, for programs",
    "decisions-and-lists.json": "decisions and list entries about you, for programs",
    "vendor-record.json": "what the verification vendor sent about you, for programs",
    "who-looked.json": "who opened your data, for programs",
    "request.json": "your request and what we told you",
    "index.json": "all files, and the data that could not be read",
    "verify.html": "checks in your browser that no file was changed",
  },
};

const de: StartTexts = {
  title: "Ihre Daten",
  lead: "{organization} beantwortet Ihren Antrag {id} mit diesen Dateien.",
  first: "Lesen Sie dies zuerst",
  session: "Identitätsprüfung {id}",
  image: "Bild",
  programs: "Zum Antrag, für Programme",
  check: "Dateien prüfen",
  files: {
    "letter.pdf": "der Brief, der die Antwort und Ihre Rechte erklärt",
    "data.pdf": "Ihre Daten in Worten, mit den Bildern",
    "export.json": "Ihre Daten, wie sie gespeichert sind, für Programme",
    "data.json": "was Sie angegeben haben, für Programme",
    "data.csv": "was Sie angegeben haben, als Tabelle",
    "decision.json": "wie entschieden wurde, für Programme",
    "decisions-and-lists.json": "Entscheidungen und Listeneinträge über Sie, für Programme",
    "vendor-record.json": "was der Anbieter der Identitätsprüfung über Sie gesendet hat, für Programme",
    "who-looked.json": "wer Ihre Daten geöffnet hat, für Programme",
    "request.json": "Ihr Antrag und was wir Ihnen mitgeteilt haben",
    "index.json": "alle Dateien und die Daten, die nicht gelesen werden konnten",
    "verify.html": "prüft in Ihrem Browser, dass keine Datei verändert wurde",
  },
};

const fr: StartTexts = {
  title: "Vos données",
  lead: "{organization} répond à votre demande {id} par ces fichiers.",
  first: "À lire en premier",
  session: "Vérification {id}",
  image: "image",
  programs: "Sur la demande, pour des programmes",
  check: "Contrôler les fichiers",
  files: {
    "letter.pdf": "la lettre, qui explique la réponse et vos droits",
    "data.pdf": "vos données en toutes lettres, avec les images",
    "export.json": "vos données telles qu’elles sont enregistrées, pour des programmes",
    "data.json": "ce que vous avez fourni, pour des programmes",
    "data.csv": "ce que vous avez fourni, sous forme de tableau",
    "decision.json": "comment la décision a été prise, pour des programmes",
    "decisions-and-lists.json":
      "décisions et inscriptions sur des listes vous concernant, pour des programmes",
    "vendor-record.json": "ce que le prestataire de vérification a envoyé à votre sujet, pour des programmes",
    "who-looked.json": "qui a ouvert vos données, pour des programmes",
    "request.json": "votre demande et ce que nous vous avons répondu",
    "index.json": "tous les fichiers, et les données qui n’ont pas pu être lues",
    "verify.html": "contrôle dans votre navigateur qu’aucun fichier n’a été modifié",
  },
};

const es: StartTexts = {
  title: "Sus datos",
  lead: "{organization} responde a su solicitud {id} con estos archivos.",
  first: "Lea esto primero",
  session: "Verificación {id}",
  image: "imagen",
  programs: "Sobre la solicitud, para programas",
  check: "Comprobar los archivos",
  files: {
    "letter.pdf": "la carta, que explica la respuesta y sus derechos",
    "data.pdf": "sus datos en palabras, con las imágenes",
    "export.json": "sus datos tal como están almacenados, para programas",
    "data.json": "lo que usted proporcionó, para programas",
    "data.csv": "lo que usted proporcionó, como tabla",
    "decision.json": "cómo se decidió, para programas",
    "decisions-and-lists.json": "decisiones e inscripciones en listas sobre usted, para programas",
    "vendor-record.json": "lo que el proveedor de verificación envió sobre usted, para programas",
    "who-looked.json": "quién abrió sus datos, para programas",
    "request.json": "su solicitud y lo que le comunicamos",
    "index.json": "todos los archivos, y los datos que no se pudieron leer",
    "verify.html": "comprueba en su navegador que ningún archivo fue modificado",
  },
};

export const startTexts: Readonly<Record<LetterLanguage, StartTexts>> = { en, de, fr, es };
