// Prisma's CLI looks for a schema-engine binary when it starts, and an air-gapped machine cannot download one. Generation
// itself uses WebAssembly, and so does the migration engine in lib/platform/migrate.ts.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default {
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
};
