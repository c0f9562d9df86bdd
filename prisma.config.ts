// Prisma's CLI looks for a schema-engine binary at start-up, which an air-gapped machine cannot fetch;
// generation itself is WebAssembly, and scripts/migrate.ts drives the migration engine the same way.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default {
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
};
