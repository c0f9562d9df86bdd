import type { LetterKind, LetterLanguage } from "@/lib/contract/vocabulary";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { RequestKind } from "@/lib/law/kinds";

/** What a letter says. Names in braces are filled in. */
export type LetterTexts = {
  titles: Readonly<Record<LetterKind, string>>;
  to: string;
  /** The addressee who gave no name. */
  nameless: string;
  kinds: Readonly<Record<RequestKind, string>>;
  laws: Readonly<Record<JurisdictionId, string>>;
  received: string;
  due: string;
  /** The time limit is not known while an answer of the requester is awaited. */
  waiting: string;
  toVerify: string;
  verified: string;
  doubts: string;
  question: string;
  /** What waiting does to the time limit. */
  suspends: string;
  starts: string;
  extended: string;
  reason: string;
  reach: string;
  write: string;
  officer: string;
  /** How the language cites what a letter is based on. */
  sources: Readonly<
    Record<
      "identity" | "identityUk" | "extension" | "extensionUk" | "extensionUk12a" | "extensionCcpa",
      string
    >
  >;
};

const ccpa = "Cal. Civ. Code § 1798.130(a)(2)(A)";

const en: LetterTexts = {
  titles: {
    acknowledgement: "We have received your request {id}",
    identity_question: "Your request {id}: please prove your identity",
    extension: "Your request {id}: we need more time",
  },
  to: "To {requester}, {today}",
  nameless: "the person who made this request",
  kinds: {
    access: "a copy of your personal data",
    erasure: "the erasure of your personal data",
    access_and_erasure: "a copy of your personal data, and its erasure",
    rectification: "the correction of your personal data",
    restriction: "the restriction of the processing of your personal data",
    portability: "your personal data in a machine-readable format",
    objection: "an end to the processing of your personal data, to which you object",
    decision_review: "a review by a person of a decision that was made automatically",
    automated_decision_access: "information about decisions that were made automatically",
    complaint: "an answer to your complaint about how we use your personal data",
  },
  laws: { gdpr: "GDPR", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "We received your request on {received}. You ask for {kind} ({law}). Please give the number {id} when you write to us about it.",
  due: "We will answer by {due}.",
  waiting: "We are waiting for an answer from you. Our time limit depends on the day on which we receive it.",
  toVerify: "We first verify that the request comes from the person whom the data is about.",
  verified: "We have verified your identity.",
  doubts:
    "We have reasonable doubts about the identity of the person who made this request. We therefore ask for information that confirms it ({source}).",
  question: "What we ask for, and why: {reason}",
  suspends: "Until we receive your answer, our time limit is suspended.",
  starts: "Our time limit begins on the day on which we receive your answer.",
  extended:
    "We need more time to answer your request and extend the time limit ({source}). We will answer by {due}.",
  reason: "The reason: {reason}",
  reach: "How to reach us",
  write: "{controller}. Write to: {contact}",
  officer: "Data protection officer: {officer}",
  sources: {
    identity: "GDPR Art. 12(6)",
    identityUk: "UK GDPR Art. 12(6)",
    extension: "GDPR Art. 12(3)",
    extensionUk: "UK GDPR Art. 12(3)",
    extensionUk12a: "UK GDPR Art. 12A",
    extensionCcpa: ccpa,
  },
};

const de: LetterTexts = {
  titles: {
    acknowledgement: "Wir haben Ihren Antrag {id} erhalten",
    identity_question: "Ihr Antrag {id}: Bitte weisen Sie Ihre Identität nach",
    extension: "Ihr Antrag {id}: Wir benötigen mehr Zeit",
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
  toVerify: "Wir prüfen zuerst, ob der Antrag von der Person stammt, um deren Daten es geht.",
  verified: "Wir haben Ihre Identität geprüft.",
  doubts:
    "Wir haben begründete Zweifel an der Identität der Person, die den Antrag gestellt hat. Deshalb bitten wir um Angaben, die sie bestätigen ({source}).",
  question: "Was wir benötigen, und warum: {reason}",
  suspends: "Bis wir Ihre Antwort erhalten, ruht unsere Frist.",
  starts: "Unsere Frist beginnt an dem Tag, an dem wir Ihre Antwort erhalten.",
  extended:
    "Wir benötigen für die Antwort auf Ihren Antrag mehr Zeit und verlängern die Frist ({source}). Wir antworten bis zum {due}.",
  reason: "Der Grund: {reason}",
  reach: "So erreichen Sie uns",
  write: "{controller}. Schreiben Sie an: {contact}",
  officer: "Datenschutzbeauftragte: {officer}",
  sources: {
    identity: "Art. 12 Abs. 6 DSGVO",
    identityUk: "Art. 12 Abs. 6 UK GDPR",
    extension: "Art. 12 Abs. 3 DSGVO",
    extensionUk: "Art. 12 Abs. 3 UK GDPR",
    extensionUk12a: "Art. 12A UK GDPR",
    extensionCcpa: ccpa,
  },
};

const fr: LetterTexts = {
  titles: {
    acknowledgement: "Nous avons reçu votre demande {id}",
    identity_question: "Votre demande {id} : veuillez justifier de votre identité",
    extension: "Votre demande {id} : un délai supplémentaire nous est nécessaire",
  },
  to: "À {requester}, le {today}",
  nameless: "la personne qui a présenté cette demande",
  kinds: {
    access: "une copie de vos données à caractère personnel",
    erasure: "l’effacement de vos données à caractère personnel",
    access_and_erasure: "une copie de vos données à caractère personnel et leur effacement",
    rectification: "la rectification de vos données à caractère personnel",
    restriction: "la limitation du traitement de vos données à caractère personnel",
    portability: "vos données à caractère personnel dans un format lisible par machine",
    objection: "la fin du traitement de vos données à caractère personnel, auquel vous vous opposez",
    decision_review: "le réexamen par une personne d’une décision automatisée",
    automated_decision_access: "des informations sur des décisions automatisées",
    complaint: "une réponse à votre réclamation sur le traitement de vos données à caractère personnel",
  },
  laws: { gdpr: "RGPD", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "Nous avons reçu votre demande le {received}. Vous demandez {kind} ({law}). Veuillez indiquer le numéro {id} dans tout courrier à ce sujet.",
  due: "Nous vous répondrons au plus tard le {due}.",
  waiting: "Nous attendons une réponse de votre part. Notre délai dépend du jour où nous la recevrons.",
  toVerify: "Nous vérifions d’abord que la demande provient de la personne concernée par les données.",
  verified: "Nous avons vérifié votre identité.",
  doubts:
    "Nous avons des doutes raisonnables quant à l’identité de la personne qui a présenté cette demande. Nous demandons donc des informations qui la confirment ({source}).",
  question: "Ce que nous demandons, et pourquoi : {reason}",
  suspends: "Jusqu’à la réception de votre réponse, notre délai est suspendu.",
  starts: "Notre délai commence le jour où nous recevons votre réponse.",
  extended:
    "Un délai supplémentaire nous est nécessaire pour répondre à votre demande ; nous prolongeons le délai ({source}). Nous vous répondrons au plus tard le {due}.",
  reason: "Le motif : {reason}",
  reach: "Pour nous joindre",
  write: "{controller}. Écrivez à : {contact}",
  officer: "Délégué à la protection des données : {officer}",
  sources: {
    identity: "article 12, paragraphe 6, du RGPD",
    identityUk: "article 12, paragraphe 6, du UK GDPR",
    extension: "article 12, paragraphe 3, du RGPD",
    extensionUk: "article 12, paragraphe 3, du UK GDPR",
    extensionUk12a: "article 12A du UK GDPR",
    extensionCcpa: ccpa,
  },
};

const es: LetterTexts = {
  titles: {
    acknowledgement: "Hemos recibido su solicitud {id}",
    identity_question: "Su solicitud {id}: acredite su identidad, por favor",
    extension: "Su solicitud {id}: necesitamos más tiempo",
  },
  to: "A {requester}, {today}",
  nameless: "la persona que presentó esta solicitud",
  kinds: {
    access: "una copia de sus datos personales",
    erasure: "la supresión de sus datos personales",
    access_and_erasure: "una copia de sus datos personales y su supresión",
    rectification: "la rectificación de sus datos personales",
    restriction: "la limitación del tratamiento de sus datos personales",
    portability: "sus datos personales en un formato de lectura mecánica",
    objection: "el fin del tratamiento de sus datos personales, al que usted se opone",
    decision_review: "la revisión por una persona de una decisión automatizada",
    automated_decision_access: "información sobre decisiones automatizadas",
    complaint: "una respuesta a su reclamación sobre el tratamiento de sus datos personales",
  },
  laws: { gdpr: "RGPD", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "Recibimos su solicitud el {received}. Usted solicita {kind} ({law}). Indique el número {id} cuando nos escriba al respecto.",
  due: "Le responderemos a más tardar el {due}.",
  waiting: "Estamos a la espera de una respuesta suya. Nuestro plazo depende del día en que la recibamos.",
  toVerify: "Primero comprobamos que la solicitud procede de la persona a la que se refieren los datos.",
  verified: "Hemos comprobado su identidad.",
  doubts:
    "Tenemos dudas razonables sobre la identidad de la persona que presentó esta solicitud. Por ello pedimos información que la confirme ({source}).",
  question: "Qué pedimos y por qué: {reason}",
  suspends: "Hasta que recibamos su respuesta, nuestro plazo queda suspendido.",
  starts: "Nuestro plazo empieza el día en que recibamos su respuesta.",
  extended:
    "Necesitamos más tiempo para responder a su solicitud y prorrogamos el plazo ({source}). Le responderemos a más tardar el {due}.",
  reason: "El motivo: {reason}",
  reach: "Cómo ponerse en contacto con nosotros",
  write: "{controller}. Escriba a: {contact}",
  officer: "Delegado de protección de datos: {officer}",
  sources: {
    identity: "artículo 12, apartado 6, del RGPD",
    identityUk: "artículo 12, apartado 6, del UK GDPR",
    extension: "artículo 12, apartado 3, del RGPD",
    extensionUk: "artículo 12, apartado 3, del UK GDPR",
    extensionUk12a: "artículo 12A del UK GDPR",
    extensionCcpa: ccpa,
  },
};

export const letterTexts: Readonly<Record<LetterLanguage, LetterTexts>> = { en, de, fr, es };
