import type { ReactNode } from "react";
import { ErrorState } from "@/components/ui/error-state";
import { problemOf } from "./problem";

/** The parts of a query that a waiting page uses. */
export type Awaited<Data> = {
  data: Data | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => unknown;
};

type WaitingProps = {
  query: Awaited<unknown>;
  /** The title of the error: “The queue could not be loaded”. */
  failed: string;
  /** A skeleton of the content's size. */
  skeleton: ReactNode;
};

/** Shows a skeleton while a query has no answer, or its error with a button to try again. */
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

/** Shows the answer of a query, or {@link Waiting} before it. */
export function Loaded<Data>({ children, ...waiting }: LoadedProps<Data>) {
  const { data } = waiting.query;
  return data === undefined ? <Waiting {...waiting} /> : children(data);
}
