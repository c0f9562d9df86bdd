import { randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import type pg from "pg";
import { withClient } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";

/** What an installation consists of; each part alone says nothing about the others. */
export type Parts = { main: string; keys: string; blobs: string };

const lock = 6_071_985;
/** So many images are looked for where a folder does not say what it belongs to. */
const sampled = 50;

const nameOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1));
const idFile = (blobs: string) => path.join(/* turbopackIgnore: true */ blobs, "installation");

/** The installation that a folder of images belongs to; null when it does not say. */
export async function installationOfBlobs(blobs: string): Promise<string | null> {
  const text = await fs.readFile(idFile(blobs), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw new StartError(`The folder of images ${blobs} cannot be read (${error.code}).`, { cause: error });
  });
  return text.trim() || null;
}

/** `needed` are those whose values are encrypted or whose log is signed already. */
type Known = { id: string | null; organizations: string[]; needed: string[] };

/**
 * Proves that the main database, the keys database and the folder of images belong together, before any of them is
 * written to: with a wrong one, every personal value reads as erased and new seals are signed by a key of nobody. The
 * first start writes one id into all three; a part without it is taken in when what it holds is of this installation.
 * @throws StartError in one sentence
 */
export async function proveInstallation(parts: Parts): Promise<void> {
  await withClient(parts.main, (main) =>
    withClient(parts.keys, async (keys) => {
      await main.query("SELECT pg_advisory_lock($1)", [lock]);
      const [known, kept, folder] = await Promise.all([
        readMain(main),
        readKeys(keys),
        installationOfBlobs(parts.blobs),
      ]);
      refuseStrangers(parts, known, kept);
      await refuseForeignBlobs(main, parts, known.id ?? kept.id, folder);
      const id = known.id ?? kept.id ?? randomUUID();
      for (const client of [keys, main])
        await client.query("INSERT INTO installation (id) VALUES ($1) ON CONFLICT DO NOTHING", [id]);
      if (!folder) await writeId(parts.blobs, id);
    }),
  );
}

async function readMain(client: pg.Client): Promise<Known> {
  const { rows } = await client.query<{ id: string; isNeeded: boolean }>(
    `SELECT /* every organization: databases.match */ id, EXISTS (SELECT 1 FROM audit_seals WHERE organization_pk = o.pk)
       OR EXISTS (SELECT 1 FROM sessions WHERE organization_pk = o.pk) AS "isNeeded" FROM organizations o`,
  );
  const needed = rows.filter(({ isNeeded }) => isNeeded);
  return { id: await readId(client), organizations: idsOf(rows), needed: idsOf(needed) };
}

async function readKeys(client: pg.Client): Promise<Known> {
  const { rows } = await client.query<{ id: string }>("SELECT organization_id AS id FROM organization_keys");
  return { id: await readId(client), organizations: idsOf(rows), needed: [] };
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

async function readId(client: pg.Client): Promise<string | null> {
  const { rows } = await client.query<{ id: string }>("SELECT id FROM installation");
  return rows[0]?.id ?? null;
}

function refuseStrangers({ main, keys }: Parts, known: Known, kept: Known): void {
  const [ofMain, ofKeys] = [`The main database “${nameOf(main)}”`, `the keys database “${nameOf(keys)}”`];
  if (known.id && kept.id && known.id !== kept.id)
    throw new StartError(
      `${ofMain} and ${ofKeys} are of two installations; name those that belong together in DATABASE_URL and KEYS_DATABASE_URL.`,
    );
  if (known.organizations.length === 0 && kept.organizations.length > 0)
    throw new StartError(
      `${ofMain} is empty, and ${ofKeys} holds the keys of an installation; name its main database in DATABASE_URL, or restore it.`,
    );
  const holds = (id: string) => kept.organizations.includes(id);
  const isProven = known.id !== null && known.id === kept.id;
  // Of a program that wrote no ids and has not been used yet: no key is missed.
  const isUnused = known.id === null && known.needed.length === 0;
  const isTold = isProven || isUnused || known.organizations.length === 0 || known.organizations.some(holds);
  if (!isTold || !known.needed.every(holds)) throw new StartError(noKeys(main, keys));
}

/** What is said where the main database has organizations, and the keys database has no key of any of them. */
export const noKeys = (main: string, keys: string): string =>
  `The keys database “${nameOf(keys)}” lacks keys of the organizations in “${nameOf(main)}”; name the right one in KEYS_DATABASE_URL, or restore it.`;

async function refuseForeignBlobs(
  main: pg.Client,
  { blobs }: Parts,
  id: string | null,
  folder: string | null,
): Promise<void> {
  if (folder && folder !== id)
    throw new StartError(
      `The images in ${blobs} are of another installation than the databases; set DATA_DIR to the folder that belongs to them.`,
    );
  if (folder) return;
  const { rows } = await main.query<{ key: string }>(
    `SELECT /* every organization: databases.match */ blob_key AS key FROM documents WHERE blob_key IS NOT NULL ORDER BY pk DESC LIMIT ${sampled}`,
  );
  const there = await Promise.all(rows.map(({ key }) => isThere(blobs, key)));
  if (rows.length > 0 && !there.includes(true))
    throw new StartError(
      `The folder ${blobs} has none of the images that the main database names; put them back, or, where they are lost for good, write the line ${id} into ${idFile(blobs)}.`,
    );
}

const isThere = (blobs: string, key: string) =>
  fs.access(path.join(/* turbopackIgnore: true */ blobs, key.slice(0, 2), ...key.split("/"))).then(
    () => true,
    () => false,
  );

async function writeId(blobs: string, id: string): Promise<void> {
  try {
    await fs.mkdir(blobs, { recursive: true, mode: 0o700 });
    await fs.writeFile(idFile(blobs), `${id}\n`, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "EEXIST") return;
    throw new StartError(`The folder of images ${blobs} cannot be written to (${code}).`, { cause });
  }
}
