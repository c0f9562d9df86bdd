import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { verifyEventProof } from "@/lib/audit-chain/proof-file";
import {
  type CertificateFile,
  type CertificatePage,
  certificateFile,
  certificatePage,
  countsOf,
} from "@/lib/certificates/schema";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSignedInBase64, readPublicKey } from "@/lib/platform/ed25519";

/** `proven` says how many of the pages have a proof that a log records them; `logKey` is the one key of all proofs. */
export type CertificateVerdict = {
  faults: string[];
  pages: number;
  publicKey: string;
  proven: number;
  logKey: string | null;
};

/**
 * Checks a certificate of an erasure by itself: every page's signature, that each follows the one before, and that
 * what it adds up to is what it lists, and the proofs that the audit log records it.
 * @param options `key`, the sender's public key in base64, and `logKey`, the one of the audit log, where they are known
 * @returns what is wrong, in words; nothing when the certificate is as it was made
 */
export function verifyCertificate(
  text: string,
  options: { key?: string; logKey?: string } = {},
): CertificateVerdict {
  const file = certificateFile.safeParse(parse(text));
  if (!file.success)
    return {
      ...{ faults: ["this is not a certificate of an erasure"], pages: 0, publicKey: "", proven: 0 },
      logKey: null,
    };
  const { public_key: publicKey, pages } = file.data;
  const proofs = checkProofs(file.data, options.logKey);
  const faults =
    options.key && options.key !== publicKey
      ? ["the key is not the sender's"]
      : [...pageFaults(file.data), ...proofs.faults];
  return { faults, pages: pages.length, publicKey, proven: proofs.proven, logKey: proofs.logKey };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function pageFaults({ public_key, pages }: CertificateFile): string[] {
  const faults: string[] = [];
  let before: { page: CertificatePage; sha256: string } | undefined;
  for (const [at, { text, sha256, signature }] of pages.entries()) {
    const fail = (what: string) => faults.push(`page ${at + 1}: ${what}`);
    const read = certificatePage.safeParse(parse(text));
    if (!isSignedBy(public_key, text, signature)) fail("the signature is not of this page");
    if (createHash("sha256").update(text).digest("hex") !== sha256) fail("its hash is another");
    if (!read.success || canonicalJson(read.data) !== text) {
      fail("it is not a page of a certificate");
      continue;
    }
    const page = read.data;
    if (page.number !== at + 1 || page.previous !== (before?.sha256 ?? null))
      fail("it does not follow the page before");
    if (before && !isDeepStrictEqual(page.request, before.page.request)) fail("it is of another request");
    if (!isDeepStrictEqual(page.counts, countsOf(page.sessions))) fail("it does not add up to what it lists");
    before = { page, sha256 };
  }
  return faults;
}

/** Checks that each proof is of its page, by the log that the page names, and that all are by one key. */
function checkProofs({ pages }: CertificateFile, key: string | undefined) {
  const found = { faults: [] as string[], proven: 0, logKey: null as string | null };
  for (const [at, { text, tlog_proof: proof, sha256 }] of pages.entries()) {
    if (proof === null) continue;
    const { faults, proven } = verifyEventProof(proof, { type: "certificate.issued", sha256, key });
    const page = certificatePage.safeParse(parse(text)).data;
    const all = [...faults];
    if (proven) {
      const isOfPage =
        proven.seal.organization === page?.organization && proven.seal.environment === page.environment;
      if (!isOfPage) all.push("it is of the log of another organization or environment");
      if (found.logKey !== null && found.logKey !== proven.publicKey)
        all.push("its key is not the one of the pages before");
      found.logKey ??= proven.publicKey;
      found.proven++;
    }
    found.faults.push(...all.map((fault) => `page ${at + 1}: its proof from the audit log: ${fault}`));
  }
  return found;
}

function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    return isSignedInBase64(readPublicKey(publicKey), text, signature);
  } catch {
    return false;
  }
}
