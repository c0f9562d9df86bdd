import { createServer, type Server } from "node:http";
import path from "node:path";
import { loadApi } from "@/lib/http/api-server";
import { receive } from "@/lib/http/front";
import { loadPages } from "@/lib/http/operations";
import { seen } from "@/lib/http/seen";

const app = path.resolve(import.meta.dirname, "../app");

/** Serves the API as the program does, on a port of its own. Pages answer 418. */
export async function serveApi(): Promise<{ url: string; close: () => Promise<void> }> {
  const api = await loadApi(path.join(app, "api"));
  const pageOf = loadPages(app);
  const server: Server = createServer((request, response) =>
    seen(request, response, pageOf, () => {
      if (!receive(request, response) && !api(request, response)) response.writeHead(418).end();
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
