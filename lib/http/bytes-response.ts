import { stringifyExact } from "@/lib/format/exact-json";
/**
 * A response whose whole body is in memory. Our own server writes `content` directly to the socket; for everybody
 * else it is an ordinary response, whose stream is created on demand.
 */
export class BytesResponse extends Response {
  #ordinary: Response | undefined;

  constructor(
    readonly content: Uint8Array,
    init: { status?: number; headers: Record<string, string> },
  ) {
    super(null, { ...init, headers: { ...init.headers, "Content-Length": String(content.length) } });
  }

  get #body(): Response {
    this.#ordinary ??= new Response(Buffer.from(this.content));
    return this.#ordinary;
  }

  override get body() {
    return this.#body.body;
  }
  override get bodyUsed() {
    return this.#body.bodyUsed;
  }
  override arrayBuffer = () => this.#body.arrayBuffer();
  override blob = () => this.#body.blob();
  override json = () => this.#body.json();
  override text = () => this.#body.text();
}

/** A JSON answer. */
export const jsonResponse = (
  value: unknown,
  init: { status?: number; headers?: Record<string, string> } = {},
) =>
  new BytesResponse(Buffer.from(stringifyExact(value)), {
    ...init,
    headers: { "Content-Type": "application/json", ...init.headers },
  });
