// Writes a migration from the last commit's schema to the present one: npm run db:diff -- main|keys NAME
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { diffSchemas, keysDatabase, mainDatabase, readSchema, type SchemaFile } from "@/lib/platform/migrate";
import { startPostgres } from "@/lib/platform/postgres";

const [which, name] = process.argv.slice(2);
if ((which !== "main" && which !== "keys") || !name) {
  console.error("usage: npm run db:diff -- main|keys NAME");
  process.exit(2);
}
const folder = which === "main" ? mainDatabase : keysDatabase;
const isFirst = !readdirSync(folder.migrations, { withFileTypes: true }).some((entry) => entry.isDirectory());

function lastCommitted(): SchemaFile[] {
  const where = path.relative(process.cwd(), folder.schema);
  const git = (...args: string[]) => execFileSync("git", args, { encoding: "utf8" });
  const names = git("ls-tree", "-r", "--name-only", "HEAD", where)
    .split("\n")
    .filter((file) => file.endsWith(".prisma"));
  return names.map((file) => ({ path: path.resolve(file), content: git("show", `HEAD:${file}`) }));
}

const postgres = await startPostgres(path.join(os.tmpdir(), "countersign-migrations"), ["-c fsync=off"]);
const sql = await diffSchemas(
  postgres.url("postgres"),
  isFirst ? [] : lastCommitted(),
  await readSchema(folder),
);
await postgres.stop();
if (!sql) {
  console.log("The schema has not changed since the last commit; no migration was written.");
} else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, "").slice(0, 14);
  const target = path.join(folder.migrations, `${stamp}_${name}`);
  mkdirSync(target, { recursive: true });
  writeFileSync(path.join(target, "migration.sql"), `${sql}\n`);
  console.log(`Wrote ${path.relative(process.cwd(), target)}/migration.sql`);
}
process.exit(0);
