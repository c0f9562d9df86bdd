import type { Translated } from "@/lib/language/messages";
import type { en } from "./messages.en";

export const fr: Translated<typeof en> = {
  title: "Confirmez votre identité",
  lead: "{organization} vous demande de confirmer votre identité. Ce lien est pour vous seul.",
  notYet:
    "Il n’est pas encore possible de prendre ou d’envoyer des photos sur cette page. Son ouverture n’a rien enregistré. {organization} vous dira comment continuer.",
  ended: {
    title: "Ce lien ne fonctionne plus",
    lead: "Il a expiré, a été remplacé, ou votre vérification continue sans lui. Demandez-en un nouveau à {organization} si vous n’avez pas terminé.",
  },
  notFound: {
    title: "Ce lien n’est pas valable",
    lead: "Vérifiez que l’adresse est complète ou demandez un nouveau lien à l’organisation qui vous l’a envoyé.",
  },
};
