import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { newBudget } from "@/lib/intake/memory";

it("sessions wait for room, the one that began first never does, and each goes on in the end", async () => {
  const budget = newBudget(100);
  const [first, second, third] = [budget.enter(), budget.enter(), budget.enter()];
  const gone: string[] = [];
  const go = (name: string, waits: Promise<void>) => waits.then(() => gone.push(name));
  const all = [go("second", second.hold(90)), go("third", third.hold(40)), go("first", first.hold(500))];
  await turn();
  expect(gone).toEqual(["second", "first"]);
  first.leave();
  await turn();
  // Still 130 of 100, and the second is the first now.
  expect(gone).toEqual(["second", "first"]);
  all.push(go("second again", second.hold(10)));
  await turn();
  expect(gone).toEqual(["second", "first", "second again"]);
  second.leave();
  await Promise.all(all);
  third.leave();
  third.leave();
  expect(budget.held()).toBe(0);
});

it("a session that waits is asked whether it is still its own, and leaves when it is not", async () => {
  const budget = newBudget(10);
  const [first, second] = [budget.enter(), budget.enter()];
  await first.hold(20);
  const asked: string[] = [];
  await second.hold(5, async () => {
    asked.push("second");
    return false;
  });
  expect(asked).toEqual(["second"]);
  first.leave();
  second.leave();
  expect(budget.held()).toBe(0);
});
