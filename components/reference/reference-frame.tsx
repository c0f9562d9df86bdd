import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

type ReferenceFrameProps = {
  nouns: readonly { noun: string; calls: number }[];
  /** The noun of the page; null on the first page. */
  current: string | null;
  title: string;
  children: ReactNode;
};

const place = (isCurrent: boolean) =>
  cx(
    "flex min-h-7 items-center rounded-sm px-2 hover:bg-surface-3",
    isCurrent && "bg-surface-3 font-semibold",
  );

/** The frame of the API reference: its nouns on the left, a page of it on the right. It is in English. */
export function ReferenceFrame({ nouns, current, title, children }: ReferenceFrameProps) {
  return (
    <div lang="en" className="min-h-dvh bg-surface-2 md:flex">
      <nav
        aria-label="API reference"
        className="border-b bg-surface p-3 md:sticky md:top-0 md:h-dvh md:w-56 md:shrink-0 md:overflow-y-auto md:border-r md:border-b-0"
      >
        <Link
          href="/docs/api"
          prefetch={false}
          aria-current={current === null ? "page" : undefined}
          className={place(current === null)}
        >
          API reference
        </Link>
        <ul className="mt-2 max-md:flex max-md:flex-wrap">
          {nouns.map(({ noun }) => (
            <li key={noun}>
              <Link
                href={`/docs/api/${noun}`}
                prefetch={false}
                aria-current={noun === current ? "page" : undefined}
                className={place(noun === current)}
              >
                {noun}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main className="min-w-0 flex-1 p-4 md:p-8">
        <div className="mx-auto max-w-4xl">
          <h1 className="mb-4 text-title font-semibold">{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
}
