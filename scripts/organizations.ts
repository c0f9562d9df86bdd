// Lists the organizations of this installation, or creates another one:
// npm run organizations [-- --list] [-- --create NAME --admin EMAIL]
import { parseArgs } from "node:util";
import { accountAddress } from "@/lib/auth/address";
import { addOrganization } from "@/lib/auth/new-organization";
import { isEmailAddress } from "@/lib/format/contact";
import { exactUtc } from "@/lib/format/date";
import { organizationInput } from "@/lib/organization/schema";
import { openDatabases } from "@/lib/platform/databases";
import { closeDb, db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { runCommand } from "@/scripts/command";

const usage = `npm run organizations -- [options]
  --list                       list the organizations, with the number of their members
  --create NAME --admin EMAIL  create an organization, and print a one-time link for its first admin
  --help                       show this text`;

/** The name of the operator in the log: who may run commands on the server has no account. */
const operator = "command-line";

async function list(): Promise<number> {
  const found = await db.organization.findMany({
    orderBy: { pk: "asc" },
    select: { id: true, name: true, _count: { select: { members: { where: { removedAt: null } } } } },
  });
  for (const { id, name, _count } of found) console.log(`${id} ${name}: ${_count.members} members`);
  if (found.length === 0) console.log("There is no organization yet. Start the server to create the first.");
  return 0;
}

function refuse(text: string): number {
  console.error(text);
  return 1;
}

async function create(given: string, admin: string | undefined): Promise<number> {
  if (admin === undefined) return refuse("Name the first admin with --admin EMAIL.");
  const name = organizationInput.shape.name.safeParse(given);
  if (!name.success || !name.data) return refuse("The name must be one line of 1 to 120 characters.");
  if (!isEmailAddress(admin.trim())) return refuse(`“${admin}” is not an e-mail address.`);
  // The first organization is made by the server's first start, with the link that it prints.
  if ((await db.organization.count()) === 0)
    return refuse("Start the server first: it creates the first organization.");
  const email = accountAddress(admin.trim());
  try {
    const { id, url, expiresAt } = await addOrganization({ name: name.data, email, by: operator });
    console.log(`${id} ${name.data}\n${url}`);
    console.log(`Send the link to ${email}. It creates one account, once, until ${exactUtc(expiresAt)}.`);
    return 0;
  } catch (error) {
    if (error instanceof AppError) return refuse(error.message);
    throw error;
  }
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      list: { type: "boolean", default: false },
      create: { type: "string" },
      admin: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const databases = await openDatabases();
  try {
    return values.create === undefined ? await list() : await create(values.create, values.admin);
  } finally {
    await closeDb();
    await databases.close();
  }
});
