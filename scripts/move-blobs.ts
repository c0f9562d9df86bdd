// Moves images and files of packages from one place to the other: npm run blobs:move
import { parseArgs } from "node:util";
import { blobs, moveOfBlobs } from "@/lib/platform/blobs";
import { moveBlobs } from "@/lib/platform/blobs-moving";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { closeKeys } from "@/lib/platform/keys";
import { runCommand } from "@/scripts/command";

const usage = `npm run blobs:move
  Moves every image and every file of a package from the place in BLOBS_MOVE_FROM to the one in BLOBS.
  Set both and restart every process first. The program runs on meanwhile, and the move can be interrupted:
  the next run goes on where it was. Leave BLOBS_MOVE_FROM empty and restart when all is moved.
  --help               show this text`;

/** One line for so many files. */
const tellEvery = 1000;

await runCommand(async () => {
  const { values } = parseArgs({ options: { help: { type: "boolean" } } });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const move = moveOfBlobs();
  if (!move) {
    console.error(
      `BLOBS_MOVE_FROM is empty, so nothing is to be moved; everything is read from ${blobs().place}.`,
    );
    return 1;
  }
  const databases = await openDatabases();
  try {
    const { moved, bytes } = await moveBlobs(move, (soFar) => {
      if (soFar.moved % tellEvery === 0) console.log(`${soFar.moved} files, ${soFar.bytes} bytes so far`);
    });
    console.log(`${moved} files, ${bytes} bytes moved from ${move.from.place} to ${move.to.place}.`);
    console.log(
      `Everything is in ${move.to.place}. Keep BLOBS=${env().BLOBS}, leave BLOBS_MOVE_FROM empty, and restart every process.`,
    );
  } finally {
    await Promise.all([closeDb(), closeKeys()]);
    await databases.close();
  }
  return 0;
});
