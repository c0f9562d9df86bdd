import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { certificateFormat, countsOf } from "@/lib/certificates/schema";
import { verifyCertificate } from "@/lib/certificates/verify";
import { canonicalJson } from "@/lib/platform/canonical-json";
import { digest } from "@/lib/platform/crypto";
import { publicKeyText, signText } from "@/lib/platform/ed25519";
import { eventProof } from "@/test/event-proof";

const keyOf = () => generateKeyPairSync("ed25519").privateKey;
const [sender, log, otherLog] = [keyOf(), keyOf(), keyOf()];

/** A certificate with a page for each log that is said to record it. */
function certificate(logs: { organization: string; key: typeof log }[]): string {
  let previous: string | null = null;
  const pages = logs.map(({ organization, key }, at) => {
    const text = canonicalJson({
      format: certificateFormat,
      organization: "org_1",
      environment: "sandbox",
      request: {
        id: "dsr_1",
        kind: "erasure",
        jurisdiction: "gdpr",
        law: "GDPR",
        received_at: "2026-11-01",
        verified_how: null,
      },
      number: at + 1,
      previous,
      made_at: "2026-11-01T00:00:00.000Z",
      made_by: "usr_1",
      counts: countsOf([]),
      sessions: [],
      audit_seal: null,
    });
    const sha256 = digest(text).toString("hex");
    previous = sha256;
    const tlog_proof = eventProof({ organization, type: "certificate.issued", sha256 }, key);
    return { text, sha256, signature: signText(sender, text).toString("base64"), tlog_proof };
  });
  return JSON.stringify({ format: certificateFormat, public_key: publicKeyText(sender), pages });
}

describe("the proofs of a certificate", () => {
  it("are by one log, whose key is told", () => {
    const pages = [log, log].map((key) => ({ organization: "org_1", key }));
    expect(verifyCertificate(certificate(pages))).toMatchObject({
      faults: [],
      proven: 2,
      logKey: publicKeyText(log),
    });
  });

  it("are refused when they are by two logs", () => {
    const pages = [log, otherLog].map((key) => ({ organization: "org_1", key }));
    expect(verifyCertificate(certificate(pages)).faults).toEqual([
      "page 2: its proof from the audit log: its key is not the one of the pages before",
    ]);
  });

  it("are refused when they are by the log of another organization", () => {
    expect(verifyCertificate(certificate([{ organization: "org_2", key: log }])).faults).toEqual([
      "page 1: its proof from the audit log: it is of the log of another organization or environment",
    ]);
  });
});
