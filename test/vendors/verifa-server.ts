// The hosted service as its documentation describes it, for tests: sessions, their exports and images by signed URLs,
// cases and redactions. It fails in the ways that it is told to. It shares no code with the program.
import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";

/** Shares of the requests, from 0 to 1, that are treated in these ways. */
export type Troubles = Partial<
  Record<"slow" | "throttled" | "broken" | "reset" | "truncated" | "expired" | "doublePage" | "html", number>
>;
export type VerifaOptions = {
  sessions: number;
  seed?: number;
  troubles?: Troubles;
  key?: string;
  port?: number;
  /** When its list is read to the middle for the first time, every tenth session changes and so many others begin. */
  beginningInMidListing?: number;
  /** Its pictures have the size of photographs. There are four different sessions then. */
  photographs?: boolean;
};

type Held = {
  id: string;
  number: number;
  createdAt: Date;
  updatedAt: Date;
  decision: string | null;
  isRedacted: boolean;
  revision: number;
};
export type Told = { method: string; path: string; body: unknown };

const kinds = ["id_front", "id_back", "selfie"] as const;
const pictures = 40;
const secret = randomUUID();

/** Mulberry32: the same seed makes the same choices. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The picture of one side of a session's document. */
export const pictureOf = (number: number, kind: number) => {
  const hue = ((number % pictures) * 9 + kind * 120) % 360;
  return sharp({ create: { width: 96 + kind, height: 64, channels: 3, background: `hsl(${hue}, 60%, 50%)` } })
    .jpeg()
    .toBuffer();
};

/** A picture of two megapixels that compresses as photographs do. */
const photographOf = async (seed: number) => {
  const [width, height] = [1600, 1200];
  const random = chance(seed);
  const noise = Buffer.from(Array.from({ length: (width * height * 3) / 64 }, () => random() * 256));
  return sharp(noise, { raw: { width: width / 8, height: height / 8, channels: 3 } })
    .resize(width, height, { kernel: "cubic" })
    .jpeg({ quality: 90 })
    .toBuffer();
};

/** Starts the service. `told` is what it was told by calls that change something. */
export async function startVerifa({
  sessions,
  seed = 1,
  troubles = {},
  key = "vfa_test",
  port = 0,
  beginningInMidListing,
  photographs = false,
}: VerifaOptions) {
  const random = chance(seed);
  const began = Date.UTC(2026, 0, 1);
  const held = Array.from({ length: sessions }, (_, at): Held => {
    const number = at + 1;
    const createdAt = new Date(began + number * 60_000);
    return {
      id: `ses_v${String(number).padStart(7, "0")}`,
      number,
      createdAt,
      updatedAt: createdAt,
      decision: null,
      isRedacted: false,
      revision: 0,
    };
  });
  const byId = new Map(held.map((each) => [each.id, each]));
  const told: Told[] = [];
  const counts = { requests: 0, exports: 0, images: 0, keyOnImages: 0, changed: 0, failed: 0, isOn: true };
  /** What a test does while a picture is asked for, and ids to which the key is refused. */
  const during: { picture?: (id: string) => Promise<unknown>; refused: Set<string> } = { refused: new Set() };
  const cache = new Map<string, Promise<Buffer>>();

  const picture = (number: number, kind: number) => {
    const name = `${number % (photographs ? 4 : pictures)}/${kind}`;
    const made = cache.get(name) ?? (photographs ? photographOf(cache.size) : pictureOf(number, kind));
    cache.set(name, made);
    return made;
  };
  const signature = (path: string, expires: number) =>
    createHmac("sha256", secret).update(`${path}:${expires}`).digest("hex");
  const summary = (one: Held) => ({
    id: one.id,
    status: one.decision ? "completed" : "under_review",
    is_sandbox: true,
    environment: "sandbox",
    created_at: one.createdAt.toISOString(),
    updated_at: one.updatedAt.toISOString(),
    external_ref: `customer-${one.number}`,
    metadata: one.isRedacted ? {} : { revision: String(one.revision) },
    country: "DE",
    document_type: "passport",
    retention_status: one.isRedacted ? "redacted" : "active",
    tags: [],
  });
  const exported = (one: Held, origin: string) => ({
    session: summary(one),
    result: one.isRedacted
      ? null
      : {
          session_id: one.id,
          status: one.decision ?? "needs_review",
          is_sandbox: true,
          created_at: one.updatedAt.toISOString(),
          face_match_passed: true,
          face_match_score: 0.93,
          extracted_data: {
            first_name: "Ann",
            last_name: `Example ${one.number}`,
            date_of_birth: "1990-05-05",
            document_number: `X${String(one.number).padStart(8, "0")}`,
            nationality: "DEU",
            document_expiration_date: "2031-01-01",
          },
        },
    documents: (one.isRedacted ? [] : kinds).map((kind, at) => {
      const path = `/download/${one.id}-${at}`;
      const expires = Math.floor(Date.now() / 1000) + 3600;
      return {
        id: `doc_${one.id}_${at}`,
        document_type: kind,
        page: at === 1 ? "back" : "front",
        download_url: `${origin}${path}?expires=${expires}&sig=${signature(path, expires)}`,
        download_url_expires_at: new Date(expires * 1000).toISOString(),
        mime_type: "image/jpeg",
        captured_at: one.createdAt.toISOString(),
      };
    }),
    screening: [],
    review_case: null,
    case_notes: [],
    fraud_signals: [{ signal_type: "ip_risk", risk_score: 10, risk_level: "low", details: {} }],
    webhook_deliveries: [],
  });

  const send = (
    response: ServerResponse,
    status: number,
    body: unknown,
    headers: Record<string, string> = {},
  ) => {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      ...headers,
    });
    if (status === 200 && random() < (troubles.truncated ?? 0)) {
      response.write(text.slice(0, text.length >> 1));
      return void setImmediate(() => response.destroy());
    }
    response.end(text);
  };
  const problem = (response: ServerResponse, status: number, detail: string, headers = {}) =>
    send(response, status, { error: { code: status, message: detail } }, headers);

  async function answer(request: IncomingMessage, response: ServerResponse) {
    counts.requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = new URL(request.url ?? "/", origin);
    if (!counts.isOn) return problem(response, 503, "Down for maintenance");
    if (random() < (troubles.slow ?? 0)) await new Promise((done) => setTimeout(done, 20 + random() * 100));
    const fails = (name: keyof Troubles) => {
      const isSo = random() < (troubles[name] ?? 0);
      if (isSo) counts.failed++;
      return isSo;
    };
    if (fails("reset")) return request.socket.destroy();
    if (fails("throttled")) return problem(response, 429, "Slow down", { "retry-after": "1" });
    if (fails("broken")) return problem(response, 500, "Something broke");
    if (fails("html"))
      return void response
        .writeHead(200, { "content-type": "text/html" })
        .end("<html><body>Sign in</body></html>");
    const download = /^\/download\/(ses_[^-]+)-(\d)$/.exec(url.pathname);
    if (download)
      return sendPicture(request, response, url, byId.get(download[1] ?? ""), Number(download[2]));
    if (request.headers["x-api-key"] !== key) return problem(response, 401, "Invalid API key");
    if (request.method !== "GET")
      told.push({ method: request.method ?? "", path: url.pathname, body: text ? JSON.parse(text) : null });
    if (url.pathname === "/api/v1/sessions") return sendList(response, url);
    const [, id = "", rest = ""] = /^\/api\/v1\/sessions\/([^/]+)(\/[a-z-]+)?$/.exec(url.pathname) ?? [];
    const one = byId.get(decodeURIComponent(id));
    if (one && during.refused.has(one.id))
      return problem(response, 403, `Ann Example ${one.number} is not yours`);
    if (one && rest === "/export") {
      counts.exports++;
      return send(response, 200, exported(one, origin));
    }
    if (one && rest === "/data" && request.method === "DELETE") {
      one.isRedacted = true;
      return send(response, 200, {
        status: "deleted",
        session_id: one.id,
        documents_removed: 3,
        message: "",
      });
    }
    if (url.pathname === "/api/v1/cases" && request.method === "POST") {
      const of = byId.get((JSON.parse(text) as { session_id: string }).session_id);
      if (of)
        return send(response, 200, {
          id: `rvc_${of.id}`,
          session_id: of.id,
          status: of.decision ?? "open",
          created_at: of.createdAt,
        });
    }
    const decided = /^\/api\/v1\/cases\/rvc_([^/]+)\/(approve|reject)$/.exec(url.pathname);
    const of = decided && byId.get(decided[1] ?? "");
    if (of && decided) {
      of.decision = decided[2] === "approve" ? "approved" : "rejected";
      change(of.id);
      return send(response, 200, {
        id: `rvc_${of.id}`,
        session_id: of.id,
        status: of.decision,
        created_at: of.createdAt,
        decision: of.decision,
      });
    }
    return problem(response, 404, "Not found");
  }

  async function sendPicture(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    one: Held | undefined,
    kind: number,
  ) {
    counts.images++;
    if (request.headers["x-api-key"]) counts.keyOnImages++;
    const expires = Number(url.searchParams.get("expires"));
    if (one) await during.picture?.(one.id);
    const isSigned =
      url.searchParams.get("sig") === signature(url.pathname, expires) && expires > Date.now() / 1000;
    if (!one || !isSigned || random() < (troubles.expired ?? 0)) return problem(response, 403, "Expired");
    const bytes = await picture(one.number, kind);
    response.writeHead(200, { "content-type": "image/jpeg", "content-length": bytes.length });
    if (random() < (troubles.truncated ?? 0)) {
      response.write(bytes.subarray(0, bytes.length >> 1));
      return void setImmediate(() => response.destroy());
    }
    response.end(bytes);
  }

  let toBegin = beginningInMidListing;
  function sendList(response: ServerResponse, url: URL) {
    const limit = Math.min(Number(url.searchParams.get("limit") ?? 50), 100);
    let offset = Number(url.searchParams.get("offset") ?? 0);
    if (toBegin !== undefined && offset + limit >= held.length / 2) {
      for (const { id, number } of held) if (number % 10 === 0) change(id);
      for (let count = 0; count < toBegin; count++) add();
      toBegin = undefined;
    }
    if (random() < (troubles.doublePage ?? 0)) offset = Math.max(0, offset - limit);
    const newest = [...held].reverse();
    const data = newest.slice(offset, offset + limit).map(summary);
    send(response, 200, {
      data,
      pagination: { total: held.length, limit, offset, has_more: offset + limit < held.length },
    });
  }

  /** Changes a session, as a reviewer there may. */
  function change(id: string) {
    const one = byId.get(id);
    if (!one) throw new Error(`There is no ${id}.`);
    counts.changed++;
    one.revision++;
    one.updatedAt = new Date(Math.max(one.updatedAt.getTime() + 1, Date.now()));
  }

  /** Begins another session. */
  function add() {
    const number = held.length + 1;
    const createdAt = new Date();
    const one: Held = {
      id: `ses_v${String(number).padStart(7, "0")}`,
      number,
      createdAt,
      updatedAt: createdAt,
      decision: null,
      isRedacted: false,
      revision: 0,
    };
    held.push(one);
    byId.set(one.id, one);
    return one.id;
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 30_000;
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key,
    ids: held.map(({ id }) => id),
    told,
    counts,
    during,
    change,
    /** Lets the vendor's clock run ahead for a session. */
    setTime(id: string, at: Date) {
      const one = byId.get(id);
      if (one) one.updatedAt = at;
    },
    /** Decides a session at the vendor. */
    decide(id: string, decision: string) {
      const one = byId.get(id);
      if (one) one.decision = decision;
      change(id);
    },
    /** Erases a session at the vendor. */
    redact(id: string) {
      const one = byId.get(id);
      if (one) one.isRedacted = true;
      change(id);
    },
    add,
    /** Each session with the time of its last change. */
    state: () => held.map(({ id, updatedAt }) => [id, updatedAt.toISOString()] as const),
    setTroubles: (next: Troubles) => {
      for (const name of Object.keys(troubles)) delete troubles[name as keyof Troubles];
      Object.assign(troubles, next);
    },
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
export type Verifa = Awaited<ReturnType<typeof startVerifa>>;

/** The picture that a session has at the vendor, for comparison. */
export const picturesOf = (number: number) =>
  Promise.all(kinds.map((_, kind) => pictureOf(number % pictures, kind)));

/** What the service says when it runs as a process of its own: where it is, and its sessions after each order. */
export type VerifaSays = {
  url: string;
  key: string;
  counts: Verifa["counts"];
  state: ReturnType<Verifa["state"]>;
};

if (process.argv[1]?.endsWith("verifa-server.ts")) {
  const started = await startVerifa(JSON.parse(process.argv[2] ?? "{}") as VerifaOptions);
  const { url, key, counts } = started;
  const say = () => process.send?.({ url, key, counts, state: started.state() } satisfies VerifaSays);
  process.on("message", (ids: string[]) => {
    for (const id of ids) started.change(id);
    say();
  });
  process.on("disconnect", () => process.exit(0));
  say();
}
