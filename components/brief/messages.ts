import { de } from "./messages.de";
import { en } from "./messages.en";
import { es } from "./messages.es";
import { fr } from "./messages.fr";

export const messages = { en, de, fr, es };
