import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in French. */
export const fr: LetterTexts = {
  titles: {
    acknowledgement: "Nous avons reçu votre demande {id}",
    identity_question: "Votre demande {id} : veuillez justifier de votre identité",
    extension: "Votre demande {id} : un délai supplémentaire nous est nécessaire",
    fee_question: "Votre demande {id} : nous demandons le paiement de frais",
    refusal: "Votre demande {id} : nous n’y donnons pas suite",
  },
  to: "À {requester}, le {today}",
  nameless: "la personne qui a présenté cette demande",
  kinds: {
    access: "une copie de vos données à caractère personnel",
    erasure: "l’effacement de vos données à caractère personnel",
    access_and_erasure: "une copie de vos données à caractère personnel et leur effacement",
    rectification: "la rectification de vos données à caractère personnel",
    restriction: "la limitation du traitement de vos données à caractère personnel",
    portability: "vos données à caractère personnel dans un format lisible par machine",
    objection: "la fin du traitement de vos données à caractère personnel, auquel vous vous opposez",
    decision_review: "le réexamen par une personne d’une décision automatisée",
    automated_decision_access: "des informations sur des décisions automatisées",
    complaint: "une réponse à votre réclamation sur le traitement de vos données à caractère personnel",
  },
  laws: { gdpr: "RGPD", uk_gdpr: "UK GDPR", ccpa: "CCPA" },
  received:
    "Nous avons reçu votre demande le {received}. Vous demandez {kind} ({law}). Veuillez indiquer le numéro {id} dans tout courrier à ce sujet.",
  due: "Nous vous répondrons au plus tard le {due}.",
  waiting: "Nous attendons une réponse de votre part. Notre délai dépend du jour où nous la recevrons.",
  undelayed: "Nous vous communiquerons le résultat sans retard injustifié.",
  verifying: "Nous vérifions d’abord que la demande provient de la personne concernée par les données.",
  verified: "Nous avons vérifié votre identité.",
  doubts:
    "Nous avons des doutes raisonnables quant à l’identité de la personne qui a présenté cette demande. Nous demandons donc des informations qui la confirment ({source}).",
  question: "Ce que nous demandons, et pourquoi : {reason}",
  suspends: "Jusqu’à la réception de votre réponse, notre délai est suspendu.",
  starts: "Notre délai commence le jour où nous recevons votre réponse.",
  extended:
    "Un délai supplémentaire nous est nécessaire pour répondre à votre demande ; nous prolongeons le délai ({source}). Nous vous répondrons au plus tard le {due}.",
  reason: "Le motif : {reason}",
  reach: "Pour nous joindre",
  write: "{controller}. Écrivez à : {contact}",
  officer: "Délégué à la protection des données : {officer}",
  refused:
    "Nous avons décidé de ne pas donner suite à votre demande. Cette lettre vous en indique la raison et vos possibilités de recours.",
  grounds: {
    unfounded: "Votre demande est manifestement infondée ({source}).",
    excessive: "Votre demande est excessive, car elle répète des demandes antérieures ({source}).",
    abusive:
      "Votre demande est excessive, car elle a été présentée dans une intention abusive ({source} ; Cour de justice de l’Union européenne, C-526/24).",
    not_identified:
      "Nous ne pouvons pas établir que la demande provient de la personne concernée par les données ({source}).",
    third_party: "La communication des données porterait atteinte aux droits d’autres personnes ({source}).",
    exemption: "Une disposition nous dispense de donner suite à votre demande : {provision}",
    not_controller:
      "Nous ne déterminons ni les finalités ni les moyens du traitement des données sur lesquelles porte votre demande ({source}).",
  },
  other: "À notre connaissance, ils sont déterminés par : {other}",
  fee: "Dans un tel cas, nous pouvons exiger le paiement de frais raisonnables pour le coût de la réponse. Nous demandons : {amount}",
  payment:
    "Nous donnerons suite à votre demande lorsque vous aurez payé ces frais. Veuillez nous écrire si vous ne souhaitez pas les payer.",
  rights: "Vos droits",
  object: "Si vous pensez que nous avons tort, écrivez-nous en indiquant pourquoi : {contact}",
  complain: {
    gdpr: "Vous pouvez introduire une réclamation auprès d’une autorité de contrôle ({complaint}), par exemple : {authority}",
    uk_gdpr:
      "Vous pouvez introduire une réclamation auprès de nous (Data Protection Act 2018, section 164A) et auprès de l’Information Commissioner ({complaint}) : {authority}",
    ccpa: "Vous pouvez porter plainte auprès de la California Privacy Protection Agency (cppa.ca.gov) ou de l’Attorney General de Californie (oag.ca.gov).",
  },
  court: "Vous pouvez également former un recours juridictionnel ({remedy}).",
};
