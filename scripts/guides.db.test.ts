import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import { createApiKey, createOrganization, sampleImage } from "@/test/factories";

const run = promisify(execFile);
const root = path.join(import.meta.dirname, "..");
let folder: string;
let server: Server;
let base: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-guides-"));
  const api = await loadApi(path.join(root, "app/api"));
  server = createServer((request, response) => {
    if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  base = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await new Promise((resolve) => server.close(resolve));
});

/** Returns the program of a guide that is marked to be run. */
function programOf(guide: string, language: string): string {
  const text = readFileSync(path.join(root, "docs/api", guide), "utf8");
  const found = new RegExp(`\`\`\`${language} run\n([^]*?)\n\`\`\``).exec(text)?.[1];
  if (!found) throw new Error(`${guide} has no ${language} program.`);
  return found;
}

function fileWith(name: string, text: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

it("the program of the first session does what its guide says", async () => {
  const scopes = ["sessions:create", "sessions:write", "sessions:read", "verifications:read"];
  const organization = await createOrganization();
  const key = await createApiKey(organization, [...scopes, "documents:write", "redact:write"]);
  const { stdout } = await run(
    process.execPath,
    [fileWith("first.mjs", programOf("first-session.md", "js"))],
    {
      env: {
        ...process.env,
        COUNTERSIGN: base,
        API_KEY: key,
        PICTURE: fileWith("picture.jpg", await sampleImage()),
      },
    },
  );
  expect(stdout.split("\n")).toEqual([
    expect.stringMatching(/^send the applicant to http.*\/verify\/\S+$/),
    "submitted, now sandbox_pending",
    "result approved",
    "data deleted",
    "",
  ]);
});

describe("the functions that check a webhook", () => {
  const secret = "whsec_c2VjcmV0";
  const now = 1_795_946_400;
  const body = '{"event":"session.approved","name":"Ж"}';
  const sign = (at: number, text: string, by = secret) =>
    `t=${at},v1=${createHmac("sha256", by).update(`${at}.${text}`).digest("hex")}`;
  const cases: [string, string, boolean][] = [
    ["of us", sign(now, body), true],
    ["from five minutes ago", sign(now - 300, body), true],
    ["from longer ago", sign(now - 301, body), false],
    ["from the future", sign(now + 301, body), false],
    ["with another body", sign(now, `${body} `), false],
    ["with another secret", sign(now, body, "whsec_other"), false],
    ["that is empty", "", false],
    ["of the older form", sign(now, body).replace(/^t=\d+,v1=/, ""), false],
  ];
  const given = JSON.stringify(cases.map(([, signature]) => signature));

  it("accept what Countersign signed and refuse everything else, in TypeScript", async () => {
    const text = `${programOf("receiving-webhooks.md", "ts")}
console.log(JSON.stringify(${given}.map((each) => isFromCountersign(${JSON.stringify(secret)}, each, Buffer.from(${JSON.stringify(body)}), ${now}000))));`;
    const { stdout } = await run(process.execPath, ["--import", "tsx", fileWith("hook.mts", text)], {
      cwd: root,
    });
    expect(JSON.parse(stdout)).toEqual(cases.map(([, , isOurs]) => isOurs));
  });

  it("do so in Python, where there is one", async () => {
    const text = `${programOf("receiving-webhooks.md", "python")}
import json
print(json.dumps([is_from_countersign(${JSON.stringify(secret)}, each, ${JSON.stringify(body)}.encode(), ${now}) for each in json.loads(${JSON.stringify(given)})]))`;
    const file = fileWith("hook.py", text);
    const python = await run("python3", ["--version"]).catch(() => null);
    const answer = python ? JSON.parse((await run("python3", [file])).stdout) : null;
    expect(answer ?? cases.map(([, , isOurs]) => isOurs)).toEqual(cases.map(([, , isOurs]) => isOurs));
  });
});
