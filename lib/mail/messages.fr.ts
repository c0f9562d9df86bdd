import type { Translated } from "@/lib/language/messages";
import type { en } from "@/lib/mail/messages.en";

/** {@link en} in French. */
export const fr: Translated<typeof en> = {
  hello: "Bonjour {name},",
  helloAll: "Bonjour,",
  until: "Le lien fonctionne une fois, jusqu’au {until}.",
  ignore: "Si vous n’attendiez pas cet e-mail, ignorez-le.",
  foot: "{organization} examine des vérifications d’identité avec Countersign.",
  invitation: {
    subject: "Invitation de {organization}",
    text: "{by} vous invite à travailler avec {organization} dans Countersign. Ouvrez ce lien pour créer votre compte :",
    action: "Créer votre compte",
  },
  password_link: {
    subject: "Un lien pour un nouveau mot de passe",
    text: "{by} a créé un lien avec lequel vous définissez un nouveau mot de passe pour votre compte chez {organization} :",
    action: "Définir un nouveau mot de passe",
    warning:
      "Si vous ne l’avez pas demandé, dites-le à {by}. Votre mot de passe ne change pas tant que le lien n’est pas utilisé.",
  },
  forgotten_password: {
    subject: "Votre nouveau mot de passe",
    text: "Un nouveau mot de passe a été demandé pour votre compte chez {organization}. Ouvrez ce lien pour le définir :",
    action: "Définir un nouveau mot de passe",
    warning: "Si ce n’était pas vous, ignorez cet e-mail : votre mot de passe ne change pas.",
  },
  capture_invite: {
    subject: "{organization} : confirmez votre identité",
    text: "{organization} vous demande de confirmer votre identité. Ouvrez ce lien sur votre téléphone ou votre ordinateur :",
    action: "Confirmer votre identité",
  },
  daily_digest: {
    subject: "À traiter aujourd’hui",
    dueRequests:
      "{count, plural, one {# demande arrive bientôt à échéance} other {# demandes arrivent bientôt à échéance}}",
    lateRequests: "{count, plural, one {# demande est en retard} other {# demandes sont en retard}}",
    lateCases: "{count, plural, one {# dossier est en retard} other {# dossiers sont en retard}}",
    requests: "Ouvrir les demandes",
    cases: "Ouvrir la file d’attente",
    stop: "Vous désactivez cet e-mail quotidien sous « Mon compte » : {url}",
  },
  webhook_disabled: {
    subject: "Un point de terminaison webhook a été désactivé",
    text: "Le point de terminaison de {host} ({environment}) a été désactivé après {failures, plural, one {# livraison échouée} other {# livraisons échouées}} de suite. Des événements attendent dans la liste des livraisons.",
    action: "Ouvrir les webhooks",
  },
  test: {
    subject: "E-mail d’essai",
    text: "Ceci est un essai. Les e-mails de {organization} arrivent.",
  },
};
