import type { AnswerTexts } from "@/lib/letters/answer-texts";

/** The letter of an answer, in French. */
export const fr: AnswerTexts = {
  title: "Vos données : réponse à la demande {id}",
  intro:
    "À {requester}. Vous nous avez demandé, le {received}, les données que nous conservons à votre sujet ({law}). Cette lettre du {today} explique la réponse. Les fichiers de cet envoi sont la copie de vos données.",
  none: "À part votre demande, nous ne conservons aucune donnée à caractère personnel vous concernant.",
  noneIn:
    "À part votre demande, nous ne conservons aucune donnée à caractère personnel vous concernant pour la période que vous avez indiquée ({range}).",
  ranges: { from: "à partir du {from}", to: "jusqu’au {to}", both: "du {from} au {to}" },
  one: "Nous conservons les données de 1 vérification d’identité.",
  many: "Nous conservons les données de {count} vérifications d’identité.",
  files:
    "SHA256SUMS énumère chaque fichier avec sa somme de contrôle et SIGNATURE prouve que nous l’avons établi ; verify.html contrôle les deux, hors ligne.",
  titles: {
    purposes: "Finalités du traitement",
    categories: "Catégories de données à caractère personnel",
    recipients: "Destinataires de vos données",
    kept: "Durée de conservation de vos données",
    rights: "Vos droits",
    complaints: "Réclamations",
    sources: "Origine des données",
    decided: "Décision relative à votre vérification d’identité",
    transfers: "Transferts vers d’autres pays",
    search: "Comment nous avons cherché",
    review: "Données que nous ne communiquons pas avant la fin d’un examen",
    unreadable: "Données que nous n’avons pas pu lire",
    removed: "Passages retirés des notes",
    withheld: "Données que cette loi exclut de l’envoi",
  },
  ownCategory: "Votre demande et notre réponse",
  noRecipient: "Nos dossiers ne mentionnent aucun destinataire extérieur à notre organisation.",
  keptRequest: "Nous conservons votre demande et notre réponse comme preuve que nous avons répondu.",
  controller: "Responsable du traitement : {controller}",
  write: "Écrivez à : {contact}",
  officer: "Délégué à la protection des données : {officer}",
  rights:
    "Vous pouvez nous demander la rectification ou l’effacement de vos données ou la limitation de leur traitement, et vous opposer au traitement.",
  rightsCcpa:
    "Vous pouvez nous demander de corriger ou de supprimer vos données personnelles, et nous ne pouvons pas vous traiter moins bien pour l’avoir demandé (Cal. Civ. Code §§ 1798.105, 1798.106, 1798.125).",
  complain: "Vous pouvez introduire une réclamation auprès d’une autorité de contrôle : {authority}",
  sources:
    "De vous-même, lors de votre vérification d’identité, et du prestataire qui a vérifié votre identité pour nous :",
  score: "Un contrôle automatisé produit une note. Cette note est comparée à un seuil.",
  checks: {
    none: "Nous n’avons enregistré aucun contrôle automatisé.",
    withheld: "Nous ne communiquons pas les résultats des contrôles avant la fin de l’examen.",
    score: "note {number}",
    threshold: "seuil {number}",
  },
  deciders: {
    pending: "Aucune décision n’a encore été prise.",
    nobody: "La vérification a pris fin sans décision ({status}).",
    person: "Une personne a pris la décision après des contrôles automatisés ({result}).",
    checks: "Des contrôles automatisés ont pris la décision sans intervention humaine ({result}).",
    unknown: "Nos dossiers n’indiquent pas si une personne a participé à la décision ({result}).",
  },
  meanings: {
    approved: "nous avons admis que votre identité est vérifiée",
    rejected:
      "nous n’avons pas admis que votre identité est vérifiée, de sorte que les services qui en dépendent peuvent être refusés",
  },
  automated:
    "Lorsque des contrôles automatisés ont pris la décision sans intervention humaine, vous pouvez demander qu’une personne la réexamine, exprimer votre point de vue et contester la décision ({article}). Écrivez à : {contact}",
  kept: {
    erased: "Effacée.",
    sensitive: "Les images et les données qui en sont lues ne sont plus utilisées à partir du {day}.",
    active: "Votre vérification n’est pas terminée. La durée de conservation commence lorsqu’elle prend fin.",
    automatic: "Toutes les données sont effacées automatiquement le {day} ou le lendemain.",
    open: "Nous n’avons pas fixé de date d’effacement automatique.",
    undecided:
      "Si vous nous demandez d’effacer ces données, nous les effaçons à la fin de l’examen, sauf si une loi nous oblige à les conserver.",
    free: "Si vous nous demandez d’effacer ces données, nous les effaçons.",
    retained: "Si vous nous demandez d’effacer ces données, nous devons néanmoins les conserver : {why}.",
    retainedUntil:
      "Si vous nous demandez d’effacer ces données, nous devons néanmoins les conserver jusqu’au {day} : {why}.",
  },
  search: {
    by: "Le {day}, nous avons cherché dans les dossiers de nos vérifications d’identité d’après : {by}. Les autres vérifications de la même personne font partie de ce que nous avons trouvé.",
    none: "Nous n’avons rien trouvé.",
    range:
      "Comme vous l’avez demandé, nous n’avons cherché que les vérifications qui ont commencé pendant cette période : {range}.",
    noneIn: "Nous n’avons rien trouvé pour cette période.",
    found:
      "Vérifications trouvées : {found}. Parmi elles, {accepted} vous concernent ; {excluded} sont laissées de côté, car elles ne vous concernent pas.",
    backups: "Nous n’avons pas cherché dans les sauvegardes : ce sont des copies de ces dossiers.",
  },
  review: {
    text: "Aucune personne n’a encore statué sur {ids}. Jusque-là, nous n’en communiquons pas : {what}.",
    again: "Vous pourrez renouveler votre demande après la décision.",
    complain:
      "Vous pouvez introduire une réclamation à ce sujet auprès de l’autorité de contrôle ou saisir un tribunal.",
  },
  unreadable:
    "Nous conservons les données suivantes, mais nous n’avons pas pu les lire. Elles manquent dans les fichiers :",
  removed: "Les fichiers signalent chaque passage retiré avec son fondement juridique :",
  place: "1 passage : {ground}",
  places: "{count} passages : {ground}",
  withheld:
    "Nous conservons les données suivantes et ne pouvons pas les communiquer dans cet envoi : {list}.",
  known: "la personne que nous connaissons sous la référence {reference}",
  unknown: "la personne qui a présenté la demande",
  behalf: "{agent}, au nom de {person}",
};
