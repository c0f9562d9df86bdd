import type { Translated } from "@/lib/language/messages";
import type { en } from "@/lib/mail/messages.en";

/** {@link en} in Spanish. */
export const es: Translated<typeof en> = {
  hello: "Hola, {name}:",
  helloAll: "Hola:",
  until: "El enlace funciona una vez, hasta el {until}.",
  ignore: "Si no esperaba este correo, ignórelo.",
  foot: "{organization} revisa verificaciones de identidad con Countersign.",
  invitation: {
    subject: "Invitación de {organization}",
    text: "{by} le invita a trabajar con {organization} en Countersign. Abra este enlace para crear su cuenta:",
    action: "Crear su cuenta",
  },
  password_link: {
    subject: "Un enlace para una contraseña nueva",
    text: "{by} ha creado un enlace con el que establece una contraseña nueva para su cuenta en {organization}:",
    action: "Establecer una contraseña nueva",
    warning: "Si no lo pidió, dígaselo a {by}. Su contraseña no cambia mientras no se use el enlace.",
  },
  forgotten_password: {
    subject: "Su contraseña nueva",
    text: "Se pidió una contraseña nueva para su cuenta en {organization}. Abra este enlace para establecerla:",
    action: "Establecer una contraseña nueva",
    warning: "Si no fue usted, ignore este correo: su contraseña no cambia.",
  },
  capture_invite: {
    subject: "{organization}: confirme su identidad",
    text: "{organization} le pide que confirme su identidad. Abra este enlace en su teléfono u ordenador:",
    action: "Confirmar su identidad",
  },
  daily_digest: {
    subject: "Lo que vence hoy",
    dueRequests: "{count, plural, one {# solicitud vence pronto} other {# solicitudes vencen pronto}}",
    lateRequests: "{count, plural, one {# solicitud está atrasada} other {# solicitudes están atrasadas}}",
    lateCases: "{count, plural, one {# caso está atrasado} other {# casos están atrasados}}",
    requests: "Abrir las solicitudes",
    cases: "Abrir la cola",
    stop: "Puede desactivar este correo diario en «Mi cuenta»: {url}",
  },
  webhook_disabled: {
    subject: "Se desactivó un extremo de webhook",
    text: "El extremo de {host} ({environment}) se desactivó tras {failures, plural, one {# entrega fallida} other {# entregas fallidas}} seguidas. Hay eventos que esperan en la lista de entregas.",
    action: "Abrir los webhooks",
  },
  test: {
    subject: "Correo de prueba",
    text: "Esto es una prueba. Los correos de {organization} llegan.",
  },
};
