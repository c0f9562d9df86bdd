import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

type Message = { role: string; content: string };
type Asked = { headers: IncomingHttpHeaders; body: { model: string; messages: Message[] }; text: string };

/** Joins the sentences of each side into one, as a model that keeps to its instructions may. */
export function wordedBySide({ messages }: Asked["body"]): string {
  const sides = new Map<string, number[]>();
  for (const line of messages.at(-1)?.content.split("\n") ?? []) {
    const [, number = "", side = ""] = /^(\d+)\. \[(\w+)\]/.exec(line) ?? [];
    sides.set(side, [...(sides.get(side) ?? []), Number(number)]);
  }
  const sentences = [...sides].map(([side, from]) => ({
    text: `All that is said ${side}, in one sentence.`,
    from,
  }));
  return JSON.stringify({ sentences });
}

/**
 * Starts a server that speaks the wire format of chat completions.
 * @param options.answer what it says: a text, or the status of a refusal
 */
export async function startChatModel({ answer }: { answer: (asked: Asked) => string | number }) {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const text = (await request.toArray()).join("");
    const call = { headers: request.headers, body: JSON.parse(text), text };
    asked.push(call);
    const said = answer(call);
    if (typeof said === "number") return response.writeHead(said).end("no");
    response.writeHead(200, { "Content-Type": "application/json" });
    response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content: said } }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    host: `127.0.0.1:${port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
