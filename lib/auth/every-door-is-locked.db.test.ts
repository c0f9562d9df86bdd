/// <reference types="vite/client" />
import { expect, it } from "vitest";
import { mintActor } from "@/lib/auth/mint";
import { type Permission, permissions, permissionsOfRoles, roles } from "@/lib/auth/permissions";

type Operation = (actor: unknown, input?: unknown) => unknown;
const modules = import.meta.glob(
  [
    "/lib/*/{read,write,timeline,container,import}.ts",
    "/lib/cases/{claim,correct,decision,demo,override}.ts",
    "/lib/analytics/review.ts",
    "/lib/privacy/retention.ts",
    "/lib/requests/{erasure,package,proof}.ts",
  ],
  { eager: true },
) as Record<string, Record<string, Operation>>;
const operations = Object.entries(modules)
  .flatMap(([file, exported]) =>
    Object.entries(exported).map(([name, operation]) => ({
      name: `${file.replace(/^\/lib\/|\.ts$/g, "")} ${name}`,
      operation,
    })),
  )
  .filter(({ operation }) => typeof operation === "function");

const actorWith = (granted: ReadonlySet<Permission>) =>
  mintActor({
    kind: "person",
    id: "mem_x",
    name: "x",
    scope: { organizationPk: 0n, organizationId: "org_x", environment: "sandbox" },
    permissions: granted,
    request: {},
  });

const isRefused = async (operation: Operation, granted: ReadonlySet<Permission>) => {
  try {
    await operation(actorWith(granted), {
      sessionId: "ses_x",
      caseId: "rvc_x",
      checkId: "schk_x",
      entryId: "lent_x",
      memberId: "mem_y",
      tab: "unassigned",
      policy: "x",
      fields: [],
      sessionIds: [],
      apiPiiFields: [],
      limit: 1,
      offset: 0,
      days: 1,
      version: 0,
      requestId: "dsr_x",
      identityId: "idn_x",
      redactionId: "red_x",
      confirm: "dsr_x",
      linkId: "dlk_x",
      id: "x",
      expiresInDays: 7,
      requester: {},
    });
    return false;
  } catch (error) {
    return (error as { code?: string }).code === "forbidden";
  }
};

it.each(operations)("$name refuses an actor without permissions", async ({ operation }) => {
  expect(await isRefused(operation, new Set())).toBe(true);
});

/** What a permission opens, found by trying every operation with it alone; the committed table is reviewed by people. */
it("gives each role what the committed table says", async () => {
  const names = Object.keys(permissions) as Permission[];
  const needed = new Map<string, Permission[]>();
  for (const { name, operation } of operations) {
    const opening: Permission[] = [];
    for (const permission of names)
      if (!(await isRefused(operation, new Set([permission])))) opening.push(permission);
    needed.set(name, opening);
  }
  const table = [...needed].map(([name, opening]) => {
    const who = roles.map((role) =>
      opening.some((permission) => permissionsOfRoles([role]).has(permission))
        ? role
        : "-".repeat(role.length),
    );
    return `${name.padEnd(36)} ${opening.join(" ").padEnd(18)} ${who.join(" ")}`;
  });
  expect(table.sort().join("\n")).toMatchSnapshot();
});
