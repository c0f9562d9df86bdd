import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { mintActor } from "@/lib/actor/mint";
import { type Permission, permissions, permissionsOfRoles, roles } from "@/lib/actor/permissions";
import { AppError } from "@/lib/platform/errors";
import { apiRoutes } from "@/test/api";

type Operation = (actor: unknown, input: object) => unknown;
type Door = { name: string; open: Operation };

const root = path.join(import.meta.dirname, "../..");

/** Every route of the API that a proven actor enters, by its handler: what the door runs once it has let somebody in. */
const ofRoutes: Door[] = (await apiRoutes())
  .filter(({ handler }) => handler.spec && (handler.spec.door ?? "actor") === "actor")
  .map(({ method, pattern, handler }) => {
    const { handler: run } = handler.spec as unknown as { handler: (input: object) => unknown };
    return {
      name: `${method} ${pattern}`,
      open: (actor, input) =>
        run({ actor, params: input, query: input, body: input, form: new Map(), origin: {} }),
    };
  });

/** Called with a person, and no operations: they ask what a person may do, or draw what was loaded before. */
const neutral = new Set(["can", "openPage", "openRecordPage", "requirePerson"]);

/** Every operation that a page calls with the person it is drawn for, found in the files of the pages. */
const ofPages: Door[] = (
  await Promise.all(
    readdirSync(path.join(root, "app"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.startsWith("api"))
      .map(operationsIn),
  )
).flat();

async function operationsIn(file: string): Promise<Door[]> {
  const text = readFileSync(path.join(root, "app", file), "utf8");
  const imports = [...text.matchAll(/import \{([^}]+)\} from "@\/(lib\/[^"]+)"/g)];
  const called = new Set([...text.matchAll(/\b(\w+)\((?:person|actor)\b/g)].map(([, name]) => name));
  const found = imports.flatMap(([, names = "", from = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => called.has(name) && !neutral.has(name))
      .map(async (name): Promise<Door> => {
        const module: Record<string, Operation> = await import(path.join(root, from));
        const open = module[name];
        if (!open) throw new Error(`${from} has no ${name}.`);
        return { name: `${from.replace(/^lib\//, "")} ${name}`, open };
      }),
  );
  return Promise.all(found);
}

const doors = [...new Map([...ofRoutes, ...ofPages].map((door) => [door.name, door])).values()];

const actorWith = (granted: ReadonlySet<Permission>) =>
  mintActor({
    kind: "person",
    id: "mem_x",
    name: "x",
    scope: { organizationPk: 0n, organizationId: "org_x", environment: "sandbox" },
    permissions: granted,
    request: {},
  });

/** Something under every name that an operation reads before it authorizes, of the kind it reads. */
const input = {
  ...{ sessionId: "ses_x", caseId: "rvc_x", checkId: "schk_x", entryId: "lent_x", memberId: "mem_y" },
  ...{ requestId: "dsr_x", identityId: "idn_x", redactionId: "red_x", linkId: "dlk_x", eventId: "aud_x" },
  ...{ tab: "unassigned", policy: "x", fields: [], sessionIds: [], apiPiiFields: [], routingRules: [] },
  ...{ limit: 1, offset: 0, days: 1, version: 0, confirm: "dsr_x", id: "x", expiresInDays: 7 },
  ...{ endpointId: "wh_x", deliveryId: "whd_x", url: "https://a.example" },
  ...{
    connectionId: "sso_x",
    domainId: "dom_x",
    tokenId: "sct_x",
    issuer: "https://a.example",
    clientSecret: "x",
    breakGlass: [],
  },
  ...{ domain: "a.example", ssoOnly: false, metadata: "<x/>" },
  ...{ language: "de", requester: {}, snapshotId: "dec_x", holdId: "hold_x", docType: "id_front" },
};

/** The permission an actor lacks for an operation; null when it is let in. */
async function missing({ open }: Door, granted: ReadonlySet<Permission>): Promise<Permission | null> {
  try {
    const answer = await open(actorWith(granted), input);
    if (answer instanceof Response) await answer.body?.cancel();
    return null;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code !== "forbidden") return null;
    const [, name = ""] = /needs the (\S+) permission/.exec(message) ?? [];
    if (!(name in permissions)) throw new Error(`Refused without naming a permission: ${message}`);
    return name as Permission;
  }
}

describe("every door", () => {
  it("is found in the routes and pages themselves", () => {
    expect(ofRoutes.length).toBeGreaterThan(110);
    expect(ofPages.length).toBeGreaterThan(15);
    for (const name of ["cases/desk getDesk", "documents/read listDocuments"])
      expect(doors.map((door) => door.name)).toContain(name);
  });

  it.each(doors.map((door) => [door.name, door] as const))(
    "refuses an actor without permissions: %s",
    async (name, door) => {
      // Whoever has signed in may end their own sign-ins, and a key may ask for its own limits. Behind the door for
      // tools, each call asks for its own permission.
      if (["POST /api/v1/me/sign-out", "GET /api/v1/rate-limits", "POST /api/mcp"].includes(name)) return;
      expect(await missing(door, new Set())).not.toBeNull();
    },
  );
});

describe("this test", () => {
  it("notices an operation that admits everyone", async () => {
    const open = { name: "made up", open: () => Promise.resolve({}) };
    expect(await missing(open, new Set())).toBeNull();
  });

  it("notices an operation that refuses only after it has started to read", async () => {
    const late = { name: "made up", open: () => Promise.reject(new AppError("not_found", "Not found.")) };
    expect(await missing(late, new Set())).toBeNull();
  });
});

/** The permissions that an operation asks for, one after another, until it lets the actor in. */
async function neededFor(door: Door): Promise<Permission[]> {
  const needed: Permission[] = [];
  for (;;) {
    const next = await missing(door, new Set(needed));
    if (next === null || needed.includes(next)) return needed;
    needed.push(next);
  }
}

/** The committed table is reviewed by people. */
it("opens to each role as the committed table says", async () => {
  const table: string[] = [];
  for (const door of doors) {
    const needed = await neededFor(door);
    const who = roles.map((role) => {
      const held = permissionsOfRoles([role]);
      return needed.every((each) => held.has(each)) ? role : "-".repeat(role.length);
    });
    table.push(`${door.name.padEnd(64)} ${needed.join(" ").padEnd(32)} ${who.join(" ")}`);
  }
  expect(table.sort().join("\n")).toMatchSnapshot();
});
