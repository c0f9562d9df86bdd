import { z } from "zod";
import { environments } from "@/lib/actor/actor";

/** Names what the bytes are, so that a signature over them can be mistaken for nothing else. */
export const certificateFormat = "countersign-erasure-certificate/1";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

/** The outcome of one session: destroyed now, destroyed earlier, kept by a law, under a hold, or undecided. */
export const fates = ["erased", "erased_before", "kept", "held"] as const;

export const certificateSession = z.strictObject({
  session: z.string(),
  fate: z.enum(fates),
  erased_at: z.string().nullable(),
  /** The audit event that records it. */
  event: z.string().nullable(),
  data_key_sha256: hash.nullable(),
  /** Rows that were emptied or removed, by table. */
  records: z.record(z.string(), count),
  /** SHA-256 of each ciphertext that was destroyed, by table. */
  ciphertexts: z.record(z.string(), z.array(hash)),
  images: z.array(hash),
  /** The day on which the law no longer keeps it. */
  until: z.string().nullable(),
  rule: z.string(),
  source: z.string().nullable(),
});
export type CertificateSession = z.infer<typeof certificateSession>;

export const certificateCounts = z.strictObject({
  erased: count,
  erased_before: count,
  kept: count,
  held: count,
  records: count,
  images: count,
});

/**
 * One page: what was destroyed since the page before, and everything that is still there with its reason. Staff are
 * told by their ids: the organization knows whose they are, whoever is handed the certificate need not (CJEU C-579/21).
 */
export const certificatePage = z.strictObject({
  format: z.literal(certificateFormat),
  organization: z.string(),
  environment: z.enum(environments),
  request: z.strictObject({
    id: z.string(),
    kind: z.string(),
    jurisdiction: z.string(),
    law: z.string(),
    received_at: z.string(),
    verified_how: z.string().nullable(),
  }),
  number: z.int().min(1),
  /** SHA-256 of the page before. */
  previous: hash.nullable(),
  made_at: z.string(),
  made_by: z.string(),
  counts: certificateCounts,
  sessions: z.array(certificateSession),
  /** The newest seal of the audit log when this was made: the events named here are in it or follow it. */
  audit_seal: z.strictObject({ number: z.int(), hash: hash }).nullable(),
});
export type CertificatePage = z.infer<typeof certificatePage>;

/** A certificate as it is handed out. The text of a page is what is signed, byte for byte. */
export const certificateFile = z.strictObject({
  format: z.literal(certificateFormat),
  public_key: z.string(),
  pages: z
    .array(
      z.strictObject({
        text: z.string(),
        sha256: hash,
        signature: z.string(),
        tlog_proof: z.string().nullable().default(null).meta({
          description:
            "Proves offline that the audit log records the page (C2SP tlog-proof); null until the event is sealed.",
        }),
      }),
    )
    .min(1),
});
export type CertificateFile = z.infer<typeof certificateFile>;

/** What a page adds up to. */
export function countsOf(sessions: readonly CertificateSession[]): z.infer<typeof certificateCounts> {
  const of = (fate: CertificateSession["fate"]) => sessions.filter((each) => each.fate === fate).length;
  const records = sessions.flatMap((each) => Object.values(each.records));
  return {
    erased: of("erased"),
    erased_before: of("erased_before"),
    kept: of("kept"),
    held: of("held"),
    records: records.reduce((sum, each) => sum + each, 0),
    images: sessions.reduce((sum, { images }) => sum + images.length, 0),
  };
}
