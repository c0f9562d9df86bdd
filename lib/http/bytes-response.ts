/**
 * A response whose whole body is at hand. Our own server writes `content` straight to the socket; to anybody else it
 * is an ordinary response. A stream keeps the platform from copying the bytes.
 */
export class BytesResponse extends Response {
  constructor(
    readonly content: Uint8Array,
    init: { status?: number; headers: Record<string, string> },
  ) {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(content);
        controller.close();
      },
    });
    super(body, { ...init, headers: { ...init.headers, "Content-Length": String(content.length) } });
  }
}

/** A JSON answer. */
export const jsonResponse = (
  value: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
) =>
  new BytesResponse(Buffer.from(JSON.stringify(value)), {
    ...init,
    headers: { "Content-Type": "application/json", ...init.headers },
  });
