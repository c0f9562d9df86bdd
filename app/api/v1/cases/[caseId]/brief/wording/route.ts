import { messages } from "@/components/brief/messages";
import { wordSentence } from "@/components/brief/words";
import type { Person } from "@/lib/actor/actor";
import { getBrief } from "@/lib/brief/read";
import { briefWordingDto } from "@/lib/brief/schema";
import { wordBrief } from "@/lib/brief/wording";
import { caseParams } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";
import { translatorOf } from "@/lib/language/translate";

export const POST = apiRoute({
  summary: "Have the brief of a case worded by the model of the installation",
  params: caseParams,
  response: briefWordingDto,
  isRepeatable: true,
  handler: async ({ actor, params }) => {
    const brief = await getBrief(actor, params);
    const language = actor.kind === "person" ? (actor as Person).member.language : "en";
    const t = translatorOf(messages, language);
    const texts = brief.sentences.map((said) => wordSentence(t, said));
    return wordBrief(actor, { brief, texts, language });
  },
});
