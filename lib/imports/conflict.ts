import { AppError } from "@/lib/platform/errors";

/** Turns a violated unique key into a conflict: another session has an id of the bundle. */
export function toConflict(error: unknown): AppError | null {
  const { code, meta } = error as { code?: string; meta?: { modelName?: string } };
  if (code !== "P2002") return null;
  return new AppError(
    "conflict",
    `An id of this bundle is taken by another session (${meta?.modelName ?? "row"}).`,
    { cause: error },
  );
}
