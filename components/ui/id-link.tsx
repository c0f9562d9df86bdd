import Link from "next/link";
import { shortId } from "./short-id";

type IdLinkProps = { id: string; href: string };

/** An id that leads to what it names: short to read, whole in its title, and fetched only when it is followed. */
export function IdLink({ id, href }: IdLinkProps) {
  return (
    <Link href={href} prefetch={false} title={id} className="font-mono text-sm whitespace-nowrap text-link">
      {shortId(id, "middle")}
    </Link>
  );
}
