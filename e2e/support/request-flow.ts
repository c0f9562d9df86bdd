import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import type { ParsedMail } from "mailparser";
import { expect } from "../fixtures";
import { asPerson } from "./cases";
import { facts } from "./facts";
import type { Mailbox } from "./mailbox";

type Match = { session_id: string; act: string | null; case_id: string | null };
export type RequestFacts = {
  id: string;
  status: string;
  step: string;
  steps: { name: string; state: string; detail: string | null }[];
  matches: Match[];
  recipients: string[];
  package: { status: string } | null;
};
type Draft = { to: string; subject: string; text: string; letter: string | null };

/** Calls the API about one request, as the member of a page. */
export class RequestFlow {
  constructor(
    readonly page: Page,
    readonly id: string,
  ) {}

  /** Creates a request of a person of the demo. */
  static async receive(page: Page, kind: string, externalRef: string): Promise<RequestFlow> {
    const requester = { external_ref: externalRef, email: `${kind}@mail.example` };
    const body = { kind, channel: "email", requester };
    return new RequestFlow(page, (await asPerson<RequestFacts>(page, "POST", "/requests", body)).id);
  }

  act(action: string, body: object = {}): Promise<RequestFacts> {
    return asPerson<RequestFacts>(this.page, "POST", `/requests/${this.id}/${action}`, body);
  }

  shown(): Promise<RequestFacts> {
    return asPerson<RequestFacts>(this.page, "GET", `/requests/${this.id}`);
  }

  /** Verifies the requester, accepts every found session and reviews the answer. */
  async review(): Promise<RequestFacts> {
    await this.act("verify", { how: "document" });
    const { matches } = await this.act("search");
    expect(matches.length).toBeGreaterThan(0);
    await this.act("matches/bulk", {
      session_ids: matches.map(({ session_id }) => session_id),
      state: "accepted",
    });
    return this.act("review");
  }

  async close(): Promise<void> {
    expect(await this.act("close", { status: "completed" })).toMatchObject({ status: "completed" });
  }

  /** Sends a message as it is drafted, and returns it as it arrives. */
  async tell(mailbox: Mailbox, kind: "received" | "done", to: string): Promise<ParsedMail> {
    const at = `/requests/${this.id}/messages`;
    const draft = await asPerson<Draft>(this.page, "GET", `${at}/draft?kind=${kind}&language=en`);
    const { subject, text, letter } = draft;
    const body = { kind, language: "en", via: "mail", to, subject, text, has_letter: letter !== null };
    await asPerson(this.page, "POST", at, body);
    await expect.poll(async () => (await mailbox.latestTo(to)).subject).toBe(subject);
    const mail = await mailbox.latestTo(to);
    expect(mail.text).toContain(this.id);
    expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(letter ? ["application/pdf"] : []);
    return mail;
  }

  /**
   * Builds the package, downloads it with its proof, and verifies it from the disk with programs that are not the
   * product: every checksum, and the proof that the audit log records it.
   * @returns the names of its files
   */
  async verifiedPackage(): Promise<string[]> {
    await this.act("package");
    await expect.poll(async () => (await this.shown()).package?.status, { timeout: 30_000 }).toBe("ready");
    const folder = await mkdtemp(path.join(os.tmpdir(), "countersign-package-"));
    const out = path.join(folder, "out");
    try {
      // The proof is added once the event is sealed.
      await expect(async () => {
        await rm(out, { recursive: true, force: true });
        const url = `${facts().baseUrl}/api/v1/requests/${this.id}/package`;
        const answer = await this.page.request.get(url, { headers: { "X-Environment": "live" } });
        await writeFile(path.join(folder, "package.zip"), await answer.body());
        execFileSync("unzip", ["-q", "package.zip", "-d", out], { cwd: folder });
        const proof = path.join(out, "package.tlog-proof");
        execFileSync(process.execPath, ["docs/verify-tlog-proof.mjs", proof], { stdio: "pipe" });
      }).toPass({ timeout: 20_000, intervals: [500] });
      execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: out });
      return execFileSync("find", [".", "-type", "f", "-printf", "%P\\n"], { cwd: out, encoding: "utf8" })
        .trimEnd()
        .split("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
