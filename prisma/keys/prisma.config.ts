process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default {
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  datasource: { url: process.env.KEYS_DATABASE_URL ?? "" },
};
