import type { LetterLanguage } from "@/lib/contract/vocabulary";

/** What letters say of the part that a person had in a decision. Names in braces are filled in. */
type Texts = Readonly<
  Record<
    | "opened"
    | "unopened"
    | "claimed"
    | "noImages"
    | "noneShown"
    | "unknownShown"
    | "shown"
    | "hidden"
    | "moment",
    string
  >
> & { doors: Readonly<Record<"desk" | "api" | "unknown", string>> };

export const involvedTexts: Readonly<Record<LetterLanguage, Texts>> = {
  en: {
    doors: {
      desk: "A person made the decision on our desk for reviews.",
      api: "A person is recorded as having made the decision through another program. What that person saw is not recorded here.",
      unknown:
        "A person is recorded as having made the decision. Our log does not show any more what that person saw.",
    },
    opened: "This person first opened the case {span} before the decision.",
    unopened: "The log shows no opening of the case by this person.",
    claimed: "It was claimed {span} before.",
    noImages: "The session stored no images.",
    noneShown: "None of the stored images was on this person's screen before.",
    unknownShown: "No image was on this person's screen before; how many were stored is not known any more.",
    shown: "Images on the screen before: {images}.",
    hidden: "Not shown: {images}.",
    moment: "less than a second",
  },
  de: {
    doors: {
      desk: "Eine Person hat die Entscheidung an unserem Arbeitsplatz für Prüfungen getroffen.",
      api: "Nach unseren Aufzeichnungen hat eine Person die Entscheidung über ein anderes Programm getroffen. Was diese Person gesehen hat, ist hier nicht aufgezeichnet.",
      unknown:
        "Nach unseren Aufzeichnungen hat eine Person die Entscheidung getroffen. Unser Protokoll zeigt nicht mehr, was diese Person gesehen hat.",
    },
    opened: "Zwischen dem ersten Öffnen des Falls durch diese Person und der Entscheidung lag: {span}.",
    unopened: "Das Protokoll zeigt nicht, dass diese Person den Fall geöffnet hat.",
    claimed: "Zwischen der Übernahme des Falls und der Entscheidung lag: {span}.",
    noImages: "Zu der Identitätsprüfung waren keine Bilder gespeichert.",
    noneShown: "Keines der gespeicherten Bilder war zuvor auf dem Bildschirm dieser Person.",
    unknownShown:
      "Zuvor war kein Bild auf dem Bildschirm dieser Person; wie viele gespeichert waren, ist nicht mehr bekannt.",
    shown: "Bilder, die zuvor auf dem Bildschirm waren: {images}.",
    hidden: "Nicht gezeigt: {images}.",
    moment: "weniger als eine Sekunde",
  },
  fr: {
    doors: {
      desk: "Une personne a pris la décision sur notre poste d’examen.",
      api: "Selon nos registres, une personne a pris la décision au moyen d’un autre programme. Ce que cette personne a vu n’est pas enregistré ici.",
      unknown:
        "Selon nos registres, une personne a pris la décision. Notre journal ne montre plus ce que cette personne a vu.",
    },
    opened: "Temps entre la première ouverture du dossier par cette personne et la décision : {span}.",
    unopened: "Le journal ne montre aucune ouverture du dossier par cette personne.",
    claimed: "Temps entre la prise en charge du dossier et la décision : {span}.",
    noImages: "Aucune image n’était conservée pour cette vérification.",
    noneShown: "Aucune des images conservées n’a été auparavant à l’écran de cette personne.",
    unknownShown:
      "Aucune image n’a été auparavant à l’écran de cette personne ; on ne sait plus combien étaient conservées.",
    shown: "Images affichées auparavant à l’écran : {images}.",
    hidden: "Non affichées : {images}.",
    moment: "moins d’une seconde",
  },
  es: {
    doors: {
      desk: "Una persona tomó la decisión en nuestro puesto de revisión.",
      api: "Según nuestros registros, una persona tomó la decisión mediante otro programa. Lo que vio esa persona no consta aquí.",
      unknown:
        "Según nuestros registros, una persona tomó la decisión. Nuestro registro ya no muestra lo que vio esa persona.",
    },
    opened: "Tiempo entre la primera apertura del caso por esa persona y la decisión: {span}.",
    unopened: "El registro no muestra que esa persona abriera el caso.",
    claimed: "Tiempo entre la asunción del caso y la decisión: {span}.",
    noImages: "La verificación no tenía imágenes guardadas.",
    noneShown: "Ninguna de las imágenes guardadas estuvo antes en la pantalla de esa persona.",
    unknownShown:
      "Ninguna imagen estuvo antes en la pantalla de esa persona; ya no se sabe cuántas había guardadas.",
    shown: "Imágenes que estuvieron antes en la pantalla: {images}.",
    hidden: "No mostradas: {images}.",
    moment: "menos de un segundo",
  },
};
