// The floor: a bare node:http and pg server that answers the same questions and does nothing else.
import { createDecipheriv } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import pg from "pg";
import type { FloorTask } from "@/bench/floor-task";

const { PORT, FLOOR_TASK = "", DATABASE_URL } = process.env;
const task: FloorTask = JSON.parse(await readFile(FLOOR_TASK, "utf8"));
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const key = Buffer.from(task.image.key, "base64");

async function list(): Promise<Buffer> {
  await Promise.all([
    pool.query({ name: "page", text: task.page.sql, values: task.page.values }),
    pool.query({ name: "total", text: task.total.sql, values: task.total.values }),
  ]);
  return Buffer.from(JSON.stringify(task.answer));
}

async function image(): Promise<Buffer> {
  const sealed = await readFile(task.image.file);
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(1, 13)).setAAD(
    Buffer.from(task.image.context),
  );
  const plain = decipher.setAuthTag(sealed.subarray(13, 29)).update(sealed.subarray(29));
  decipher.final();
  return plain;
}

createServer(async (request, response) => {
  const isImage = request.url === "/image";
  const body = request.url === "/ready" ? Buffer.from("ok") : await (isImage ? image() : list());
  response.writeHead(200, {
    "Content-Type": isImage ? "image/jpeg" : "application/json",
    "Content-Length": body.length,
  });
  response.end(body);
}).listen(Number(PORT), "127.0.0.1");

process.on("SIGTERM", () => process.exit(0));
