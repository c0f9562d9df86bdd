// A vendor that means harm, in the wire format of the hosted service, and another server to which it would lead us. It
// shares no code with the program.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";

export type Places = { vendor: string; elsewhere: string };
/** What is wrong with one session: with its export, with its picture, or with the address of the picture. */
export type Trick = {
  export?: (response: ServerResponse, honest: object, places: Places) => void;
  picture?: (response: ServerResponse, places: Places) => void;
  pictureUrl?: (places: Places) => string;
};

const listen = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

/** Answers with the page of the list at an offset: a status, and what stands in it. */
export type List = (offset: number) => [number, unknown] | Promise<[number, unknown]>;

/** Starts both servers. `seen` are the requests, with all of their headers, that came to the other one. */
export async function startHostile(tricks: Readonly<Record<string, Trick>>, list?: List) {
  const seen: string[] = [];
  const picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#888" } })
    .jpeg()
    .toBuffer();
  const sendPicture = (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "image/jpeg" }).end(picture);
  const elsewhere = await listen((request, response) => {
    seen.push(`${request.method} ${request.url} ${request.rawHeaders.join(" ")}`);
    sendPicture(response);
  });
  const at = "2026-11-20T10:00:00.000Z";
  const summary = (id: string) => ({
    id,
    status: "completed",
    is_sandbox: true,
    created_at: at,
    updated_at: at,
  });
  const vendor = await listen((request, response) => {
    const [, what, id = ""] =
      /^\/(?:api\/(?:v1\/)?)?(sessions|picture)(?:\/([^/?]+))?/.exec(request.url ?? "") ?? [];
    const places = { vendor: vendor.url, elsewhere: elsewhere.url };
    const trick = tricks[id] ?? {};
    if (what === "picture") return trick.picture ? trick.picture(response, places) : sendPicture(response);
    if (!id && list) {
      const offset = Number(new URL(request.url ?? "", vendor.url).searchParams.get("offset"));
      return void Promise.resolve(list(offset)).then(([status, body]) =>
        response.writeHead(status).end(JSON.stringify(body)),
      );
    }
    if (!id) return response.end(JSON.stringify({ data: Object.keys(tricks).map(summary) }));
    // The same, in the format of Regula's platform: its file of what was read is what the picture is.
    if (request.url === `/api/sessions/${id}`) {
      const file = { url: `${vendor.url}/picture/${id}`, type: "REGULA_DOC_READER" };
      return response.end(JSON.stringify({ id, status: 2, files: { doc_reader_results: file } }));
    }
    const url = trick.pictureUrl?.(places) ?? `${vendor.url}/picture/${id}`;
    const honest = {
      session: summary(id),
      result: { session_id: id, status: "approved", created_at: at, extracted_data: {} },
      documents: [{ id: `doc_${id}`, document_type: "id_front", page: "front", download_url: url }],
    };
    if (trick.export) return trick.export(response, honest, places);
    return response.end(JSON.stringify(honest));
  });
  return {
    url: vendor.url,
    elsewhere: elsewhere.url,
    seen,
    stop: async () => {
      await Promise.all([vendor.stop(), elsewhere.stop()]);
    },
  };
}
export type Hostile = Awaited<ReturnType<typeof startHostile>>;
