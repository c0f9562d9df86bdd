import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const es: Translated<typeof en> = {
  switch: "Idioma",
  kit: {
    required: "(obligatorio)",
    close: "Cerrar",
    copy: "Copiar",
    copied: "Copiado",
    copyValue: "Copiar: {label}",
    copyId: "{label} {id}, copiar",
    clickToCopy: "{id} (clic para copiar)",
    valueCopied: "{label}: copiado",
    valueNotCopied: "{label}: no se pudo copiar",
    tryAgain: "Intentar de nuevo",
    loadAgain: "Recargar la página",
    request: "Llamada",
    requestId: "ID de la llamada",
  },
  error: {
    title: "No se pudo mostrar esta página",
    detail:
      "No se ha cambiado ningún dato. Inténtelo de nuevo. Si el error persiste, dé este ID a la organización que le envió aquí.",
  },
  notFound: "No encontrado",
  privacyNotice: "Política de privacidad",
  problems: {
    forbidden: "Esta acción no está permitida.",
    not_found: "Esta página ya no está abierta.",
    conflict: "Los datos han cambiado. Recargue la página.",
    payload_too_large: "El texto es demasiado largo. Acórtelo e inténtelo de nuevo.",
    validation_error: "Algunos datos no son válidos. Compruébelos e inténtelo de nuevo.",
    rate_limited: "Demasiados intentos. Inténtelo más tarde.",
    service_unavailable:
      "El servicio no está disponible por el momento. Inténtelo de nuevo en unos segundos.",
    internal_error: "Se produjo un error inesperado. Inténtelo más tarde.",
    unreachable: "No se pudo llegar al servidor. Compruebe la conexión e inténtelo de nuevo.",
    outdated: "Countersign se actualizó o la conexión falló. Recargue la página.",
    unknown: "El servidor no respondió como se esperaba. Recargue la página.",
  },
};
