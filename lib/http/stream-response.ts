import type { Actor } from "@/lib/actor/actor";
import { type StreamKind, whileLetIn } from "@/lib/auth/staying";

/**
 * A stream that is produced while it is sent. `open` starts the work, which may write an event; nothing happens
 * before.
 */
export type ByteSource = { open: () => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>> };

/** A streamed answer. Its source is opened only when the answer is sent, and never for HEAD. */
export class StreamResponse extends Response {
  constructor(
    readonly source: ByteSource,
    headers: Record<string, string>,
    readonly kind: StreamKind = "download",
  ) {
    super(null, { headers });
  }

  /** Returns the answer to a request with this method. The stream ends when the actor loses access. */
  async opened(method: string, actor: Actor | null): Promise<Response> {
    if (method === "HEAD") return new Response(null, { headers: this.headers });
    const body = await this.source.open();
    return new Response(actor ? whileLetIn(actor, this.kind, body) : body, { headers: this.headers });
  }
}

/** The headers of a file that browsers save instead of opening. */
export const attachment = (type: string, name: string): Record<string, string> => ({
  "Content-Type": type,
  "Content-Disposition": `attachment; filename="${name}"`,
});
