import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type CertificateFile,
  type CertificatePage,
  certificateFile,
  certificatePage,
  countsOf,
} from "@/lib/certificates/schema";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { isSigned, readPublicKey } from "@/lib/platform/ed25519";

export type CertificateVerdict = { faults: string[]; pages: number; publicKey: string };

/**
 * Checks a certificate of an erasure by itself: every page's signature, that each follows the one before, and that
 * what it adds up to is what it lists.
 * @param options `key`, the sender's public key in base64, where it is known
 * @returns what is wrong, in words; nothing when the certificate is as it was made
 */
export function verifyCertificate(text: string, options: { key?: string } = {}): CertificateVerdict {
  const file = certificateFile.safeParse(parse(text));
  if (!file.success) return { faults: ["this is not a certificate of an erasure"], pages: 0, publicKey: "" };
  const { public_key: publicKey, pages } = file.data;
  const faults =
    options.key && options.key !== publicKey ? ["the key is not the sender's"] : pageFaults(file.data);
  return { faults, pages: pages.length, publicKey };
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

function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    return isSigned(readPublicKey(publicKey), text, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
