import type { Actor } from "@/lib/actor/actor";
import { type StreamKind, whileLetIn } from "@/lib/auth/staying";

/** Bytes that are made while they are sent. Opening begins the work, and has its effect; nothing happens before. */
export type ByteSource = { open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>> };

/** An answer that is written while it is sent. Its source is opened for whoever reads it, and never for HEAD. */
export class StreamResponse extends Response {
  constructor(
    readonly source: ByteSource,
    headers: Record<string, string>,
    readonly kind: StreamKind = "download",
  ) {
    super(null, { headers });
  }

  /** The answer to a request with this method, for as long as whoever asked may have it. */
  async opened(method: string, actor: Actor | null): Promise<Response> {
    if (method === "HEAD") return new Response(null, { headers: this.headers });
    const body = await this.source.open();
    return new Response(actor ? whileLetIn(actor, this.kind, body) : body, { headers: this.headers });
  }
}

/** The headers of a file that a browser saves and does not open. */
export const attachment = (type: string, name: string): Record<string, string> => ({
  "Content-Type": type,
  "Content-Disposition": `attachment; filename="${name}"`,
});
