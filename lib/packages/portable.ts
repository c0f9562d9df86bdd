import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import { aesHelp } from "@/lib/contract/answer";
import { day } from "@/lib/format/date";
import { dayIn } from "@/lib/format/day";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";
import { recipient } from "@/lib/letters/addressee";
import type { Paper } from "@/lib/letters/pdf";
import { letterheadOf } from "@/lib/organization/load";
import { packageName } from "@/lib/packages/names";
import { providedBy, providedCsv } from "@/lib/packages/provided";
import {
  bundleOf,
  imageFiles,
  json,
  keepingLast,
  lawOf,
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

/** Writes the letter of a package for programs. */
export async function portableLetter(
  actor: Actor,
  request: OwnRequest,
  { unreadable, sessionIds }: { unreadable: readonly UnreadableDto[]; sessionIds: readonly string[] },
): Promise<Paper> {
  const [settings, cipher] = await Promise.all([currentSettings(actor), cipherOf(actor, "request", request)]);
  const record = letterRecord(settings);
  refuseUnsaid(record, request.jurisdiction);
  const held = cipher.pastDamage(() => undefined).open("request", request.id, request.sealed);
  const withheld = await withheldByLaw(actor, request, sessionIds);
  const source = lawOf(request).kinds[request.kind]?.source.text ?? "";
  const on = (instant: Date) => day(dayIn(request.timeZone, instant));
  const isEuropean = request.jurisdiction !== "ccpa";
  const missing = unreadable.map(({ sessionId, item, reason }) => [sessionId, `${item}: ${reason}`] as const);
  return {
    title: `Your data for other services: answer to request ${request.id}`,
    head: await letterheadOf(actor.scope.organizationPk, settings.organization),
    intro: [
      `To ${visible(recipient(held ?? { requester: {} }))}. You asked us on ${on(request.receivedAt)} for your data in a machine-readable form (${source}). This letter of ${on(new Date())} explains the files.`,
      ...(request.package?.sealed ? [aesHelp.en] : []),
    ],
    sections: [
      {
        title: "What the files contain",
        paragraphs: [
          "For each verification, data.json and data.csv contain what you provided: what you filled in, what your documents say, and what your device sent. The images that you sent are beside them.",
          "data.json is exact. In data.csv, an apostrophe stands before a value that a spreadsheet would calculate, such as a phone number that begins with +.",
          "The files do not contain what we made of your data, such as results, scores and notes. You may ask for a copy of these too.",
        ],
      },
      ...(missing.length > 0
        ? [
            {
              title: "Data we could not read",
              paragraphs: [
                "We store the following data but could not read it. It is missing from the files:",
              ],
              pairs: missing,
            },
          ]
        : []),
      ...(withheld.length > 0
        ? [
            {
              title: "Data this law excludes from the package",
              paragraphs: [
                `We store the following data and may not disclose it in this package: ${withheld.join(", ")}.`,
              ],
            },
          ]
        : []),
      {
        title: "Your rights",
        paragraphs: [
          ...(isEuropean
            ? [
                "You may give these files to another service without hindrance from us (Art. 20(1)).",
                `You may complain to a supervisory authority: ${record.authority}`,
              ]
            : []),
          `Controller: ${record.controller}`,
          `Write to: ${record.contact}`,
        ],
      },
    ],
  };
}
