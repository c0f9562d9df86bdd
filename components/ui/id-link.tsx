import Link from "next/link";
import { shortId } from "./short-id";

type IdLinkProps = { id: string; href: string };

/**
 * An id that links to its record: shortened, complete in its title. The record is loaded only when the link is
 * followed.
 */
export function IdLink({ id, href }: IdLinkProps) {
  return (
    <Link href={href} prefetch={false} title={id} className="font-mono text-sm whitespace-nowrap text-link">
      {shortId(id, "middle")}
    </Link>
  );
}
