import {
  type CertificateFile,
  type CertificatePage,
  type CertificateSession,
  certificatePage,
} from "@/lib/certificates/schema";
import { day, exactUtc } from "@/lib/format/date";
import { visible } from "@/lib/format/visible";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import type { Paper, PaperSection } from "@/lib/letters/pdf";
import { readStored } from "@/lib/platform/stored";
import type { LetterRecord } from "@/lib/settings/policy";

export type ErasureLetterFacts = {
  requester: string;
  jurisdiction: JurisdictionId;
  receivedOn: string;
  writtenOn: string;
  record: LetterRecord;
  certificate: CertificateFile;
};

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const destroyedIn = ({ erased_at, records, images }: CertificateSession) => {
  const rows = Object.values(records).reduce((sum, each) => sum + each, 0);
  const on = erased_at ? exactUtc(new Date(erased_at)) : "before";
  return `${on}: ${plural(rows, "record")} and ${plural(images.length, "image file")}`;
};

/** The outcome of every session, from the newest page that names it. */
function fatesOf(pages: readonly CertificatePage[]): CertificateSession[] {
  const newest = new Map<string, CertificateSession>();
  for (const { sessions } of pages) for (const each of sessions) newest.set(each.session, each);
  return [...newest.values()];
}

function remainder(sessions: readonly CertificateSession[]): PaperSection[] {
  const kept = sessions.filter(({ fate }) => fate === "kept");
  const held = sessions.filter(({ fate }) => fate === "held");
  const sections: PaperSection[] = [];
  if (kept.length > 0)
    sections.push({
      title: "Data a law requires us to keep, and until when",
      paragraphs: [
        "We use this data for no other purpose. Only our compliance staff can open it. It is erased automatically when the retention ends, and the certificate then gets another page.",
      ],
      pairs: kept.map(({ session, until, rule, source }) => [
        session,
        `${until ? `until ${day(until)}` : "until the retention ends"}: ${rule}${source ? ` (${source})` : ""}`,
      ]),
    });
  if (held.length > 0)
    sections.push({
      title: "Data kept for legal claims",
      paragraphs: [
        "We need this data to establish, exercise or defend legal claims. We erase it when that need has ended.",
      ],
      pairs: held.map(({ session, source }) => [session, source ?? "legal hold"]),
    });
  return sections;
}

/** Whom the requester can contact, and where they can complain (GDPR Art. 12(4), 77, 79). */
function rightsOf({ record, jurisdiction }: ErasureLetterFacts): PaperSection {
  const officer = record.dataProtectionOfficer && ` Data protection officer: ${record.dataProtectionOfficer}`;
  const write = `If you think that we should not keep this data, write to ${record.controller}: ${record.contact}${officer}`;
  const complain = `You may complain to a supervisory authority (${record.authority}) and go to court.`;
  return { title: "Your rights", paragraphs: jurisdiction === "ccpa" ? [write] : [write, complain] };
}

/** The letter that explains what was erased, what stays until when and under which rule, and what is under a hold. */
export function erasureLetterOf(facts: ErasureLetterFacts): Paper {
  const { requester, receivedOn, writtenOn, certificate } = facts;
  const pages = certificate.pages.map(({ text }) =>
    readStored(certificatePage, JSON.parse(text), "certificate_pages.text"),
  );
  const request = pages[0]?.request;
  const sessions = fatesOf(pages);
  const gone = sessions.filter(({ fate }) => fate === "erased" || fate === "erased_before");
  return {
    title: `Your erasure: answer to request ${request?.id ?? ""}`,
    intro: [
      `To ${visible(requester)}. You asked us on ${day(receivedOn)} to erase the data we store about you (${request?.law ?? ""}). This letter of ${day(writtenOn)} explains which data we erased, which data we keep, and why.`,
    ],
    sections: [
      {
        title: "Erased data",
        paragraphs:
          gone.length > 0
            ? [
                "Your data and images were encrypted with a key for each verification. The key has been destroyed and the encrypted data deleted. Copies in backups cannot be opened without the key, and data from a restored backup is erased again before anyone can see it.",
              ]
            : ["No data could be erased yet. The reasons follow."],
        pairs: gone.map((each) => [each.session, destroyedIn(each)]),
      },
      ...remainder(sessions),
      {
        title: "Data we keep of every verification, and why",
        paragraphs: [
          "We keep its number, dates, status and outcome, check scores without the data they were computed from, and the log of actions. They prove that we verified as the law requires and that we erased the data. We keep your request and this correspondence as evidence of our answer. If a number, an address or a device is on a fraud-prevention list, we keep a keyed fingerprint of it, which cannot be reversed.",
        ],
      },
      rightsOf(facts),
      {
        title: "The certificate",
        paragraphs: [
          "The certificate states which data was destroyed, when, and by whose decision, with hashes of every destroyed ciphertext and the events of our sealed log. Ask us for the file. Its pages have these SHA-256 hashes, and the file is signed (Ed25519) with the key below.",
        ],
        pairs: [
          ...certificate.pages.map(({ sha256 }, at) => [`Page ${at + 1}`, sha256] as const),
          ["Public key", certificate.public_key] as const,
        ],
      },
    ],
  };
}
