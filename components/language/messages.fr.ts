import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const fr: Translated<typeof en> = {
  switch: "Langue",
  kit: {
    required: "(obligatoire)",
    close: "Fermer",
    copy: "Copier",
    copied: "Copié",
    copyValue: "Copier : {label}",
    copyId: "{label} {id}, copier",
    clickToCopy: "{id} (cliquer pour copier)",
    valueCopied: "{label} : copié",
    valueNotCopied: "{label} : impossible de copier",
    tryAgain: "Réessayer",
    loadAgain: "Recharger la page",
    request: "Appel",
    requestId: "ID de l’appel",
  },
  error: {
    title: "Cette page n’a pas pu être affichée",
    detail:
      "Aucune donnée n’a été modifiée. Réessayez. Si l’erreur persiste, donnez cet ID à l’organisation qui vous a envoyé ici.",
  },
  notFound: "Introuvable",
  privacyNotice: "Politique de confidentialité",
  problems: {
    forbidden: "Cette action n’est pas autorisée.",
    not_found: "Cette page n’est plus ouverte.",
    conflict: "Les données ont changé. Rechargez la page.",
    payload_too_large: "Le texte est trop long. Raccourcissez-le et réessayez.",
    validation_error: "Certaines données ne sont pas valables. Vérifiez-les et réessayez.",
    rate_limited: "Trop d’essais. Réessayez plus tard.",
    service_unavailable: "Le service est momentanément indisponible. Réessayez dans quelques secondes.",
    internal_error: "Une erreur inattendue s’est produite. Réessayez plus tard.",
    unreachable: "Le serveur n’a pas pu être joint. Vérifiez la connexion et réessayez.",
    outdated: "Countersign a été mis à jour ou la connexion a été coupée. Rechargez la page.",
    unknown: "Le serveur n’a pas répondu comme prévu. Rechargez la page.",
  },
};
