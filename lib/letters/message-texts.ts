import { aesHelp } from "@/lib/contract/answer";
import type { LetterKind, LetterLanguage, MessageKind } from "@/lib/contract/vocabulary";
import { filledIn } from "@/lib/letters/interim";
import type { Wording } from "@/lib/letters/paragraphs";
import { letterTexts } from "@/lib/letters/texts";

/** The messages whose subject is the title of their letter. */
const titled = {
  received: "acknowledgement",
  extended: "extension",
  fee: "fee_question",
  refused: "refusal",
} as const satisfies Partial<Record<MessageKind, LetterKind>>;

const isTitled = (kind: MessageKind): kind is keyof typeof titled => kind in titled;

type Texts = {
  hello: string;
  nobody: string;
  /** Subjects of messages; what is missing has the title of its letter. */
  subjects: Readonly<Record<Exclude<MessageKind, keyof typeof titled>, string>>;
  bodies: Readonly<Record<MessageKind, string>>;
  /** Added where the letter goes with the message. */
  attached: Readonly<Partial<Record<MessageKind, string>>>;
};

const en: Texts = {
  hello: "Hello {requester},",
  nobody: "Hello,",
  subjects: {
    verified: "Your request {id}: we have verified your identity",
    question: "Your request {id}: a question",
    ready: "Your request {id}: the answer is ready",
    done: "Your request {id} is completed",
  },
  bodies: {
    received: "We have received your request {id}.",
    verified: "We have verified your identity and are preparing the answer to your request {id}.",
    question: "We have a question about your request {id}:\n\n{question}",
    extended: "We need more time to answer your request {id}.",
    fee: "We ask for a fee for your request {id}.",
    refused: "We have decided not to act on your request {id}.",
    ready:
      "The answer to your request {id} is ready. Download it here:\n\n{link}\n\nThe link works once, and only with a code. You get the code from us in another way.",
    done: "Your request {id} is completed.",
  },
  attached: {
    received: "The attached letter says what happens next.",
    extended: "The attached letter gives the reason.",
    fee: "The attached letter names the amount and the reason.",
    refused: "The attached letter gives the reason, and says where you can complain.",
  },
};

const de: Texts = {
  hello: "Guten Tag {requester},",
  nobody: "Guten Tag,",
  subjects: {
    verified: "Ihr Antrag {id}: Wir haben Ihre Identität geprüft",
    question: "Ihr Antrag {id}: eine Frage",
    ready: "Ihr Antrag {id}: Die Antwort liegt bereit",
    done: "Ihr Antrag {id} ist erledigt",
  },
  bodies: {
    received: "Wir haben Ihren Antrag {id} erhalten.",
    verified: "Wir haben Ihre Identität geprüft und bereiten die Antwort auf Ihren Antrag {id} vor.",
    question: "Wir haben eine Frage zu Ihrem Antrag {id}:\n\n{question}",
    extended: "Wir benötigen für Ihren Antrag {id} mehr Zeit.",
    fee: "Wir verlangen für Ihren Antrag {id} ein Entgelt.",
    refused: "Wir haben entschieden, auf Ihren Antrag {id} nicht tätig zu werden.",
    ready:
      "Die Antwort auf Ihren Antrag {id} liegt bereit. Laden Sie sie hier herunter:\n\n{link}\n\nDer Link gilt einmal und nur mit einem Code. Den Code erhalten Sie von uns auf einem anderen Weg.",
    done: "Ihr Antrag {id} ist erledigt.",
  },
  attached: {
    received: "Der beigefügte Brief sagt, wie es weitergeht.",
    extended: "Der beigefügte Brief nennt den Grund.",
    fee: "Der beigefügte Brief nennt Betrag und Grund.",
    refused: "Der beigefügte Brief nennt den Grund und sagt, wo Sie sich beschweren können.",
  },
};

const fr: Texts = {
  hello: "Bonjour {requester},",
  nobody: "Bonjour,",
  subjects: {
    verified: "Votre demande {id} : nous avons vérifié votre identité",
    question: "Votre demande {id} : une question",
    ready: "Votre demande {id} : la réponse est prête",
    done: "Votre demande {id} est traitée",
  },
  bodies: {
    received: "Nous avons reçu votre demande {id}.",
    verified: "Nous avons vérifié votre identité et préparons la réponse à votre demande {id}.",
    question: "Nous avons une question au sujet de votre demande {id} :\n\n{question}",
    extended: "Un délai supplémentaire nous est nécessaire pour répondre à votre demande {id}.",
    fee: "Nous demandons le paiement de frais pour votre demande {id}.",
    refused: "Nous avons décidé de ne pas donner suite à votre demande {id}.",
    ready:
      "La réponse à votre demande {id} est prête. Téléchargez-la ici :\n\n{link}\n\nLe lien fonctionne une seule fois, et seulement avec un code. Vous recevrez ce code de notre part par une autre voie.",
    done: "Votre demande {id} est traitée.",
  },
  attached: {
    received: "La lettre jointe vous indique la suite.",
    extended: "La lettre jointe en donne le motif.",
    fee: "La lettre jointe en indique le montant et le motif.",
    refused: "La lettre jointe en donne le motif et indique où vous pouvez introduire une réclamation.",
  },
};

const es: Texts = {
  hello: "Hola, {requester}:",
  nobody: "Hola:",
  subjects: {
    verified: "Su solicitud {id}: hemos comprobado su identidad",
    question: "Su solicitud {id}: una pregunta",
    ready: "Su solicitud {id}: la respuesta está lista",
    done: "Su solicitud {id} está atendida",
  },
  bodies: {
    received: "Hemos recibido su solicitud {id}.",
    verified: "Hemos comprobado su identidad y preparamos la respuesta a su solicitud {id}.",
    question: "Tenemos una pregunta sobre su solicitud {id}:\n\n{question}",
    extended: "Necesitamos más tiempo para responder a su solicitud {id}.",
    fee: "Pedimos un canon por su solicitud {id}.",
    refused: "Hemos decidido no dar curso a su solicitud {id}.",
    ready:
      "La respuesta a su solicitud {id} está lista. Descárguela aquí:\n\n{link}\n\nEl enlace funciona una sola vez y solo con un código. Le haremos llegar el código por otra vía.",
    done: "Su solicitud {id} está atendida.",
  },
  attached: {
    received: "La carta adjunta explica los pasos siguientes.",
    extended: "La carta adjunta indica el motivo.",
    fee: "La carta adjunta indica el importe y el motivo.",
    refused: "La carta adjunta indica el motivo y dónde puede reclamar.",
  },
};

export const messageTexts: Readonly<Record<LetterLanguage, Texts>> = { en, de, fr, es };

/** What a message says. */
export type MessageWords = {
  id: string;
  requester: string;
  question: string;
  /** The last day, in words of the language; empty while it is not known or has passed. */
  due: string;
  hasLetter: boolean;
  /** The package needs a password to open. */
  isEncrypted: boolean;
  /** The organization's own words of the letter of this message. */
  wording: Wording;
  /** Who writes, and how they are reached. */
  foot: readonly string[];
};

/** What a message says about its matter, with the letter beside it and without. */
export type MessageBodies = { withLetter: string; withoutLetter: string };

/** The sentence that a letter is attached; null for a message that says no such thing. */
export const sentenceOfLetter = (kind: MessageKind, language: LetterLanguage): string | null =>
  messageTexts[language].attached[kind] ?? null;

function bodiesOf(
  kind: MessageKind,
  language: LetterLanguage,
  values: Record<string, string>,
): MessageBodies {
  const withoutLetter = filledIn(messageTexts[language].bodies[kind], values).trim();
  return {
    withLetter: [withoutLetter, sentenceOfLetter(kind, language)].filter(Boolean).join(" "),
    withoutLetter,
  };
}

/** Writes a message. `{link}` stays where the download link belongs. */
export function messageOf(kind: MessageKind, language: LetterLanguage, words: MessageWords) {
  const { hello, nobody, subjects } = messageTexts[language];
  const { id, requester, question, wording } = words;
  const subject = isTitled(kind)
    ? (wording.title ?? letterTexts[language].titles[titled[kind]])
    : subjects[kind];
  const values = { id, requester, question, due: words.due, link: "{link}" };
  const isDated = words.due && ["received", "verified", "extended"].includes(kind);
  const bodies = bodiesOf(kind, language, values);
  const greeting = filledIn(words.requester ? hello : nobody, values);
  const matter = words.hasLetter ? bodies.withLetter : bodies.withoutLetter;
  const more = [
    ...(isDated ? [filledIn(wording.due ?? letterTexts[language].due, values)] : []),
    ...(kind === "ready" && words.isEncrypted ? [aesHelp[language]] : []),
  ];
  return {
    subject: filledIn(subject, { id }),
    text: [greeting, matter, ...more, words.foot.join("\n")].join("\n\n"),
    bodies,
  };
}
