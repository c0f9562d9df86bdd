import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { open, seal } from "@/lib/platform/aead";
import { newKey } from "@/lib/platform/crypto";
import { env, publishEnv } from "@/lib/platform/env";
import { readKeyring, writeKeyring } from "@/lib/platform/keyring";
import {
  checkKeys,
  closeKeys,
  installationKey,
  keysPool,
  purposeKey,
  rotateMasterKey,
} from "@/lib/platform/keys";
import {
  createDataKey,
  createDataKeys,
  type DataKey,
  destroyDataKeys,
  listDataKeys,
} from "@/lib/vault/data-keys";
import { type OwnerKind, type OwnerScope, openDataKeys } from "@/lib/vault/open-keys";
import { onServer } from "@/vitest.database";

const sql = (text: string) => onServer(env().KEYS_DATABASE_URL ?? "", (client) => client.query(text));
const keyFile = () => path.join(env().dataDir, "keys/master.key");
const masters = async () => (await readKeyring())?.map(({ key }) => key) ?? [];
/** As a new process would find things: nothing in memory. */
const restart = closeKeys;

let organization: string;

const scope = (): OwnerScope => ({ organizationId: organization, environment: "sandbox" });
const owners = ["ses_a", "ses_b", "ses_c"];

beforeEach(async () => {
  await restart();
  await sql("TRUNCATE organization_keys, data_keys");
  await fs.rm(keyFile(), { force: true });
  organization = `org_${randomUUID()}`;
});

/** Whether a key opens what a data key's cipher seals. */
function opensFor({ cipher }: DataKey, key: Buffer | undefined): boolean {
  const sealed = cipher.seal("note", "n", { content: "x" });
  return open(key ?? newKey(), "note/n", sealed).toString() === '{"content":"x"}';
}

describe("data keys", () => {
  it("are opened together after a restart", async () => {
    const made = await createDataKeys(scope(), "session", owners);
    await restart();
    const opened = await openDataKeys(
      scope(),
      "session",
      made.map(({ id }, at) => ({ id: owners[at] ?? "", dataKeyId: id })),
    );
    expect(made.map((each, at) => opensFor(each, opened.get(owners[at] ?? "")))).toEqual(
      made.map(() => true),
    );
  });

  it("are not stored in clear", async () => {
    const { id } = await createDataKey(scope(), "session", "ses_a");
    const opened = await openDataKeys(scope(), "session", [{ id: "ses_a", dataKeyId: id }]);
    const { rows } = await sql("SELECT encode(wrapped, 'hex') AS wrapped FROM data_keys");
    expect(opened.get("ses_a")).toHaveLength(32);
    expect(rows[0].wrapped).not.toContain(opened.get("ses_a")?.toString("hex"));
  });

  it("of another organization cannot be opened", async () => {
    const { id } = await createDataKey(scope(), "session", "ses_a");
    const owner = { id: "ses_a", dataKeyId: id };
    expect(await openDataKeys({ ...scope(), organizationId: "org_other" }, "session", [owner])).toEqual(
      new Map(),
    );
  });

  it("are absent after they are destroyed, however often", async () => {
    const [kept, gone] = await createDataKeys(scope(), "session", ["ses_kept", "ses_gone"]);
    const of = [
      { id: "ses_kept", dataKeyId: kept?.id ?? "" },
      { id: "ses_gone", dataKeyId: gone?.id ?? "" },
    ];
    await destroyDataKeys([gone?.id ?? ""]);
    await destroyDataKeys([gone?.id ?? ""]);
    expect([...(await openDataKeys(scope(), "session", of)).keys()]).toEqual(["ses_kept"]);
  });

  it("open their own owner's values and no others", async () => {
    const { id, cipher } = await createDataKey(scope(), "session", "ses_a");
    const sealed = cipher.seal("note", "n", { content: "x" });
    const keyOf = async (where: OwnerScope, kind: OwnerKind, owner: string) => {
      const found = (await openDataKeys(where, kind, [{ id: owner, dataKeyId: id }])).get(owner);
      if (!found) throw new Error("There is no key.");
      return found;
    };
    expect(open(await keyOf(scope(), "session", "ses_a"), "note/n", sealed).toString()).toBe(
      '{"content":"x"}',
    );
    const others = [
      await keyOf(scope(), "session", "ses_b"),
      await keyOf(scope(), "request", "ses_a"),
      await keyOf({ ...scope(), environment: "live" }, "session", "ses_a"),
    ];
    for (const other of others) expect(() => open(other, "note/n", sealed)).toThrow();
  });

  it("from before they were bound to an owner still open", async () => {
    const { id } = await createDataKey(scope(), "session", "ses_a");
    const [master] = await masters();
    const { rows } = await sql("SELECT wrapped FROM organization_keys");
    const wrapping = open(master ?? Buffer.alloc(0), `organization_keys/${organization}`, rows[0].wrapped);
    const key = newKey();
    await keysPool().query("UPDATE data_keys SET wrapped = $1", [seal(wrapping, `data_keys/${id}`, key)]);
    const opened = await openDataKeys(scope(), "session", [{ id: "ses_a", dataKeyId: id }]);
    expect(opened.get("ses_a")).toEqual(key);
  });

  it("are listed by age in pages", async () => {
    const made = (await createDataKeys(scope(), "session", ["a", "b", "c", "d", "e"]))
      .map(({ id }) => id)
      .sort();
    await sql("UPDATE data_keys SET created_at = now() - interval '1 hour'");
    await createDataKey(scope(), "session", "ses_a");
    const first = await listDataKeys([organization], 60, undefined, 3);
    expect([...first, ...(await listDataKeys([organization], 60, first.at(-1), 3))]).toEqual(made);
  });
});

it("creates an organization's key once, however many ask for it first", async () => {
  const asked = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const answer = purposeKey(organization, "blind-index");
      return (await answer).toString("hex");
    }),
  );
  expect(new Set(asked).size).toBe(1);
  expect((await sql("SELECT count(*)::int AS count FROM organization_keys")).rows[0].count).toBe(1);
  expect(await purposeKey(organization, "signed-url")).not.toEqual(
    await purposeKey(organization, "blind-index"),
  );
});

describe("the master key", () => {
  it("is created at the first start, readable only by its owner", async () => {
    await checkKeys();
    expect((await fs.stat(keyFile())).mode & 0o777).toBe(0o600);
    expect(await masters()).toHaveLength(1);
  });

  it("is never replaced by a new one when it is lost", async () => {
    await createDataKey(scope(), "session", "ses_a");
    await fs.rm(keyFile());
    await restart();
    await expect(checkKeys()).rejects.toThrow(/^The master key is missing/);
    await expect(createDataKey(scope(), "session", "ses_a")).rejects.toThrow(/^The master key is missing/);
    await expect(fs.stat(keyFile())).rejects.toThrow("ENOENT");
  });

  it("is reported at the start when it is another one", async () => {
    await createDataKey(scope(), "session", "ses_a");
    await writeKeyring([newKey()]);
    await restart();
    await expect(checkKeys()).rejects.toThrow(
      "The master key is not the one that this database was written with; restore that one.",
    );
  });

  it("is reported with its place when it is not a key", async () => {
    await fs.mkdir(path.dirname(keyFile()), { recursive: true });
    await fs.writeFile(keyFile(), "not a key\n");
    await expect(checkKeys()).rejects.toThrow(/master\.key must hold 32 bytes in base64, one key a line\.$/);
  });

  it("may come from the environment", async () => {
    publishEnv({ MASTER_KEY: newKey().toString("base64") });
    try {
      const made = await createDataKey(scope(), "session", "ses_a");
      await restart();
      const opened = await openDataKeys(scope(), "session", [{ id: "ses_a", dataKeyId: made.id }]);
      expect(opensFor(made, opened.get("ses_a"))).toBe(true);
      await expect(fs.stat(keyFile())).rejects.toThrow("ENOENT");
    } finally {
      publishEnv({ MASTER_KEY: "" });
    }
  });
});

describe("rotation", () => {
  const opens = async (made: DataKey) => {
    await restart();
    const opened = await openDataKeys(scope(), "session", [{ id: "ses_a", dataKeyId: made.id }]);
    return opensFor(made, opened.get("ses_a"));
  };

  it("changes the master key and nothing that it protects", async () => {
    const made = await createDataKey(scope(), "session", "ses_a");
    const [before] = await masters();
    const token = await installationKey("sign-in-token");
    expect(await rotateMasterKey()).toBe(1);
    expect(await masters()).toHaveLength(1);
    expect(await masters()).not.toContainEqual(before);
    expect(await opens(made)).toBe(true);
    expect(await installationKey("sign-in-token")).not.toEqual(token);
  });

  it("killed after the new key was written opens everything, and the next one finishes it", async () => {
    const made = await createDataKey(scope(), "session", "ses_a");
    await writeKeyring([...(await masters()), newKey()]);
    expect(await opens(made)).toBe(true);
    await rotateMasterKey();
    expect(await masters()).toHaveLength(1);
    expect(await opens(made)).toBe(true);
  });

  it("killed before the old key was dropped opens everything, and the next one finishes it", async () => {
    const made = await createDataKey(scope(), "session", "ses_a");
    const old = await masters();
    await rotateMasterKey();
    await writeKeyring([...old, ...(await masters())]);
    expect(await opens(made)).toBe(true);
    await rotateMasterKey();
    expect(await masters()).toHaveLength(1);
    expect(await opens(made)).toBe(true);
  });

  it("that fails leaves the old key in use", async () => {
    const made = await createDataKey(scope(), "session", "ses_a");
    await sql("INSERT INTO organization_keys VALUES ('org_foreign', 'another-key', 'x')");
    await expect(rotateMasterKey()).rejects.toThrow(
      "No master key opens the key of org_foreign; restore the one that does.",
    );
    await sql("DELETE FROM organization_keys WHERE organization_id = 'org_foreign'");
    expect(await opens(made)).toBe(true);
  });

  it("killed while the key file was written leaves the file as it was", async () => {
    const made = await createDataKey(scope(), "session", "ses_a");
    await fs.writeFile(`${keyFile()}.new`, "half");
    expect(await opens(made)).toBe(true);
    await rotateMasterKey();
    expect(await opens(made)).toBe(true);
  });
});

it("keeps every key readable when two rotations run at once", async () => {
  const before = await purposeKey(organization, "blind-index");
  await Promise.all([rotateMasterKey(), rotateMasterKey()]);
  await closeKeys();
  await checkKeys();
  expect(await purposeKey(organization, "blind-index")).toEqual(before);
});
