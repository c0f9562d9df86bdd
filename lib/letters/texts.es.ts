import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in Spanish. */
export const es: LetterTexts = {
  titles: {
    acknowledgement: "Hemos recibido su solicitud {id}",
    identity_question: "Su solicitud {id}: acredite su identidad, por favor",
    extension: "Su solicitud {id}: necesitamos más tiempo",
    fee_question: "Su solicitud {id}: pedimos un canon",
    refusal: "Su solicitud {id}: no le damos curso",
  },
  to: "A {requester}, {today}",
  nameless: "la persona que presentó esta solicitud",
  kinds: {
    access: "una copia de sus datos personales",
    erasure: "la supresión de sus datos personales",
    access_and_erasure: "una copia de sus datos personales y su supresión",
    rectification: "la rectificación de sus datos personales",
    restriction: "la limitación del tratamiento de sus datos personales",
    portability: "sus datos personales en un formato de lectura mecánica",
    objection: "el fin del tratamiento de sus datos personales, al que usted se opone",
    decision_review: "la revisión por una persona de una decisión automatizada",
    automated_decision_access: "información sobre decisiones automatizadas",
    complaint: "una respuesta a su reclamación sobre el tratamiento de sus datos personales",
  },
  laws: { gdpr: "RGPD", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "Recibimos su solicitud el {received}. Usted solicita {kind} ({law}). Indique el número {id} cuando nos escriba al respecto.",
  due: "Le responderemos a más tardar el {due}.",
  waiting: "Estamos a la espera de una respuesta suya. Nuestro plazo depende del día en que la recibamos.",
  undelayed: "Le comunicaremos el resultado sin dilación indebida.",
  verifying: "Primero comprobamos que la solicitud procede de la persona a la que se refieren los datos.",
  verified: "Hemos comprobado su identidad.",
  doubts:
    "Tenemos dudas razonables sobre la identidad de la persona que presentó esta solicitud. Por ello pedimos información que la confirme ({source}).",
  question: "Qué pedimos y por qué: {reason}",
  suspends: "Hasta que recibamos su respuesta, nuestro plazo queda suspendido.",
  starts: "Nuestro plazo empieza el día en que recibamos su respuesta.",
  extended:
    "Necesitamos más tiempo para responder a su solicitud y prorrogamos el plazo ({source}). Le responderemos a más tardar el {due}.",
  reason: "El motivo: {reason}",
  reach: "Cómo ponerse en contacto con nosotros",
  write: "{controller}. Escriba a: {contact}",
  officer: "Delegado de protección de datos: {officer}",
  refused: "Hemos decidido no dar curso a su solicitud. Esta carta explica por qué y qué puede hacer usted.",
  grounds: {
    unfounded: "Su solicitud es manifiestamente infundada ({source}).",
    excessive: "Su solicitud es excesiva, porque repite solicitudes anteriores ({source}).",
    abusive:
      "Su solicitud es excesiva, porque se presentó con intención abusiva ({source}; Tribunal de Justicia de la Unión Europea, C-526/24).",
    not_identified:
      "No podemos establecer que la solicitud procede de la persona a la que se refieren los datos ({source}).",
    third_party: "Facilitar los datos afectaría negativamente a los derechos de otras personas ({source}).",
    exemption: "Una disposición nos exime de dar curso a su solicitud: {provision}",
    not_controller:
      "No determinamos los fines ni los medios del tratamiento de los datos a los que se refiere su solicitud ({source}).",
  },
  other: "Según nuestro conocimiento, los determina: {other}",
  fee: "En tal caso podemos cobrar un canon razonable por lo que nos cuesta la respuesta. Pedimos: {amount}",
  payment: "Daremos curso a su solicitud cuando haya pagado el canon. Escríbanos si no desea pagarlo.",
  rights: "Sus derechos",
  object: "Si cree que nos equivocamos, escríbanos e indique por qué: {contact}",
  complain: {
    gdpr: "Puede presentar una reclamación ante una autoridad de control ({complaint}), por ejemplo: {authority}",
    uk_gdpr:
      "Puede presentar una reclamación ante nosotros (Data Protection Act 2018, section 164A) y ante el Information Commissioner ({complaint}): {authority}",
    ccpa: "Puede presentar una queja ante la California Privacy Protection Agency (cppa.ca.gov) o el Attorney General de California (oag.ca.gov).",
  },
  court: "También puede ejercer una acción judicial ({remedy}).",
};
