import { digest } from "@/lib/platform/crypto";
import type { ListPage } from "@/lib/vendors/adapter";

/** Ten million sessions in pages of a hundred. */
const mostPages = 100_000;
/** A list that moves on while it is read repeats a page or two, and not so many in a row. */
const mostRepeated = 50;
/** How many ids are remembered, so that a long list does not fill the memory. */
const mostIds = 50_000;

/**
 * Notices a list that never ends: by a place that comes again, by many pages in a row with nothing but what was listed
 * just before, or by its length.
 * @returns a function that is told each page with what the vendor is called, and returns what is wrong, or null
 */
export function watchForEnd(title: string): (page: ListPage) => string | null {
  const places = new Set<string>();
  const ids = new Set<string>();
  let pages = 0;
  let repeated = 0;
  return ({ sessions, next }) => {
    if (next === null) return null;
    const place = digest(next).toString("base64");
    if (places.has(place)) return `${title}'s list leads back to a page that was read before.`;
    places.add(place);
    const isNew = sessions.length === 0 || sessions.some(({ id }) => !ids.has(id));
    repeated = isNew ? 0 : repeated + 1;
    if (ids.size > mostIds) ids.clear();
    for (const { id } of sessions) ids.add(id);
    if (repeated >= mostRepeated)
      return `${title}'s list repeats itself: ${mostRepeated} pages in a row named no other session.`;
    return ++pages > mostPages ? `${title}'s list has more than ${mostPages} pages.` : null;
  };
}
