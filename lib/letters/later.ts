import type { LetterLanguage } from "@/lib/contract/vocabulary";
import type { Day } from "@/lib/format/day";
import { isolated } from "@/lib/format/visible";
import { answerDay, filledIn } from "@/lib/letters/interim";
import type { PaperSection } from "@/lib/letters/pdf";

type LaterTexts = Readonly<
  Record<"title" | "later" | "why" | "due" | "soon" | "earlierTitle" | "earlier", string>
>;

const texts: Readonly<Record<LetterLanguage, LaterTexts>> = {
  en: {
    title: "What is still to come",
    later: "This is a part of our answer. It does not contain these verifications: {ids}.",
    why: "The reason: {reason}",
    due: "We send you the rest by {due}.",
    soon: "We send you the rest without undue delay.",
    earlierTitle: "The earlier part",
    earlier: "We sent you a part of this answer on {day}. This package contains everything, also that part.",
  },
  de: {
    title: "Was noch folgt",
    later: "Dies ist ein Teil unserer Antwort. Diese Überprüfungen sind nicht darin enthalten: {ids}.",
    why: "Der Grund: {reason}",
    due: "Den Rest senden wir Ihnen bis zum {due}.",
    soon: "Den Rest senden wir Ihnen ohne unangemessene Verzögerung.",
    earlierTitle: "Der frühere Teil",
    earlier:
      "Am {day} haben wir Ihnen einen Teil dieser Antwort gesendet. Dieses Paket enthält alles, auch diesen Teil.",
  },
  fr: {
    title: "Ce qui suivra",
    later: "Ceci est une partie de notre réponse. Elle ne contient pas les vérifications suivantes : {ids}.",
    why: "Le motif : {reason}",
    due: "Nous vous enverrons le reste au plus tard le {due}.",
    soon: "Nous vous enverrons le reste dans les meilleurs délais.",
    earlierTitle: "La partie précédente",
    earlier:
      "Le {day}, nous vous avons envoyé une partie de cette réponse. Ce dossier contient tout, y compris cette partie.",
  },
  es: {
    title: "Lo que falta por enviar",
    later: "Esta es una parte de nuestra respuesta. No contiene estas verificaciones: {ids}.",
    why: "El motivo: {reason}",
    due: "Le enviaremos el resto a más tardar el {due}.",
    soon: "Le enviaremos el resto sin dilación indebida.",
    earlierTitle: "La parte anterior",
    earlier:
      "El {day} le enviamos una parte de esta respuesta. Este paquete contiene todo, también esa parte.",
  },
};

/** What of an answer is still to come, and what came before. */
export type LaterFacts = {
  /** The sessions that are left out. */
  ids: readonly string[];
  reason: string;
  /** The last day for the rest; null while it is not known, or has passed. */
  dueOn: Day | null;
  /** When a part was delivered; null when none was. */
  partOn: Day | null;
};

/** Writes what the letter of an answer says of its parts. An answer that was never divided says nothing. */
export function laterSections(
  language: LetterLanguage,
  { ids, reason, dueOn, partOn }: LaterFacts,
): PaperSection[] {
  const { title, later, why, due, soon, earlierTitle, earlier } = texts[language];
  if (ids.length > 0)
    return [
      {
        title,
        paragraphs: [
          filledIn(later, { ids: ids.join(", ") }),
          filledIn(why, { reason: isolated(reason) }),
          dueOn ? filledIn(due, { due: answerDay(language, dueOn) }) : soon,
        ],
      },
    ];
  if (!partOn) return [];
  return [{ title: earlierTitle, paragraphs: [filledIn(earlier, { day: answerDay(language, partOn) })] }];
}
