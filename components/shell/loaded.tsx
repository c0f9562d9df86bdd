import type { ReactNode } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { problemOf } from "./problem";

/** A query as far as the page that waits for it knows it. */
export type Awaited<Data> = {
  data: Data | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => unknown;
};

type WaitingProps = {
  query: Awaited<unknown>;
  /** The title of what is said when there is nothing to show: “The queue could not be loaded”. */
  failed: string;
  /** Has the size of what it stands for. */
  skeleton: ReactNode;
};

/** Stands where a query has no answer yet: a skeleton, or why it failed and the way to try again. */
export function Waiting({ query, failed, skeleton }: WaitingProps) {
  if (!query.error) return skeleton;
  return (
    <ErrorState
      title={failed}
      {...problemOf(query.error)}
      onRetry={() => query.refetch()}
      retrying={query.isFetching}
    />
  );
}

type LoadedProps<Data> = WaitingProps & { query: Awaited<Data>; children: (data: Data) => ReactNode };

/** What a query has answered; {@link Waiting} before that. */
export function Loaded<Data>({ children, ...waiting }: LoadedProps<Data>) {
  const { data } = waiting.query;
  return data === undefined ? <Waiting {...waiting} /> : children(data);
}
