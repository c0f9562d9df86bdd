// A simulated IDV Platform of Regula's, written from its documentation and not from our parser. It runs within a test, or in
// a process of its own: npx tsx test/vendors/regula-server.ts PORT '{"sessions":20,"seed":7}'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { crc32, deflateSync } from "node:zlib";

/** Shares of the answers, from 0 to 1, that go wrong in these ways. The rest is as it should be. */
export type RegulaFaults = {
  /** Answers after this many milliseconds, always. */
  slowMs?: number;
  throttle?: number;
  fail?: number;
  reset?: number;
  truncate?: number;
  html?: number;
  oversize?: number;
  /** Sessions whose first address of an image is refused with 403. A new fetch of the session gives another. */
  expire?: number;
  /** Pages of the list that are the page before once more. */
  duplicatePages?: number;
  /** Pages of the list during which a session changes, which moves it to the front. */
  changeWhileListing?: number;
  /** Sessions whose image redirects to this address, such as that of a cloud's metadata. */
  redirect?: { share: number; to: string };
  /** Sessions whose image is said to be at this address. */
  elsewhere?: { share: number; url: string };
};
export type RegulaOptions = { sessions: number; seed?: number; faults?: RegulaFaults; port?: number };

/** Mulberry32: the same seed makes the same choices. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
const rollOf = (seed: number, ...parts: number[]) =>
  generator(parts.reduce((sum, part) => sum * 31 + part, seed))();

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};

/** The names of a session's images. */
export const regulaImages = ["front", "back", "selfie"] as const;

/** A PNG of 48 pixels that no other image of the server has. */
export function regulaImage(seed: number, index: number, name: (typeof regulaImages)[number]): Buffer {
  const size = 48;
  const at = regulaImages.indexOf(name);
  const row = Buffer.alloc(1 + size * 3);
  for (let pixel = 0; pixel < size; pixel++)
    row.set([(seed + index) & 255, (index >> 8) & 255, 60 + at * 70 + (pixel & 15)], 1 + pixel * 3);
  const header = Buffer.from([0, 0, 0, size, 0, 0, 0, size, 8, 2, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: size }, () => row)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const surnames = ["MUSTERFRAU", "SPECIMEN", "DOE", "TESTER", "EXEMPLE", "PRUEBA"];
const givenNames = ["ERIKA", "JANE", "ANNA MARIA", "JEAN-LUC", "ÅSA", "ZOE"];
const statuses = [4, 4, 2, 2, 1, 3, 1000, 0];
const pick = <T>(list: readonly T[], at: number): T => list[at % list.length] as T;

export const regulaSessionId = (seed: number, index: number): string =>
  `${(seed >>> 0).toString(16).padStart(8, "0")}-0000-4000-8000-${index.toString(16).padStart(12, "0")}`;
const indexOf = (id: string) => Number.parseInt(id.slice(-12), 16);

const began = Date.parse("2026-10-01T08:00:00Z");
type State = { changes: number; fetches: number };
type Calls = { all: number; withKey: number };

export type RegulaServer = {
  url: string;
  /** Where the images are: another host, as far as the key is concerned. */
  storeUrl: string;
  key: string;
  ids: string[];
  /** How many calls each host received, and how many of them carried the key. */
  calls: Map<string, Calls>;
  /** Changes a session: a person rejects it. */
  change: (id: string) => void;
  /** What the session and its document say of the person now. */
  personOf: (id: string) => { surname: string; givenNames: string; number: string; status: number };
  stop: () => Promise<void>;
};

const key = "regula-test-key";

/** Starts the server and the store of its images. */
export async function startRegula(options: RegulaOptions): Promise<RegulaServer> {
  const { sessions, seed = 1, faults = {} } = options;
  const random = generator(seed);
  const states = new Map<number, State>();
  const order = Array.from({ length: sessions }, (_, index) => index);
  const calls = new Map<string, Calls>();
  let pageBefore: unknown = null;

  const stateOf = (index: number): State => {
    const state = states.get(index) ?? { changes: 0, fetches: 0 };
    states.set(index, state);
    return state;
  };
  const isOf = (share: number | undefined, index: number, salt: number) =>
    share !== undefined && rollOf(seed, index, salt) < share;
  const statusOf = (index: number) => (states.get(index)?.changes ? 1000 : pick(statuses, index));
  const changedAt = (index: number) =>
    new Date(began + index * 60_000 + (states.get(index)?.changes ?? 0) * 3_600_000).toISOString();
  const personOf = (id: string) => {
    const index = indexOf(id);
    return {
      surname: pick(surnames, index),
      givenNames: pick(givenNames, Math.floor(index / surnames.length)),
      number: `U${String(index).padStart(8, "0")}`,
      status: statusOf(index),
    };
  };
  const changeAt = (index: number) => {
    stateOf(index).changes++;
    order.splice(order.indexOf(index), 1);
    order.unshift(index);
  };

  function count(host: string, request: IncomingMessage): void {
    const counted = calls.get(host) ?? { all: 0, withKey: 0 };
    counted.all++;
    if (request.headers.authorization || request.url?.includes(key)) counted.withKey++;
    calls.set(host, counted);
  }

  function docReader(index: number): unknown {
    const { surname, givenNames: given, number } = personOf(regulaSessionId(seed, index));
    const text = (fieldType: number, fieldName: string, value: string, sources: string[]) => ({
      ...{ fieldType, fieldName, lcid: 0, status: 1, validityStatus: 1, comparisonStatus: 1, value },
      valueList: sources.map((source) => ({
        source,
        value,
        originalValidity: 1,
        pageIndex: 0,
        probability: 100,
      })),
    });
    const side = (name: "front" | "back") => ({
      ...{ source: "VISUAL", containerType: 6, pageIndex: name === "front" ? 0 : 1, lightIndex: 6 },
      value: regulaImage(seed, index, name).toString("base64"),
    });
    const icao = {
      ICAOCode: "UTO",
      dType: 12,
      dFormat: 0,
      dMRZ: true,
      dCountryName: "Utopia",
      dDescription: "Identity Card",
    };
    return {
      ...{
        ChipPage: 0,
        CoreLibResultCode: 0,
        ProcessingFinished: 1,
        elapsedTime: Math.floor(random() * 2000),
      },
      TransactionInfo: {
        TransactionID: `t-${index}`,
        DateTime: new Date(began + index * 1000).toISOString(),
      },
      ContainerList: {
        List: [
          {
            result_type: 33,
            Status: {
              ...{ overallStatus: 1, optical: 1, portrait: 2, rfid: 2, stopList: 2 },
              detailsOptical: {
                overallStatus: 1,
                docType: 1,
                expiry: 1,
                imageQA: 1,
                mrz: 1,
                security: 1,
                text: 1,
                pagesCount: 2,
              },
            },
          },
          {
            result_type: 36,
            Text: {
              ...{ status: 1, validityStatus: 1, comparisonStatus: 1, dateFormat: "M/d/yyyy" },
              fieldList: [
                text(8, "Surname", surname, ["MRZ", "VISUAL"]),
                text(9, "Given Names", given, ["MRZ", "VISUAL"]),
                text(2, "Document Number", number, ["MRZ", "VISUAL"]),
                text(5, "Date of Birth", `8/${1 + (index % 28)}/${1950 + (index % 50)}`, ["MRZ", "VISUAL"]),
                text(3, "Date of Expiry", "4/15/2031", ["MRZ"]),
                text(26, "Nationality Code", "UTO", ["MRZ"]),
              ],
            },
          },
          {
            result_type: 37,
            Images: {
              fieldList: [
                { fieldType: 207, fieldName: "Document Front", valueList: [side("front"), side("back")] },
              ],
            },
          },
          {
            result_type: 9,
            page_idx: 0,
            OneCandidate: { DocumentName: "Utopia - Id Card", ID: 1, P: 0.9, FDSIDList: icao },
          },
        ],
      },
    };
  }

  function session(index: number): unknown {
    const id = regulaSessionId(seed, index);
    const { surname, givenNames: given } = personOf(id);
    const image = isOf(faults.elsewhere?.share, index, 3)
      ? faults.elsewhere?.url
      : `${storeUrl}/selfies/${id}.png?X-Amz-Expires=300&X-Amz-Signature=${stateOf(index).fetches}`;
    return {
      ...{ id, status: statusOf(index), locale: "en", workflow: { id: pick(["wf-kyc", "wf-age"], index) } },
      ...{ createdAt: new Date(began + index * 60_000).toISOString(), updatedAt: changedAt(index) },
      properties: {
        ...{
          FULL_NAME: `${surname} ${given}`,
          DOCTYPE: 12,
          LIVENESS_STATUS: 0,
          LIVENESS_DOC_SIMILARITY: 0.9,
        },
      },
      files: {
        doc_reader_results: { url: `${url}/api/files/${id}/doc_reader_results`, type: "REGULA_DOC_READER" },
        LIVENESS_PORTRAIT: image,
      },
      metadata: { external_ref: `customer-${index}` },
    };
  }

  function matches(index: number, body: unknown): boolean {
    const { filter } = Object(body);
    const conditions = Object(filter?.groups?.[0]).conditions ?? [];
    return conditions.every(({ field, op, value }: { field: string; op: string; value: unknown }) => {
      if (field === "workflow.id" && op === "$in")
        return Array.isArray(value) && value.includes(pick(["wf-kyc", "wf-age"], index));
      if (field === "updatedAt" && op === "$gte") return changedAt(index) >= String(value);
      return true;
    });
  }

  function search(query: URLSearchParams, body: unknown): unknown {
    if (random() < (faults.changeWhileListing ?? 0) && sessions > 0)
      changeAt(Math.floor(random() * sessions));
    if (pageBefore !== null && random() < (faults.duplicatePages ?? 0)) return pageBefore;
    const [skip, limit] = [Number(query.get("skip") ?? 0), Number(query.get("limit") ?? 100)];
    const page = order.filter((index) => matches(index, body)).slice(skip, skip + limit);
    pageBefore = {
      items: page.map((index) => ({
        id: regulaSessionId(seed, index),
        status: statusOf(index),
        updatedAt: changedAt(index),
      })),
    };
    return pageBefore;
  }

  const view = (workflow: string) => ({
    key: workflow,
    value: {
      ...{ id: workflow, title: workflow, workflows: [workflow], columns: [], sort: [], groupIds: [] },
      filter: {
        op: "$and",
        groups: [{ op: "$and", conditions: [{ field: "workflow.id", op: "$in", value: [workflow] }] }],
      },
    },
  });

  function answerTo(request: IncomingMessage, path: URL, body: string): unknown {
    if (request.method === "POST" && path.pathname === "/api/sessions/search")
      return search(path.searchParams, body ? JSON.parse(body) : {});
    if (path.pathname.startsWith("/api/views/namespaces/"))
      return { items: [view("wf-kyc"), view("wf-age")] };
    const [, id = "", file] =
      /^\/api\/(?:sessions|files)\/([\w-]+)(\/doc_reader_results)?$/.exec(path.pathname) ?? [];
    const index = id === regulaSessionId(seed, indexOf(id)) ? indexOf(id) : -1;
    if (!(index >= 0 && index < sessions)) return null;
    if (file) return docReader(index);
    stateOf(index).fetches++;
    return session(index);
  }

  /** Does something else than answering. @returns whether it did */
  function misbehave(response: ServerResponse): boolean {
    let left = random();
    const does = (share: number | undefined) => {
      const is = left >= 0 && left < (share ?? 0);
      left -= share ?? 0;
      return is;
    };
    if (does(faults.throttle)) response.writeHead(429, { "Retry-After": "1" }).end();
    else if (does(faults.fail))
      response.writeHead(500, { "Content-Type": "application/json" }).end('{"message":"Internal error"}');
    else if (does(faults.reset)) response.socket?.resetAndDestroy();
    else if (does(faults.html))
      response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>Sign in</title>");
    else if (does(faults.oversize)) {
      response.writeHead(200, { "Content-Type": "application/json" });
      const piece = Buffer.alloc(1024 * 1024, " ");
      for (let sent = 0; sent < 70; sent++) response.write(piece);
      response.end("{}");
    } else if (does(faults.truncate)) {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": "5000" });
      response.write('{"id":"', () => response.socket?.destroy());
    } else return false;
    return true;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", url);
    let body = "";
    for await (const piece of request) body += piece;
    if (path.pathname === "/control/change")
      return void response.end(String(changeAt(indexOf(path.searchParams.get("id") ?? ""))));
    if (path.pathname === "/control/calls") return void response.end(JSON.stringify([...calls]));
    count("api", request);
    if (faults.slowMs) await new Promise((resolve) => setTimeout(resolve, faults.slowMs));
    if (request.headers.authorization !== `ApiKey ${key}`)
      return void response
        .writeHead(401, { "Content-Type": "application/json" })
        .end('{"message":"Unauthorized"}');
    if (misbehave(response)) return;
    const answer = answerTo(request, path, body);
    response.writeHead(answer === null ? 404 : 200, { "Content-Type": "application/json" });
    response.end(JSON.stringify(answer ?? { message: "Not found" }));
  }

  async function handleImage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    count("store", request);
    const path = new URL(request.url ?? "/", storeUrl);
    const index = indexOf(/^\/selfies\/([\w-]+)\.png$/.exec(path.pathname)?.[1] ?? "");
    if (!(index >= 0 && index < sessions)) return void response.writeHead(404).end();
    const signature = Number(path.searchParams.get("X-Amz-Signature") || "NaN");
    const oldest = isOf(faults.expire, index, 1) ? 2 : 1;
    if (!(signature >= oldest))
      return void response.writeHead(403).end("<Error><Code>AccessDenied</Code></Error>");
    if (isOf(faults.redirect?.share, index, 2))
      return void response.writeHead(302, { Location: faults.redirect?.to ?? "" }).end();
    if (misbehave(response)) return;
    response.writeHead(200, { "Content-Type": "image/png" }).end(regulaImage(seed, index, "selfie"));
  }

  const [api, store] = [
    createServer((request, response) => void handle(request, response).catch(() => response.destroy())),
    createServer((request, response) => void handleImage(request, response).catch(() => response.destroy())),
  ];
  const [url, storeUrl] = [await listen(api, options.port ?? 0), await listen(store, 0)];
  return {
    ...{ url, storeUrl, key, calls, personOf },
    ids: Array.from({ length: sessions }, (_, index) => regulaSessionId(seed, index)),
    change: (id) => changeAt(indexOf(id)),
    stop: async () => {
      await Promise.all(
        [api, store].map((each) => new Promise((done) => each.close(done).closeAllConnections())),
      );
    },
  };
}

const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

if (process.argv[1]?.endsWith("regula-server.ts")) {
  const [, , port = "0", given = "{}"] = process.argv;
  const options = { sessions: 20, ...JSON.parse(given), port: Number(port) };
  const { url, storeUrl, key: apiKey } = await startRegula(options);
  process.stdout.write(`${JSON.stringify({ url, storeUrl, key: apiKey })}\n`);
}
