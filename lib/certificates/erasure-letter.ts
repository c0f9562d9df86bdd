import {
  type CertificateFile,
  type CertificatePage,
  type CertificateSession,
  certificatePage,
} from "@/lib/certificates/schema";
import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { exactUtc } from "@/lib/format/date";
import { visible } from "@/lib/format/visible";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { lawName } from "@/lib/letters/cite";
import { erasureTexts } from "@/lib/letters/erasure-texts";
import { answerDay, filledIn } from "@/lib/letters/interim";
import { keptReason } from "@/lib/letters/kept";
import type { Paper, PaperSection } from "@/lib/letters/pdf";
import { readStored } from "@/lib/platform/stored";
import type { LetterRecord } from "@/lib/settings/policy";

export type ErasureLetterFacts = {
  requester: string;
  jurisdiction: JurisdictionId;
  language: LetterLanguage;
  receivedOn: string;
  writtenOn: string;
  record: LetterRecord;
  certificate: CertificateFile;
};

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

function destroyedIn(
  { erased_at, records, images }: CertificateSession,
  { language }: ErasureLetterFacts,
): string {
  const { destroyed, before } = erasureTexts[language];
  const rows = Object.values(records).reduce((sum, each) => sum + each, 0);
  const isEnglish = language === "en";
  return filledIn(destroyed, {
    day: erased_at ? exactUtc(new Date(erased_at)) : before,
    records: isEnglish ? plural(rows, "record") : String(rows),
    images: isEnglish ? plural(images.length, "image file") : String(images.length),
  });
}

/** The outcome of every session, from the newest page that names it. */
function fatesOf(pages: readonly CertificatePage[]): CertificateSession[] {
  const newest = new Map<string, CertificateSession>();
  for (const { sessions } of pages) for (const each of sessions) newest.set(each.session, each);
  return [...newest.values()];
}

function remainder(
  sessions: readonly CertificateSession[],
  { language }: ErasureLetterFacts,
): PaperSection[] {
  const texts = erasureTexts[language];
  const kept = sessions.filter(({ fate }) => fate === "kept");
  const held = sessions.filter(({ fate }) => fate === "held");
  const sections: PaperSection[] = [];
  if (kept.length > 0)
    sections.push({
      title: texts.titles.kept,
      paragraphs: [texts.kept],
      pairs: kept.map(({ session, until, rule, source }) => {
        const why = keptReason(rule, source, language);
        return [
          session,
          until
            ? filledIn(texts.until, { day: answerDay(language, until), why })
            : filledIn(texts.open, { why }),
        ];
      }),
    });
  if (held.length > 0)
    sections.push({
      title: texts.titles.held,
      paragraphs: [texts.held],
      pairs: held.map(({ session, source }) => [session, source ?? texts.hold]),
    });
  return sections;
}

/** Whom the requester can contact, and where they can complain (GDPR Art. 12(4), 77, 79). */
function rightsOf({ record, jurisdiction, language }: ErasureLetterFacts): PaperSection {
  const texts = erasureTexts[language];
  const { controller, contact, dataProtectionOfficer: officer, authority } = record;
  const write = [
    filledIn(texts.write, { controller, contact }),
    ...(officer ? [filledIn(texts.officer, { officer })] : []),
  ].join(" ");
  return {
    title: texts.titles.rights,
    paragraphs: jurisdiction === "ccpa" ? [write] : [write, filledIn(texts.complain, { authority })],
  };
}

/** The letter that explains what was erased, what stays until when and under which rule, and what is under a hold. */
export function erasureLetterOf(facts: ErasureLetterFacts): Paper {
  const { requester, receivedOn, writtenOn, certificate, language } = facts;
  const texts = erasureTexts[language];
  const pages = certificate.pages.map(({ text }) =>
    readStored(certificatePage, JSON.parse(text), "certificate_pages.text"),
  );
  const sessions = fatesOf(pages);
  const gone = sessions.filter(({ fate }) => fate === "erased" || fate === "erased_before");
  const numbered = certificate.pages.map(
    ({ sha256 }, at) => [filledIn(texts.page, { number: String(at + 1) }), sha256] as const,
  );
  return {
    title: filledIn(texts.title, { id: pages[0]?.request.id ?? "" }),
    language,
    intro: [
      filledIn(texts.intro, {
        requester: visible(requester),
        received: answerDay(language, receivedOn),
        today: answerDay(language, writtenOn),
        law: lawName(facts.jurisdiction, language),
      }),
    ],
    sections: [
      {
        title: texts.titles.erased,
        paragraphs: [gone.length > 0 ? texts.erased : texts.nothing],
        pairs: gone.map((each) => [each.session, destroyedIn(each, facts)]),
      },
      ...remainder(sessions, facts),
      { title: texts.titles.always, paragraphs: [texts.always] },
      rightsOf(facts),
      {
        title: texts.titles.certificate,
        paragraphs: [texts.certificate],
        pairs: [...numbered, [texts.key, certificate.public_key] as const],
      },
    ],
  };
}
