// Moves an organization to another cell while it is used: npm run organizations:move -- ORGANIZATION --to FILE
import { parseArgs } from "node:util";
import { openEnds } from "@/lib/cells/ends";
import { abortMove, findMove, moveOrganization } from "@/lib/cells/move";
import { closeDb } from "@/lib/platform/db";
import { closeKeys } from "@/lib/platform/keys";
import { runCommand } from "@/scripts/command";

const usage = `npm run organizations:move -- ORGANIZATION --to FILE [options]
  Moves an organization (its id, org_…) from this cell to the one whose settings are in FILE, while it is used.
  Its writes are refused for seconds at the end. Run the command again after it was interrupted: it goes on.
  --to FILE            settings of the other cell, as in its .env
  --max-hold SECONDS   the longest time for which writes may be refused (default 5)
  --remove-source      remove its rows, keys and images here, once all was found to be the same there
  --abort              give up a move that has not been decided, and remove what the other cell has of it
  --help               show this text`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      to: { type: "string" },
      "max-hold": { type: "string", default: "5" },
      "remove-source": { type: "boolean", default: false },
      abort: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const [id, ...more] = positionals;
  const maxHold = Number(values["max-hold"]);
  if (!id || more.length > 0 || !values.to || !(maxHold > 0 && maxHold <= 600)) {
    console.error(usage);
    return 1;
  }
  let isEnding = false;
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      isEnding = true;
    });
  const both = await openEnds(values.to);
  try {
    const say = (line: string) => console.log(line);
    const ends = await findMove({ ...both, id });
    if (values.abort) {
      await abortMove(ends, say);
      return 0;
    }
    const isWell = await moveOrganization(ends, {
      maxHoldMs: maxHold * 1_000,
      tries: 5,
      removesSource: values["remove-source"],
      say,
      isEnding: () => isEnding,
    });
    return isWell ? 0 : 1;
  } finally {
    await Promise.all([closeDb(), closeKeys()]);
    await both.from.close();
    await both.to.close();
  }
});
