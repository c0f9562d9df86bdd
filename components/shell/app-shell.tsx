import type { ReactNode } from "react";
import { UiWordsProvider } from "@/components/ui/words-context";
import type { ShellLabels } from "./labels";
import type { Waiting } from "./queue-count";
import { type NavItem, Rail } from "./rail";
import { ShellLabelsProvider } from "./shell-labels";

type AppShellProps = {
  /** The texts of the shell, in the member's language. */
  labels: ShellLabels;
  nav: readonly NavItem[];
  environment: "live" | "sandbox";
  /** True when the cookie `rail` is "tight". */
  railTight?: boolean;
  /** The viewer's name and roles, at the bottom of the rail. */
  viewer: { name: string; roles: string };
  /** The number of waiting cases, for the rail. */
  waiting: Promise<Waiting | null>;
  /** `<TopControls …/>` */
  controls: ReactNode;
  children: ReactNode;
};

function SandboxStripe({ labels }: { labels: ShellLabels }) {
  return (
    <aside aria-label={labels.environment} data-print="hide" className="h-0.75 shrink-0 bg-(image:--stripe)">
      <span className="sr-only">{labels.sandboxOnly}</span>
    </aside>
  );
}

/** Rail, controls and page. A page begins with `<TopBar>` and fills the rest; only its own panes scroll. */
export function AppShell(props: AppShellProps) {
  const { labels, nav, environment, railTight = false, viewer, waiting, controls, children } = props;
  return (
    <ShellLabelsProvider labels={labels}>
      <div lang={labels.language} data-environment={environment} className="flex h-dvh">
        <a
          href="#main"
          className="sr-only rounded-md bg-ink px-3 py-2 font-medium text-surface focus:not-sr-only focus:absolute focus:top-1.5 focus:left-1.5 focus:z-10"
        >
          {labels.skip}
        </a>
        <Rail items={nav} tight={railTight} viewer={viewer} waiting={waiting} />
        <div className="flex min-w-0 flex-1 flex-col">
          {environment === "sandbox" ? <SandboxStripe labels={labels} /> : null}
          <div className="relative flex min-h-0 flex-1 flex-col">
            <header
              data-print="hide"
              className="absolute top-0 right-0 z-4 flex h-(--top-height) items-center pr-4"
            >
              <UiWordsProvider words={labels.kit}>{controls}</UiWordsProvider>
            </header>
            <main
              id="main"
              lang="en"
              tabIndex={-1}
              className="flex min-h-0 flex-1 flex-col overflow-auto outline-none"
            >
              {children}
            </main>
          </div>
        </div>
      </div>
    </ShellLabelsProvider>
  );
}
