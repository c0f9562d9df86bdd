import { de } from "@/lib/mail/messages.de";
import { en } from "@/lib/mail/messages.en";

export const messages = { en, de };
