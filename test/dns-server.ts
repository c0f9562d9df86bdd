import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** Reads the name of the first question of a DNS message (RFC 1035 §4.1.2). */
function questionIn(message: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.subarray(at + 1, at + 1 + length).toString());
    at += length + 1;
  }
  return { name: labels.join(".").toLowerCase(), end: at + 5 };
}

function answerTo(message: Buffer, texts: readonly string[]): Buffer {
  const { end } = questionIn(message);
  const records = texts.map((text) => {
    const bytes = Buffer.from(text);
    const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 0, 0, bytes.length + 1, bytes.length]);
    return Buffer.concat([head, bytes]);
  });
  const flags = texts.length > 0 ? 0x8180 : 0x8183;
  const counts = Buffer.from([flags >> 8, flags & 255, 0, 1, 0, texts.length, 0, 0, 0, 0]);
  return Buffer.concat([message.subarray(0, 2), counts, message.subarray(12, end), ...records]);
}

/** A name server on this machine that knows only TXT records. @param port any free one by default */
export async function startDnsServer(port = 0) {
  const records = new Map<string, string[]>();
  const socket = createSocket("udp4");
  socket.on("message", (message, from) => {
    const texts = records.get(questionIn(message).name) ?? [];
    socket.send(answerTo(message, texts), from.port, from.address);
  });
  await new Promise<void>((done) => socket.bind(port, "127.0.0.1", done));
  return {
    address: `127.0.0.1:${(socket.address() as AddressInfo).port}`,
    records,
    stop: () => new Promise<void>((done) => socket.close(() => done())),
  };
}
