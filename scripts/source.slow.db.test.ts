import { type ChildProcess, execFile } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { env, publishEnv } from "@/lib/platform/env";
import { closeExchanges } from "@/lib/platform/exchange";
import { pauseSource, resumeSource } from "@/lib/sources/sync";
import { createSource } from "@/lib/sources/write";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";
import { startVerifa } from "@/test/vendors/verifa-server";

const allowed = { SOURCE_ALLOW_HTTP: "on", SOURCE_ALLOWED_NETWORKS: "127.0.0.0/8" };
let vendor: Awaited<ReturnType<typeof startVerifa>>;
let organization: TestOrganization;
let admin: Actor;
let sourceId: string;

/** Runs the command at a terminal. */
function command(args: string[], onStart?: (child: ChildProcess) => void) {
  const { DATABASE_URL, KEYS_DATABASE_URL, dataDir } = env();
  return new Promise<{ code: number; out: string; said: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["--import", "tsx", "scripts/source.ts", ...args, "--environment", "sandbox"],
      {
        env: {
          ...process.env,
          ...allowed,
          ...{ DATABASE_URL, KEYS_DATABASE_URL, DATA_DIR: dataDir, NODE_ENV: "production" },
          TSX_TSCONFIG_PATH: "tsconfig.node.json",
        },
      },
      (error, out, said) =>
        resolve({
          code: typeof error?.code === "number" ? error.code : 0,
          out: out.trim(),
          said: said.trim(),
        }),
    );
    onStart?.(child);
  });
}
const here = () => db.session.count({ where: { organizationPk: organization.pk } });

beforeAll(async () => {
  publishEnv(allowed);
  vendor = await startVerifa({ sessions: 5 });
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
});
afterAll(async () => {
  closeExchanges();
  await vendor.stop();
  publishEnv({ SOURCE_ALLOW_HTTP: "", SOURCE_ALLOWED_NETWORKS: "" });
});

it("lists the sources, and says when there is none", async () => {
  expect(await command(["list"])).toEqual({ code: 0, out: "There is no source in sandbox.", said: "" });
  const source = await createSource(admin, {
    ...{ name: "hosted", vendor: "verifa", baseUrl: vendor.url },
    credentials: { kind: "api_key", key: vendor.key },
  });
  sourceId = source.id;
  const { code, out } = await command(["list"]);
  expect([code, out]).toEqual([0, "hosted: verifa, listing, 0 waiting, 0 set aside"]);
});

it("brings a source up to date, and says what came in this time", async () => {
  expect(await command(["sync", "hosted"])).toEqual({
    ...{ code: 0, said: "" },
    out: "5 listed, 5 new, 0 changed, 0 unchanged, 0 changed here, 0 set aside, 0 left out, 15 images",
  });
  expect(await here()).toBe(5);
  expect(await command(["sync", "hosted"])).toMatchObject({ code: 0, out: "nothing new" });
});

it("waits for a vendor that is away, and says so", async () => {
  vendor.counts.isOn = false;
  const { said } = await command(["sync", "hosted"], (child) => {
    child.stderr?.once("data", () => child.kill());
  });
  vendor.counts.isOn = true;
  expect(said).toContain("hosted: verifa, ");
  expect(said).toContain("Down for maintenance");
});

it("refuses in one sentence what it cannot do", async () => {
  const usage = expect.stringMatching(/^usage: npm run source/);
  for (const args of [[], ["sync"], ["sync", "a", "b"], ["list", "hosted"], ["drop"]])
    expect(await command(args)).toEqual({ code: 2, out: "", said: usage });
  expect(await command(["sync", "other"])).toEqual({
    ...{ code: 1, out: "" },
    said: "There is no source other in sandbox.",
  });
  await resumeSource(admin, { sourceId });
  await pauseSource(admin, { sourceId });
  expect(await command(["sync", "hosted"])).toEqual({
    ...{ code: 1, out: "" },
    said: "The source is paused or has stopped. Resume it first.",
  });
});
