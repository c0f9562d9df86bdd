import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const es: Translated<typeof en> = {
  title: "Confirme su identidad",
  lead: "{organization} le pide que confirme su identidad. Este enlace es solo para usted.",
  notYet:
    "En esta página todavía no se pueden hacer ni enviar fotos. Al abrirla no se ha registrado nada. {organization} le dirá cómo continuar.",
  ended: {
    title: "Este enlace ya no funciona",
    lead: "Ha caducado, se sustituyó o su verificación sigue sin él. Pida otro a {organization} si no ha terminado.",
  },
  notFound: {
    title: "Este enlace no es válido",
    lead: "Compruebe que la dirección está completa o pida otro enlace a la organización que se lo envió.",
  },
};
