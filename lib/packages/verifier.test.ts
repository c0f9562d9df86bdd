import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { verifierPage } from "@/lib/packages/verifier";
import { digest } from "@/lib/platform/crypto";
import { publicKeyText, signText } from "@/lib/platform/ed25519";
import { eventProof } from "@/test/event-proof";
import { runVerifierPage } from "@/test/verifier-page";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "verifier-"));
  const key = generateKeyPairSync("ed25519").privateKey;
  const sums = `${digest("words").toString("hex")}  file.txt\n`;
  const proven = { organization: "org_1", type: "package.built", sha256: digest(sums).toString("hex") };
  const files = {
    "file.txt": "words",
    SHA256SUMS: sums,
    SIGNATURE: `${publicKeyText(key)}\n${signText(key, sums).toString("base64")}\n`,
    "verify.html": verifierPage,
    "package.tlog-proof": eventProof(proven, key),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

it("finds a whole package whole", async () => {
  const { verdict, lines } = await runVerifierPage(folder);
  expect(verdict).toMatch(/^All files are unchanged ✓\. Signed with key /);
  expect(lines).toHaveLength(2);
});

it("says that a browser without Ed25519 cannot check, which is no fault of the package", async () => {
  const lacking = new DOMException("Unrecognized name.", "NotSupportedError");
  vi.spyOn(crypto.subtle, "importKey").mockRejectedValue(lacking);
  const { verdict, lines } = await runVerifierPage(folder);
  expect(verdict).toBe(
    "All files match their checksums, but this browser cannot check who signed them: use a newer one.",
  );
  expect(lines).toEqual([
    "unchanged ✓  file.txt",
    "package.tlog-proof: this browser cannot check it",
    "SIGNATURE: this browser cannot check it",
  ]);
  writeFileSync(path.join(folder, "file.txt"), "other words");
  expect((await runVerifierPage(folder)).verdict).toBe(
    "1 fault(s): this package was changed or is incomplete.",
  );
});

it("says what it cannot read", async () => {
  writeFileSync(path.join(folder, "package.tlog-proof"), "nothing");
  expect((await runVerifierPage(folder)).lines).toContain(
    "package.tlog-proof: it is not a proof of this package",
  );
});
