import type { LetterLanguage } from "@/lib/contract/vocabulary";

/** In German, French and Spanish, in this order. */
type Translations = readonly [de: string, fr: string, es: string];

/** Words of records that letters quote, by their English form. What is not here is quoted as it is. */
export const phrases: Readonly<Record<string, Translations>> = {
  "Identity data from documents and forms": [
    "Angaben zur Identität aus Dokumenten und Formularen",
    "Données d’identité issues de documents et de formulaires",
    "Datos de identidad de documentos y formularios",
  ],
  "Images of documents and of your face": [
    "Bilder von Dokumenten und Ihrem Gesicht",
    "Images de documents et de votre visage",
    "Imágenes de documentos y de su rostro",
  ],
  "Technical data of your device and connection": [
    "Technische Daten Ihres Geräts und Ihrer Verbindung",
    "Données techniques de votre appareil et de votre connexion",
    "Datos técnicos de su dispositivo y de su conexión",
  ],
  "Check results": ["Ergebnisse von Prüfungen", "Résultats de contrôles", "Resultados de controles"],
  "Fraud signals": ["Hinweise auf Betrug", "Indices de fraude", "Indicios de fraude"],
  "Results of list screening": [
    "Ergebnisse des Abgleichs mit Listen",
    "Résultats de la comparaison avec des listes",
    "Resultados de la comparación con listas",
  ],
  "Notes of the reviewers of your case": [
    "Notizen der Personen, die Ihren Fall bearbeitet haben",
    "Notes des personnes qui ont examiné votre dossier",
    "Notas de las personas que revisaron su caso",
  ],
  "Dates, status and outcome of your verification": [
    "Zeiten, Stand und Ergebnis Ihrer Identitätsprüfung",
    "Dates, état et résultat de votre vérification",
    "Fechas, estado y resultado de su verificación",
  ],
  "list screening": ["Abgleich mit Listen", "comparaison avec des listes", "comparación con listas"],
  "Social Security number": [
    "Nummer der Sozialversicherung (SSN)",
    "numéro de sécurité sociale (SSN)",
    "número de la seguridad social (SSN)",
  ],
  "numbers of identity documents and other government identification numbers": [
    "Nummern von Ausweisen und andere staatliche Kennnummern",
    "numéros de documents d’identité et autres numéros d’identification officiels",
    "números de documentos de identidad y otros números de identificación oficiales",
  ],
  "financial account numbers": [
    "Kontonummern",
    "numéros de comptes financiers",
    "números de cuentas financieras",
  ],
  "health insurance or medical identification numbers": [
    "Nummern der Krankenversicherung oder medizinische Kennnummern",
    "numéros d’assurance maladie ou d’identification médicale",
    "números de seguro médico o de identificación médica",
  ],
  "account passwords": ["Passwörter von Konten", "mots de passe de comptes", "contraseñas de cuentas"],
  "security questions and answers": [
    "Sicherheitsfragen und Antworten",
    "questions de sécurité et leurs réponses",
    "preguntas de seguridad y sus respuestas",
  ],
  "biometric data made from measurements of your body": [
    "biometrische Daten aus Messungen Ihres Körpers",
    "données biométriques issues de mesures de votre corps",
    "datos biométricos obtenidos de mediciones de su cuerpo",
  ],
  "pictures of identity documents": [
    "Bilder von Ausweisen",
    "images de documents d’identité",
    "imágenes de documentos de identidad",
  ],
  "the verification vendor's own answer, which contains them": [
    "die Antwort des Anbieters der Identitätsprüfung selbst, die solche Angaben enthält",
    "la réponse du prestataire de vérification lui-même, qui contient ces données",
    "la propia respuesta del proveedor de verificación, que contiene esos datos",
  ],
  "data about another person": [
    "Daten über eine andere Person",
    "données relatives à une autre personne",
    "datos sobre otra persona",
  ],
  "an internal remark or trade secret": [
    "eine interne Bemerkung oder ein Geschäftsgeheimnis",
    "une remarque interne ou un secret d’affaires",
    "una observación interna o un secreto comercial",
  ],
  "legally privileged": [
    "durch das Anwaltsgeheimnis geschützt",
    "couvert par le secret professionnel de l’avocat",
    "amparado por el secreto profesional del abogado",
  ],
  "fraud signals, scores and thresholds of checks, notes, the course of the review, and the verification vendor’s own answer where one is stored":
    [
      "Hinweise auf Betrug, Werte und Schwellenwerte von Prüfungen, Notizen, den Verlauf der Prüfung und, soweit gespeichert, die Antwort des Anbieters der Identitätsprüfung",
      "les indices de fraude, les notes et seuils des contrôles, les annotations, le déroulement de l’examen et, si elle est conservée, la réponse du prestataire de vérification",
      "los indicios de fraude, las puntuaciones y umbrales de los controles, las notas, el curso de la revisión y, si se conserva, la respuesta del proveedor de verificación",
    ],
  "id front": ["Vorderseite des Ausweises", "recto du document", "anverso del documento"],
  "id back": ["Rückseite des Ausweises", "verso du document", "reverso del documento"],
  selfie: ["Selfie", "selfie", "selfi"],
  "proof of address": ["Nachweis der Anschrift", "justificatif de domicile", "justificante de domicilio"],
  passed: ["bestanden", "réussi", "superado"],
  failed: ["nicht bestanden", "échoué", "no superado"],
  pending: ["ausstehend", "en attente", "pendiente"],
  error: ["Fehler", "erreur", "error"],
  skipped: ["ausgelassen", "omis", "omitido"],
  "requires retry": ["zu wiederholen", "à répéter", "debe repetirse"],
  approved: ["angenommen", "approuvée", "aprobada"],
  rejected: ["abgelehnt", "rejetée", "rechazada"],
  expired: ["abgelaufen", "expirée", "caducada"],
  completed: ["abgeschlossen", "terminée", "completada"],
  "customer reference": ["Kundennummer", "référence client", "referencia de cliente"],
  "e-mail address": ["E-Mail-Adresse", "adresse électronique", "correo electrónico"],
  "phone number": ["Telefonnummer", "numéro de téléphone", "número de teléfono"],
  "document number": ["Dokumentennummer", "numéro de document", "número de documento"],
  "name and date of birth": [
    "Name und Geburtsdatum",
    "nom et date de naissance",
    "nombre y fecha de nacimiento",
  ],
};

const places: Readonly<Record<Exclude<LetterLanguage, "en">, 0 | 1 | 2>> = { de: 0, fr: 1, es: 2 };

/** Returns words of a record in a language. */
export function phrase(english: string, language: LetterLanguage): string {
  if (language === "en" || !Object.hasOwn(phrases, english)) return english;
  return phrases[english]?.[places[language]] ?? english;
}
