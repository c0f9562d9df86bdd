import { aesHelp } from "@/lib/contract/answer";
import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const es: Translated<typeof en> = {
  title: "Sus datos",
  lead: "Esta página contiene la respuesta a su solicitud. El enlace funciona una vez.",
  notFound: {
    title: "Este enlace no es válido",
    lead: "Un enlace funciona una vez y durante unos días. Pida otro a la organización que se lo envió.",
  },
  code: "Código",
  codeHint: "Ocho letras y dígitos. Le dimos este código por separado, por ejemplo por teléfono.",
  submit: "Continuar",
  accepted: "El código es correcto. La descarga está lista.",
  ready:
    "Su archivo está listo. Puede descargarlo una vez. Si la descarga se interrumpe, iníciela de nuevo aquí antes de una hora, en el mismo navegador.",
  download: "Descargar sus datos",
  contents:
    "La descarga es un archivo ZIP. Descomprímalo y abra primero index.html: dice qué contiene cada archivo.",
  encrypted: aesHelp.es,
  wrong: {
    code: "{left, plural, =0 {Código incorrecto. El enlace está ahora cerrado. Pida otro enlace.} one {Código incorrecto. Queda # intento.} other {Código incorrecto. Quedan # intentos.}}",
    link: "Este enlace no es válido. Pida otro.",
  },
};
