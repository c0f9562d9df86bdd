import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isSignedNote, readCheckpointText, readNote, readVerifierKey } from "@/lib/audit-chain/note";
import { readTilePath } from "@/lib/audit-chain/tiles";
import { logVerifierKey } from "@/lib/audit-chain/tree-head";
import { recordEvent } from "@/lib/events/record";
import { env, publishEnv } from "@/lib/platform/env";
import { merkleRoot } from "@/lib/platform/merkle";
import { GrowingTree, leafHash } from "@/lib/platform/merkle-tree";
import { callPath } from "@/test/api";
import { actorOf, createApiKey, createOrganization, type TestOrganization } from "@/test/factories";
import { sealEverything } from "@/test/sealing";
import { db } from "@/test/test-db";
import { onServer } from "@/vitest.database";

const size = 70_000;
let organization: TestOrganization;
let grown: TestOrganization;
let key: string;
let leaves: Buffer;

beforeAll(async () => {
  organization = await createOrganization();
  key = await createApiKey(organization, ["audit:read"]);
  for (let at = 0; at < 5; at++) {
    await recordEvent(db, actorOf(organization), { type: "case.note-added", metadata: { noteId: `n${at}` } });
    await sealEverything();
  }
  // A tree of the size of the specification's example, over leaves that are no seals.
  grown = await createOrganization();
  const tree = new GrowingTree();
  const hashes = Array.from({ length: size }, (_, at) => leafHash(`leaf ${at}`));
  leaves = Buffer.concat(hashes);
  const nodes = hashes.map((hash) => Buffer.concat(tree.add(hash)));
  await onServer(env().DATABASE_URL ?? "", (client) =>
    client.query(
      `INSERT INTO audit_tree_leaves SELECT $1, 'sandbox', number, nodes
       FROM unnest($2::bytea[]) WITH ORDINALITY AS leaves(nodes, number)`,
      [grown.pk, nodes],
    ),
  );
  publishEnv({ AUDIT_LOGS: "public" });
});

afterAll(async () => {
  publishEnv({ AUDIT_LOGS: "private" });
  await onServer(env().DATABASE_URL ?? "", async (client) => {
    await client.query("SET session_replication_role = replica");
    await client.query("DELETE FROM audit_tree_leaves WHERE organization_pk = $1", [grown.pk]);
  });
});

const at = (organizationId: string, path: string) =>
  callPath("GET", `/api/v1/logs/${organizationId}/sandbox/${path}`);
const own = (path: string, headers: Record<string, string> = { Authorization: `Bearer ${key}` }) =>
  callPath("GET", `/api/v1/audit/${path}`, { headers });
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const leavesFrom = (from: number, count: number) => leaves.subarray(from * 32, (from + count) * 32);

describe("tiles of the example of 70,000 leaves", () => {
  it.each([
    ["0/000", 256],
    ["0/272", 256],
    ["0/273.p/112", 112],
    ["1/000", 256],
    ["1/001.p/17", 17],
    ["2/000.p/1", 1],
  ])("%s has %i hashes", async (path, count) => {
    const answer = await at(grown.id, `tile/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("cache-control")).toMatch(/immutable/);
    expect(await bytesOf(answer)).toHaveLength(count * 32);
  });

  it.each([
    "0/274",
    "0/273",
    "0/273.p/113",
    "0/274.p/1",
    "1/001",
    "1/001.p/18",
    "2/000",
    "2/000.p/2",
    "3/000",
  ])("%s is not there yet", async (path) => expect((await at(grown.id, `tile/${path}`)).status).toBe(404));

  it("are the hashes of the leaves, and of whole tiles below", async () => {
    expect(await bytesOf(await at(grown.id, "tile/0/007"))).toEqual(leavesFrom(7 * 256, 256));
    expect(await bytesOf(await at(grown.id, "tile/0/273.p/112"))).toEqual(leavesFrom(273 * 256, 112));
    const level1 = Array.from({ length: 17 }, (_, n) => merkleRoot(leavesFrom((256 + n) * 256, 256)));
    expect(await bytesOf(await at(grown.id, "tile/1/001.p/17"))).toEqual(Buffer.concat(level1));
    expect(await bytesOf(await at(grown.id, "tile/2/000.p/1"))).toEqual(merkleRoot(leavesFrom(0, 65_536)));
  });
});

describe("the path of a tile", () => {
  it("is read only as it is specified", () => {
    const read = (text: string) => readTilePath(text.split("/"));
    expect(read("0/x001/x234/067")).toEqual({ level: 0, index: 1_234_067, width: 256 });
    expect(read("entries/x001/067.p/5")).toEqual({ level: "entries", index: 1067, width: 5 });
    expect(read("63/000.p/255")).toEqual({ level: 63, index: 0, width: 255 });
    const wrong = [
      "",
      "0",
      "0/0",
      "0/0000",
      "00/000",
      "64/000",
      "-1/000",
      "0/x000/000",
      "0/001/000",
      "0/x001",
    ];
    for (const text of [
      ...wrong,
      "0/000.p",
      "0/000.p/0",
      "0/000.p/05",
      "0/000.p/256",
      "0/000/5",
      "x/000",
      "0/x001.p/5",
    ])
      expect(read(text)).toBeNull();
  });
});

describe("a log for strangers", () => {
  it("has a checkpoint that its key signed, and the seals behind it", async () => {
    const answer = await at(organization.id, "checkpoint");
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const note = readNote(await answer.text());
    const verifier = readVerifierKey(
      await logVerifierKey({ organization: organization.id, environment: "sandbox" }),
    );
    expect(note && verifier && isSignedNote(note, verifier)).toBe(true);
    const head = note && readCheckpointText(note.text);
    expect(head).toMatchObject({ origin: `localhost:3000/api/v1/logs/${organization.id}/sandbox`, size: 5 });
    const hashes = await bytesOf(await at(organization.id, "tile/0/000.p/5"));
    expect(merkleRoot(hashes)).toEqual(head?.root);
    const entries = await bytesOf(await at(organization.id, "tile/entries/000.p/5"));
    const found: Buffer[] = [];
    for (let from = 0; from < entries.length; ) {
      const length = entries.readUInt16BE(from);
      found.push(leafHash(entries.subarray(from + 2, from + 2 + length)));
      from += 2 + length;
    }
    expect(Buffer.concat(found)).toEqual(hashes);
  });

  it("is the same for its own readers, who see only their own", async () => {
    expect(await (await own("checkpoint")).text()).toBe(
      await (await at(organization.id, "checkpoint")).text(),
    );
    expect(await bytesOf(await own("tile/0/000.p/3"))).toHaveLength(96);
    expect((await own("tile/0/000")).status).toBe(404);
    expect((await own("checkpoint", {})).status).toBe(401);
  });

  it("is not found unless logs are public", async () => {
    publishEnv({ AUDIT_LOGS: "private" });
    expect((await at(organization.id, "checkpoint")).status).toBe(404);
    expect((await at(organization.id, "tile/0/000.p/1")).status).toBe(404);
    expect((await own("checkpoint")).status).toBe(200);
    publishEnv({ AUDIT_LOGS: "public" });
    expect((await at("org_nobody", "checkpoint")).status).toBe(404);
  });
});
