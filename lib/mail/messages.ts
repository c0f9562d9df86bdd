import { de } from "@/lib/mail/messages.de";
import { en } from "@/lib/mail/messages.en";
import { es } from "@/lib/mail/messages.es";
import { fr } from "@/lib/mail/messages.fr";

export const messages = { en, de, fr, es };
