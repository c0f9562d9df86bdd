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

/** The first segment of a page's path. Anything but live and sandbox is no page of ours. */
export function readEnvironment(segment: string): Environment {
  return environments.find((each) => each === segment) ?? notFound();
}

/** The one value of a search parameter; of several the first. */
export function readParam(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const [first] = Array.isArray(value) ? value : [value];
  return first || undefined;
}

/** Search parameters as the browser has them, for readers that server and browser share. */
export function toUrlParams(params: SearchParams): URLSearchParams {
  const pairs = Object.keys(params).map((name) => [name, readParam(params, name) ?? ""]);
  return new URLSearchParams(pairs.filter(([, value]) => value));
}

/** A path segment as it was before it was put into the path. */
export function readSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return notFound();
  }
}

/**
 * Runs what a page reads. A refusal is recorded and comes back as null, for the page to say so; what does not exist
 * becomes the not-found page.
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
 * {@link openPage} for a page that shows a session or something behind it.
 * @returns the content, or the restricted session that opens once the person has said why
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
