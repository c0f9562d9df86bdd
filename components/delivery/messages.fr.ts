import { aesHelp } from "@/lib/contract/answer";
import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const fr: Translated<typeof en> = {
  title: "Vos données",
  lead: "Cette page contient la réponse à votre demande. Le lien fonctionne une fois.",
  notFound: {
    title: "Ce lien n’est pas valable",
    lead: "Un lien fonctionne une fois et pendant quelques jours. Demandez-en un nouveau à l’organisation qui vous l’a envoyé.",
  },
  code: "Code",
  codeHint: "Huit lettres et chiffres. Nous vous avons donné ce code séparément, par exemple par téléphone.",
  submit: "Continuer",
  accepted: "Le code est correct. Le téléchargement est prêt.",
  ready:
    "Votre fichier est prêt. Vous pouvez le télécharger une fois. Si le téléchargement s’arrête trop tôt, relancez-le ici dans l’heure qui suit, dans le même navigateur.",
  download: "Télécharger vos données",
  contents:
    "Le téléchargement est un fichier ZIP. Décompressez-le et ouvrez d’abord index.html : il dit ce que chaque fichier contient.",
  encrypted: aesHelp.fr,
  wrong: {
    code: "{left, plural, =0 {Code incorrect. Le lien est maintenant fermé. Demandez un nouveau lien.} one {Code incorrect. Il reste # essai.} other {Code incorrect. Il reste # essais.}}",
    link: "Ce lien n’est pas valable. Demandez-en un nouveau.",
  },
};
