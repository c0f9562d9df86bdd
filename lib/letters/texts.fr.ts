import type { LetterTexts } from "@/lib/letters/texts";

/** The letters of an open or refused request, in French. */
export const fr: LetterTexts = {
  titles: {
    acknowledgement: "Nous avons reçu votre demande {id}",
    identity_question: "Votre demande {id} : veuillez justifier de votre identité",
    extension: "Votre demande {id} : un délai supplémentaire nous est nécessaire",
    fee_question: "Votre demande {id} : nous demandons le paiement de frais",
    refusal: "Votre demande {id} : nous n’y donnons pas suite",
    rectified: "Votre demande {id} : ce que nous avons rectifié",
    restricted: "Votre demande {id} : le traitement est limité",
    lifting: "Votre demande {id} : nous allons lever la limitation",
    recipients: "Votre demande {id} : qui a reçu vos données",
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
  doubts: {
    gdpr: "Nous avons des doutes raisonnables quant à l’identité de la personne qui a présenté cette demande. Nous demandons donc des informations qui la confirment ({source}).",
    uk_gdpr:
      "Nous avons des doutes raisonnables quant à l’identité de la personne qui a présenté cette demande. Nous demandons donc des informations qui la confirment ({source}).",
    ccpa: "Les informations dont nous disposons ne suffisent pas à vérifier que vous êtes la personne concernée par les données. Nous vous demandons donc des informations supplémentaires ({source}).",
  },
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
  usage:
    "Nous utilisons ce que vous nous envoyez uniquement pour vérifier votre identité, pour la sécurité et pour prévenir la fraude. Nous le supprimons dès que possible après notre réponse, sauf si les règles de tenue des registres nous obligent à le conserver ({source}).",
  free: "La vérification ne vous coûte rien.",
  runs: "Notre délai continue de courir.",
  corrected:
    "Nous avons rectifié des données vous concernant ({source}). Cette lettre indique ce qui a été rectifié.",
  unchanged:
    "Une partie des données reste inchangée. Cette lettre vous en indique le motif et vos possibilités de recours.",
  restricted:
    "Depuis le {restricted}, le traitement de vos données est limité ({source}). Nous conservons les données et ne les utilisons pas autrement.",
  examined: "La limitation dure tant que nous examinons votre opposition.",
  exceptions:
    "La loi nous permet d’utiliser des données limitées avec votre consentement, pour des droits en justice, pour protéger les droits d’une autre personne ou pour des motifs importants d’intérêt public ({exceptions}).",
  informing: "Nous vous informerons avant de lever la limitation ({informing}).",
  lifting:
    "Nous allons lever la limitation du traitement de vos données. Elle s’applique depuis le {restricted}. Nous vous en informons avant de le faire ({source}).",
  afterwards:
    "Ensuite, nous pourrons de nouveau utiliser les données aux fins pour lesquelles nous les traitons.",
  named: "Nos registres mentionnent les destinataires suivants des données ({source}) : {recipients}.",
  unnamed: "Nos registres ne mentionnent aucun destinataire des données ({source}).",
  details: "Ce qui a été rectifié",
  changed: "Rectifié : {fields}.",
  kept: "Inchangé. Le motif : {why}",
  fields: {
    first_name: "prénom",
    last_name: "nom",
    date_of_birth: "date de naissance",
    address: "adresse",
    document_number: "numéro de document",
    nationality: "nationalité",
    gender: "sexe ou genre",
    ssn: "numéro de sécurité sociale",
    document_type: "type de document",
    document_expiration_date: "date d’expiration du document",
    document_issuing_state: "pays ou État de délivrance du document",
  },
};
