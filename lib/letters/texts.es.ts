import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in Spanish. */
export const es: LetterTexts = {
  titles: {
    acknowledgement: "Hemos recibido su solicitud {id}",
    identity_question: "Su solicitud {id}: acredite su identidad, por favor",
    extension: "Su solicitud {id}: necesitamos más tiempo",
    fee_question: "Su solicitud {id}: pedimos un canon",
    refusal: "Su solicitud {id}: no le damos curso",
    rectified: "Su solicitud {id}: qué hemos rectificado",
    restricted: "Su solicitud {id}: el tratamiento está limitado",
    lifting: "Su solicitud {id}: vamos a levantar la limitación",
    recipients: "Su solicitud {id}: quién ha recibido sus datos",
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
  doubts: {
    gdpr: "Tenemos dudas razonables sobre la identidad de la persona que presentó esta solicitud. Por ello pedimos información que la confirme ({source}).",
    uk_gdpr:
      "Tenemos dudas razonables sobre la identidad de la persona que presentó esta solicitud. Por ello pedimos información que la confirme ({source}).",
    ccpa: "La información de que disponemos no basta para comprobar que usted es la persona a la que se refieren los datos. Por eso le pedimos más información ({source}).",
  },
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
  usage:
    "Usamos lo que nos envíe solo para comprobar su identidad, por seguridad y para prevenir el fraude. Lo suprimimos en cuanto sea posible después de responder, salvo que las normas sobre registros nos obliguen a conservarlo ({source}).",
  free: "La comprobación no le cuesta nada.",
  runs: "Nuestro plazo sigue corriendo mientras tanto.",
  corrected: "Hemos rectificado datos sobre usted ({source}). Esta carta enumera lo que se ha rectificado.",
  unchanged: "Una parte de los datos queda como está. Esta carta indica el motivo y qué puede hacer usted.",
  restricted:
    "Desde el {restricted} el tratamiento de sus datos está limitado ({source}). Conservamos los datos y no los usamos para nada más.",
  examined: "La limitación dura mientras examinamos su oposición.",
  exceptions:
    "La ley nos permite usar los datos limitados con su consentimiento, para reclamaciones legales, para proteger los derechos de otra persona o por razones de interés público importante ({exceptions}).",
  informing: "Le informaremos antes de levantar la limitación ({informing}).",
  lifting:
    "Vamos a levantar la limitación del tratamiento de sus datos. Se aplica desde el {restricted}. Le informamos antes de hacerlo ({source}).",
  afterwards: "Después podremos volver a usar los datos para los fines para los que los tratamos.",
  named: "Nuestros registros nombran a estos destinatarios de los datos ({source}): {recipients}.",
  unnamed: "Nuestros registros no nombran a ningún destinatario de los datos ({source}).",
  details: "Qué se ha rectificado",
  changed: "Rectificado: {fields}.",
  kept: "Sin cambios. El motivo: {why}",
  fields: {
    first_name: "nombre",
    last_name: "apellidos",
    date_of_birth: "fecha de nacimiento",
    address: "dirección",
    document_number: "número de documento",
    nationality: "nacionalidad",
    gender: "sexo o género",
    ssn: "número de la seguridad social",
    document_type: "tipo de documento",
    document_expiration_date: "fecha de caducidad del documento",
    document_issuing_state: "país o estado que expidió el documento",
  },
};
