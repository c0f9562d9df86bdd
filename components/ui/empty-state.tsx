import type { ReactNode } from "react";

type EmptyStateProps = {
  icon?: ReactNode;
  title: string;
  /** What to do next. */
  detail?: ReactNode;
  action?: ReactNode;
};

export function EmptyState({ icon, title, detail, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-1.5 px-6 py-14 text-center">
      {icon ? (
        <span aria-hidden className="mb-1 text-ink-muted [&_svg]:size-5">
          {icon}
        </span>
      ) : null}
      <h2 className="font-semibold">{title}</h2>
      {detail ? <p className="text-ink-muted">{detail}</p> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
