import "server-only";
import { notFound } from "next/navigation";
import { type Actor, type Environment, environments } from "@/lib/actor/actor";
import { recordDenial } from "@/lib/events/denial";
import { AppError } from "@/lib/platform/errors";
import { SessionClosed } from "@/lib/records/opening";

export type SearchParams = Record<string, string | string[] | undefined>;

export type PageProps<Params extends object = object> = {
  params: Promise<Params & { environment: string }>;
  searchParams: Promise<SearchParams>;
};

/** Reads the environment from the first segment of a page's path. Anything but live and sandbox is not found. */
export function readEnvironment(segment: string): Environment {
  return environments.find((each) => each === segment) ?? notFound();
}

/** Returns the first value of a search parameter; undefined when it is missing or empty. */
export function readParam(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const [first] = Array.isArray(value) ? value : [value];
  return first || undefined;
}

/** Converts search parameters to the browser's type, for code that server and browser share. */
export function toUrlParams(params: SearchParams): URLSearchParams {
  const pairs = Object.keys(params).map((name) => [name, readParam(params, name) ?? ""]);
  return new URLSearchParams(pairs.filter(([, value]) => value));
}

/** Decodes a path segment. A segment that is not UTF-8 is not found. */
export function readSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return notFound();
  }
}

/**
 * Loads the content of a page. A refusal is recorded and returns null, so that the page can show it. A missing record
 * shows the not-found page.
 */
export async function openPage<T>(person: Actor, load: () => Promise<T>): Promise<{ content: T } | null> {
  try {
    return { content: await load() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === "not_found") notFound();
    if (error.code !== "forbidden") throw error;
    await recordDenial(person, error.message);
    return null;
  }
}

/**
 * {@link openPage} for a page about a session.
 * @returns the content, or the id of the restricted session, which opens once the person gives a reason
 */
export async function openRecordPage<T>(
  person: Actor,
  load: () => Promise<T>,
): Promise<{ isClosed: false; content: T } | { isClosed: true; sessionId: string } | null> {
  const opened = await openPage(person, async () => {
    try {
      return { isClosed: false as const, content: await load() };
    } catch (error) {
      if (error instanceof SessionClosed) return { isClosed: true as const, sessionId: error.sessionId };
      throw error;
    }
  });
  return opened?.content ?? null;
}
