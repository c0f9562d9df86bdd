import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const fr: Translated<typeof en> = {
  signIn: {
    title: "Connexion",
    email: "Adresse e-mail",
    password: "Mot de passe",
    submit: "Se connecter",
    ended: {
      reset: "Votre mot de passe est défini. Utilisez-le pour vous connecter.",
      saved: "Votre session de connexion est terminée. Connectez-vous pour continuer.",
      unknown:
        "Votre session de connexion est terminée. Il est possible que votre dernière modification n’ait pas été enregistrée. Connectez-vous et vérifiez-la.",
      unsaved:
        "Votre session de connexion était terminée, votre dernière modification n’a donc pas été enregistrée. Connectez-vous et envoyez-la de nouveau.",
      sso_off:
        "Ce lien vers l’authentification unique n’est pas valable. Demandez le lien actuel à une personne qui administre votre organisation.",
      sso_expired:
        "L’authentification unique a pris trop de temps ou a été commencée dans un autre onglet. Réessayez.",
      sso_failed:
        "L’authentification unique a échoué. Réessayez ou adressez-vous à une personne qui administre votre organisation : le journal d’audit en indique la raison.",
      sso_no_access:
        "Votre compte chez le fournisseur d’identité n’a pas d’accès ici. Adressez-vous à une personne qui administre votre organisation.",
      sso_second_factor:
        "Votre rôle exige un second facteur et cette authentification unique n’en demande pas. Adressez-vous à une personne qui administre votre organisation.",
      sso_signed_out: "Vous êtes déconnecté, aussi chez votre fournisseur d’identité.",
      sso_kept:
        "Votre fournisseur d’identité n’a pas confirmé que vous y êtes déconnecté. Sur un ordinateur partagé, déconnectez-vous-y vous-même.",
    },
    sso: {
      open: "Se connecter par authentification unique",
      title: "Authentification unique",
      lead: "Saisissez votre adresse e-mail professionnelle. Vous vous connectez chez le fournisseur d’identité de votre organisation.",
      submit: "Continuer",
      go: "Continuer chez le fournisseur d’identité",
      goLead: "Vous vous connectez chez le fournisseur d’identité de votre organisation.",
      back: "Se connecter avec un mot de passe",
      none: "Il n’y a pas d’authentification unique pour cette adresse e-mail. Vérifiez-la ou connectez-vous avec un mot de passe.",
    },
    ssoOnly: "Les membres de votre organisation se connectent par authentification unique.",
    wrong: "Adresse e-mail ou mot de passe incorrect.",
    passkey: "Se connecter avec une clé d’accès",
    passkeyProblem: {
      cancelled:
        "Aucune clé d’accès n’a été utilisée : la question du navigateur a été fermée ou son délai est passé.",
      unsupported:
        "Ce navigateur ne peut pas utiliser de clés d’accès à cette adresse. Connectez-vous avec votre mot de passe.",
      unknown: "Cette clé d’accès n’appartient à aucun compte ici ou a été supprimée.",
      failed:
        "Le navigateur n’a pas pu utiliser de clé d’accès. Réessayez ou connectez-vous avec votre mot de passe.",
    },
    code: "Code",
    codeHint: "Les 6 chiffres qu’affiche votre application d’authentification, ou un code de récupération.",
    codeNeeded: "Votre mot de passe est correct. Saisissez un code ou connectez-vous avec une clé d’accès.",
    codeWrong:
      "Ce code est incorrect ou a déjà servi. Saisissez le code suivant de votre application ou un autre code de récupération.",
    back: "Utiliser un autre compte",
    forgottenLink: "Mot de passe oublié ?",
    forgotten: "Mot de passe oublié ? Demandez un lien à une personne qui administre votre organisation.",
    tooOften: "Trop d’essais. Attendez 15 minutes, puis réessayez.",
    failed: "La connexion a échoué. Réessayez.",
  },
  forgotten: {
    title: "Mot de passe oublié ?",
    lead: "Saisissez l’adresse e-mail de votre compte. Vous recevrez un lien pour définir un nouveau mot de passe.",
    submit: "Envoyer le lien",
    sent: "S’il existe un compte pour cette adresse, un e-mail est en route. Son lien fonctionne une fois, pendant une heure.",
    failed: "La demande n’a pas pu être envoyée. Réessayez.",
    back: "Retour à la connexion",
    askAdmin:
      "Demandez à une personne qui administre votre organisation un lien pour un nouveau mot de passe.",
  },
  welcome: {
    pageTitle: "Bienvenue",
    title: "Créez votre compte",
    lead: "Ce lien fonctionne une fois. Vous êtes connecté dès que vous créez le compte.",
    name: "Votre nom",
    passwordHint: "Au moins 12 caractères. Utilisez une phrase de plusieurs mots.",
    submit: "Créer le compte",
    notValid: "Ce lien n’est pas valable",
    usedUp:
      "Le lien a déjà servi ou a expiré. Demandez un nouveau lien à une personne qui administre votre organisation.",
    refused: "Ce lien a déjà servi ou a expiré.",
    taken: "Cette adresse e-mail a ou avait un compte. Connectez-vous ou utilisez une autre adresse.",
    wrong: {
      name: "Saisissez votre nom, de 120 caractères au plus.",
      email: "Saisissez une adresse e-mail avec un nom, un @ et un domaine, par exemple nom@example.com.",
      password:
        "Utilisez au moins 12 caractères qui ne se devinent pas facilement, donc pas un mot courant suivi de chiffres.",
    },
  },
  password: {
    pageTitle: "Nouveau mot de passe",
    title: "Définir un nouveau mot de passe",
    lead: "Ce lien fonctionne une fois. Vos connexions dans tous les navigateurs prennent fin.",
    label: "Nouveau mot de passe",
    submit: "Définir le mot de passe",
  },
};
