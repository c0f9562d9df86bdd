import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from "@playwright/test";
import type { Role } from "@/lib/actor/permissions";
import { SignInPage } from "./pages/sign-in-page";
import { facts } from "./support/facts";
import { Watch } from "./support/watch";

type Fixtures = {
  /** Fails the test for errors in the console, exceptions, broken content policy and calls to other hosts. */
  watch: Watch;
  /** Opens another browser, which is watched too. */
  openBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
  /** Opens a page of a member with this role, in a browser of its own. */
  signInAs: (role: Role, options?: BrowserContextOptions) => Promise<Page>;
};

/** Sign-ins of this worker: it fills in the form once for each role. */
const signIns = new Map<Role, Awaited<ReturnType<BrowserContext["storageState"]>>>();

export const test = base.extend<Fixtures>({
  watch: [
    async ({ baseURL }, use) => {
      const watch = new Watch(baseURL ?? "");
      await use(watch);
      expect(watch.problems(), "pages that log nothing and call nobody").toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, watch }, use) => {
    await watch.follow(context);
    await use(context);
  },
  openBrowser: async ({ browser, watch }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      opened.push(context);
      await watch.follow(context, options?.baseURL);
      return context;
    });
    await Promise.all(opened.map((context) => context.close()));
  },
  signInAs: async ({ openBrowser }, use) => {
    await use(async (role, options) => {
      const storageState = signIns.get(role);
      const context = await openBrowser({ ...options, storageState });
      const page = await context.newPage();
      if (storageState) return page;
      await new SignInPage(page).signIn(accountOf(role).email, facts().password);
      signIns.set(role, await context.storageState());
      return page;
    });
  },
});

export { expect };

/** Returns the demo account with this role. */
export function accountOf(role: Role) {
  const account = facts().accounts.find((each) => each.role === role);
  if (!account) throw new Error(`There is no account for ${role}.`);
  return account;
}
