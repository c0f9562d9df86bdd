import "server-only";
import type { Actor } from "@/lib/actor/actor";
import { aesHelp, type UnreadableDto } from "@/lib/contract/answer";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { dayIn } from "@/lib/format/day";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import { recipient } from "@/lib/letters/addressee";
import { answerTexts } from "@/lib/letters/answer-texts";
import { cite } from "@/lib/letters/cite";
import { answerDay, filledIn } from "@/lib/letters/interim";
import { packageTexts } from "@/lib/letters/package-texts";
import type { Paper, PaperSection } from "@/lib/letters/pdf";
import { phrase } from "@/lib/letters/phrases";
import { letterheadOf } from "@/lib/organization/load";
import { packageName } from "@/lib/packages/names";
import { providedBy, providedCsv } from "@/lib/packages/provided";
import {
  bundleOf,
  imageFiles,
  json,
  keepingLast,
  type PackageFile,
  type Packed,
} from "@/lib/packages/sources";
import { withheldByLaw } from "@/lib/packages/withheld";
import { cipherOf } from "@/lib/records/open";
import type { OwnRequest } from "@/lib/requests/load";
import { currentSettings, letterRecord, refuseUnsaid } from "@/lib/settings/load";

/** The files with what a person provided for one session, for programs (GDPR Art. 20(1)). */
export function portableFiles(actor: Actor, request: OwnRequest, packed: Packed): PackageFile[] {
  const folder = `sessions/${packageName(packed.id)}`;
  const provided = keepingLast(async () => providedBy(await bundleOf(actor, request, packed)));
  return [
    { path: `${folder}/data.json`, make: async () => json(await provided(packed.id)) },
    { path: `${folder}/data.csv`, make: async () => Buffer.from(providedCsv(await provided(packed.id))) },
    ...imageFiles(actor, folder, packed),
  ];
}

const itemsOfPerson = [sentence("session"), sentence("result")];

/** Whether unreadable data is data that the person provided, and so belongs to such an answer. */
export const isProvided = ({ item }: UnreadableDto): boolean =>
  itemsOfPerson.includes(item) || item.startsWith("Image ");

/** The rule that a package for programs rests on. */
const rules = { gdpr: "20(1)", uk_gdpr: "20(1)", ccpa: "Cal. Civ. Code § 1798.130(a)(3)(B)(iii)" } as const;

/** What the letter tells of data that is not in the files. */
function omissionsOf(
  { unreadable, withheld }: { unreadable: readonly UnreadableDto[]; withheld: readonly string[] },
  language: LetterLanguage,
): PaperSection[] {
  const { titles, unreadable: lost, withheld: left } = answerTexts[language];
  const list = withheld.map((each) => phrase(each, language)).join(", ");
  return [
    ...(unreadable.length > 0
      ? [
          {
            title: titles.unreadable,
            paragraphs: [lost],
            pairs: unreadable.map(
              ({ sessionId, item, reason }) => [sessionId, `${item}: ${reason}`] as const,
            ),
          },
        ]
      : []),
    ...(list ? [{ title: titles.withheld, paragraphs: [filledIn(left, { list })] }] : []),
  ];
}

/** Writes the letter of a package for programs (GDPR and UK GDPR Art. 20(1); Cal. Civ. Code § 1798.130(a)(3)(B)(iii)). */
export async function portableLetter(
  actor: Actor,
  request: OwnRequest,
  { unreadable, sessionIds }: { unreadable: readonly UnreadableDto[]; sessionIds: readonly string[] },
): Promise<Paper> {
  const [settings, cipher] = await Promise.all([currentSettings(actor), cipherOf(actor, "request", request)]);
  const { jurisdiction, language } = request;
  const record = letterRecord(settings);
  refuseUnsaid(record, jurisdiction);
  const held = cipher.pastDamage(() => undefined).open("request", request.id, request.sealed);
  const withheld = await withheldByLaw(actor, request, sessionIds);
  const on = (instant: Date) => answerDay(language, dayIn(request.timeZone, instant));
  const texts = packageTexts[language];
  const { portable } = texts;
  const article = cite(rules[jurisdiction], jurisdiction, language);
  return {
    title: filledIn(portable.title, { id: request.id }),
    language,
    head: await letterheadOf(actor.scope.organizationPk, settings.organization),
    intro: [
      filledIn(portable.intro, {
        requester: visible(recipient(held ?? { requester: {} }, language)),
        received: on(request.receivedAt),
        today: on(new Date()),
        source: article,
      }),
      ...(request.package?.sealed ? [aesHelp[language]] : []),
    ],
    sections: [
      { title: portable.files, paragraphs: [portable.provided, portable.exact, portable.made] },
      ...omissionsOf({ unreadable, withheld }, language),
      {
        title: texts.rights,
        paragraphs: [
          ...(jurisdiction === "ccpa"
            ? []
            : [
                filledIn(portable.transfer, { article }),
                filledIn(portable.complain, { authority: record.authority }),
              ]),
          filledIn(texts.controller, { controller: record.controller }),
          filledIn(texts.write, { contact: record.contact }),
        ],
      },
    ],
  };
}
