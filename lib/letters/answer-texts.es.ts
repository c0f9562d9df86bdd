import type { AnswerTexts } from "@/lib/letters/answer-texts";

/** The letter of an answer, in Spanish. */
export const es: AnswerTexts = {
  title: "Sus datos: respuesta a la solicitud {id}",
  intro:
    "A {requester}. El {received} nos solicitó los datos que conservamos sobre usted ({law}). Esta carta de {today} explica la respuesta. Los archivos de este envío son la copia de sus datos.",
  none: "Aparte de su solicitud, no conservamos datos personales sobre usted.",
  noneIn:
    "Aparte de su solicitud, no conservamos datos personales sobre usted del período que indicó ({range}).",
  ranges: { from: "desde el {from}", to: "hasta el {to}", both: "del {from} al {to}" },
  one: "Conservamos los datos de 1 verificación de identidad.",
  many: "Conservamos los datos de {count} verificaciones de identidad.",
  files:
    "SHA256SUMS enumera cada archivo con su suma de comprobación y SIGNATURE demuestra que lo hemos creado nosotros; verify.html comprueba ambas cosas sin conexión.",
  titles: {
    purposes: "Fines del tratamiento",
    categories: "Categorías de datos personales",
    recipients: "Quién ha recibido sus datos",
    kept: "Cuánto tiempo conservamos sus datos",
    rights: "Sus derechos",
    complaints: "Reclamaciones",
    sources: "De dónde proceden los datos",
    decided: "Cómo se decidió sobre su verificación de identidad",
    transfers: "Transferencias a otros países",
    search: "Cómo hemos buscado",
    review: "Datos que no facilitamos hasta que termine una revisión",
    unreadable: "Datos que no pudimos leer",
    removed: "Texto suprimido de las notas",
    withheld: "Datos que esta ley excluye del envío",
  },
  ownCategory: "Su solicitud y nuestra respuesta",
  noRecipient: "Nuestros registros no mencionan ningún destinatario ajeno a nuestra organización.",
  keptRequest: "Conservamos su solicitud y nuestra respuesta como prueba de que hemos respondido.",
  controller: "Responsable del tratamiento: {controller}",
  write: "Escriba a: {contact}",
  officer: "Delegado de protección de datos: {officer}",
  rights:
    "Puede pedirnos la rectificación o la supresión de sus datos o la limitación de su tratamiento, y oponerse al tratamiento.",
  rightsCcpa:
    "Puede pedirnos que corrijamos o eliminemos sus datos personales, y no podemos tratarle peor por pedirlo (Cal. Civ. Code §§ 1798.105, 1798.106, 1798.125).",
  complain: "Puede presentar una reclamación ante una autoridad de control: {authority}",
  sources:
    "De usted, durante su verificación de identidad, y del proveedor que verificó su identidad por encargo nuestro:",
  score: "Un control automatizado produce una puntuación. La puntuación se compara con un umbral.",
  checks: {
    none: "No tenemos registrado ningún control automatizado.",
    withheld: "No facilitamos los resultados de los controles hasta que termine la revisión.",
    score: "puntuación {number}",
    threshold: "umbral {number}",
  },
  deciders: {
    pending: "Todavía no se ha tomado ninguna decisión.",
    nobody: "La verificación terminó sin decisión ({status}).",
    person: "Una persona tomó la decisión tras controles automatizados ({result}).",
    checks: "Los controles automatizados tomaron la decisión sin intervención humana ({result}).",
    unknown: "Nuestros registros no muestran si una persona participó en la decisión ({result}).",
  },
  meanings: {
    approved: "hemos aceptado su identidad como verificada",
    rejected:
      "no hemos aceptado su identidad como verificada, por lo que pueden denegarse los servicios que dependen de ello",
  },
  automated:
    "Cuando los controles automatizados tomaron la decisión sin intervención humana, puede pedir que la revise una persona, expresar su punto de vista e impugnar la decisión ({article}). Escriba a: {contact}",
  kept: {
    erased: "Suprimida.",
    sensitive: "Las imágenes y los datos leídos de ellas dejan de utilizarse a partir del {day}.",
    active: "Su verificación no ha terminado. El plazo de conservación empieza cuando termine.",
    automatic: "Todos los datos se suprimen automáticamente el {day} o al día siguiente.",
    open: "No hemos fijado una fecha de supresión automática.",
    undecided:
      "Si nos pide que suprimamos estos datos, los suprimiremos cuando termine la revisión, salvo que una ley nos obligue a conservarlos.",
    free: "Si nos pide que suprimamos estos datos, los suprimiremos.",
    retained: "Si nos pide que suprimamos estos datos, debemos conservarlos no obstante: {why}.",
    retainedUntil:
      "Si nos pide que suprimamos estos datos, debemos conservarlos no obstante hasta el {day}: {why}.",
  },
  search: {
    by: "El {day} buscamos en los registros de nuestras verificaciones de identidad por: {by}. Otras verificaciones de la misma persona forman parte de lo encontrado.",
    none: "No encontramos nada.",
    range: "Como nos pidió, buscamos solo las verificaciones que empezaron en este período: {range}.",
    noneIn: "No encontramos nada de este período.",
    found:
      "Verificaciones encontradas: {found}. De ellas, {accepted} se refieren a usted; {excluded} se omiten porque no se refieren a usted.",
    backups: "No buscamos en las copias de seguridad: son copias de estos registros.",
  },
  review: {
    text: "Ninguna persona ha decidido todavía sobre {ids}. Hasta entonces no facilitamos de ello: {what}.",
    again: "Puede volver a solicitarlo después de la decisión.",
    complain: "Puede reclamar por ello ante la autoridad de control o acudir a los tribunales.",
  },
  unreadable: "Conservamos los datos siguientes, pero no pudimos leerlos. Faltan en los archivos:",
  removed: "Los archivos señalan cada pasaje suprimido con su fundamento jurídico:",
  place: "1 pasaje: {ground}",
  places: "{count} pasajes: {ground}",
  withheld: "Conservamos los datos siguientes y no podemos facilitarlos en este envío: {list}.",
  known: "la persona que conocemos con la referencia {reference}",
  unknown: "la persona que presentó la solicitud",
  behalf: "{agent}, en nombre de {person}",
};
