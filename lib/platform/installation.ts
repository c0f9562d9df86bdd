import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { BlobStore } from "@/lib/platform/blobs";
import { withClient } from "@/lib/platform/connect";
import { StartError } from "@/lib/platform/errors";

/**
 * The parts of an installation: two connection strings and the store of images. None of them alone identifies the
 * others.
 */
export type Parts = { main: string; keys: string; blobs: BlobStore };

const lock = 6_071_985;
/** The number of images to look for where a store has no id. */
const sampled = 50;

const nameOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1));

/** `needed`: organizations that already have encrypted values or a signed log. */
type Known = { id: string | null; organizations: string[]; needed: string[] };

/**
 * Verifies that the main database, the keys database and the store of images belong together, before anything is
 * written to them. With a wrong part, every personal value would read as erased, and new seals would carry an unknown
 * key's signature. The first start writes one id into all three. A part without an id gets it if its contents belong
 * to this installation.
 * @throws StartError in one sentence
 */
export async function proveInstallation(parts: Parts): Promise<void> {
  await withClient(parts.main, (main) =>
    withClient(parts.keys, async (keys) => {
      await main.query("SELECT pg_advisory_lock($1)", [lock]);
      const [known, kept, owner] = await Promise.all([
        readMain(main),
        readKeys(keys),
        parts.blobs.readOwner(),
      ]);
      refuseStrangers(parts, known, kept);
      await refuseForeignBlobs(main, parts, known.id ?? kept.id, owner);
      const id = known.id ?? kept.id ?? randomUUID();
      for (const client of [keys, main])
        await client.query("INSERT INTO installation (id) VALUES ($1) ON CONFLICT DO NOTHING", [id]);
      if (!owner) await parts.blobs.writeOwner(id);
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
      `${ofMain} and ${ofKeys} belong to two installations; name two databases that belong together in DATABASE_URL and KEYS_DATABASE_URL.`,
    );
  if (known.organizations.length === 0 && kept.organizations.length > 0)
    throw new StartError(
      `${ofMain} is empty, and ${ofKeys} contains the keys of an installation; name its main database in DATABASE_URL, or restore it.`,
    );
  const holds = (id: string) => kept.organizations.includes(id);
  const isProven = known.id !== null && known.id === kept.id;
  // An older program wrote no ids. If nothing is encrypted yet, no key can be missing.
  const isUnused = known.id === null && known.needed.length === 0;
  const isTold = isProven || isUnused || known.organizations.length === 0 || known.organizations.some(holds);
  if (!isTold || !known.needed.every(holds)) throw new StartError(noKeys(main, keys));
}

/** The message when the keys database lacks keys of organizations in the main database. */
export const noKeys = (main: string, keys: string): string =>
  `The keys database “${nameOf(keys)}” lacks keys of the organizations in “${nameOf(main)}”; name the right one in KEYS_DATABASE_URL, or restore it.`;

async function refuseForeignBlobs(
  main: pg.Client,
  { blobs }: Parts,
  id: string | null,
  owner: string | null,
): Promise<void> {
  if (owner && owner !== id)
    throw new StartError(
      `The images in ${blobs.place} belong to another installation than the databases; set DATA_DIR or BLOBS_S3_BUCKET to the place that belongs to them.`,
    );
  if (owner) return;
  const { rows } = await main.query<{ key: string }>(
    `SELECT /* every organization: databases.match */ blob_key AS key FROM documents WHERE blob_key IS NOT NULL ORDER BY pk DESC LIMIT ${sampled}`,
  );
  const there = await Promise.all(rows.map(({ key }) => blobs.has(key)));
  if (rows.length > 0 && !there.includes(true))
    throw new StartError(
      `${capital(blobs.place)} has none of the images that the main database names; put them back, or, where they are lost for good, write the line ${id} into the file “installation” there.`,
    );
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
