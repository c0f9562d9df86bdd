// Compares the images that came in with those of the simulated vendor: --organization ID. It prints how many differ
// from what the importer makes of the vendor's bytes, and how many it has compared.
import { parseArgs } from "node:util";
import { jobActor } from "@/lib/actor/job";
import { blobs } from "@/lib/platform/blobs";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db } from "@/lib/platform/db";
import { prepareImage } from "@/lib/platform/images";
import { checkKeys, closeKeys } from "@/lib/platform/keys";
import { ciphersOf } from "@/lib/records/open";
import { picturesOf } from "@/test/vendors/verifa-server";

const { values } = parseArgs({ options: { organization: { type: "string" } } });

const databases = await openDatabases();
await checkKeys();
const actor = await jobActor("faults:images", "sandbox", [], values.organization);
const where = { organizationPk: actor.scope.organizationPk, environment: actor.scope.environment };
const prepared = new Map<number, Promise<Buffer[]>>();
let compared = 0;
let wrong = 0;

/** What the importer makes of a session's pictures; the vendor has forty different ones. */
function wantedOf(id: string): Promise<Buffer[]> {
  const number = Number(id.slice(-7)) % 40;
  const made =
    prepared.get(number) ??
    picturesOf(number).then((pictures) =>
      Promise.all(pictures.map(async (bytes) => (await prepareImage(bytes)).bytes)),
    );
  prepared.set(number, made);
  return made;
}

for (let after = ""; ; ) {
  const sessions = await db.session.findMany({
    where: { ...where, id: { gt: after } },
    orderBy: { id: "asc" },
    take: 200,
    include: { documents: true },
  });
  if (sessions.length === 0) break;
  const cipherOf = await ciphersOf(actor, "session", sessions);
  for (const session of sessions) {
    const wanted = await wantedOf(session.id);
    for (const { id, blobKey } of session.documents) {
      const sealed = blobKey ? await blobs().get(blobKey) : null;
      const bytes = sealed && blobKey ? cipherOf(session.id).openImage(blobKey, sealed) : null;
      compared++;
      if (!bytes?.equals(wanted[Number(id.at(-1))] ?? Buffer.alloc(0))) wrong++;
    }
  }
  after = sessions.at(-1)?.id ?? "";
}
process.stdout.write(`${JSON.stringify({ compared, wrong })}\n`);
await Promise.all([closeDb(), closeKeys()]);
await databases.close();
process.exit(0);
