import { expect, it, vi } from "vitest";
import { Prisma } from "@/lib/platform/generated/client";

it("copies of the module in one process give different statements different names", async () => {
  const first = await import("@/lib/platform/db");
  expect(await first.askDirectly(Prisma.sql`/* prepared */ SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  vi.resetModules();
  const second = await import("@/lib/platform/db");
  expect(second.askDirectly).not.toBe(first.askDirectly);
  expect(await second.askDirectly(Prisma.sql`/* prepared */ SELECT 2 AS two`)).toEqual([{ two: 2 }]);
});
