import { de } from "./messages.de";
import { en } from "./messages.en";

export const messages = { en, de };
