import path from "node:path";
import { z } from "zod";
import { StartError } from "@/lib/platform/errors";
import { isAddressAllowed, readAddressBlock } from "@/lib/platform/ip-address";

const port = z.coerce.number().int().min(1).max(65_535);
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  message: "expected postgresql://user:password@host/database",
});

/** Where images and files of packages are stored. */
const blobPlace = z.enum(["disk", "s3"]);
const logLevels = z.enum(["silent", "error", "warn", "info", "debug"]);

const commaList = z.string().transform((text) => text.split(",").map((part) => part.trim()));
const seconds = z
  .string()
  .regex(/^\d{1,6}(\.\d+)?$/, "expected seconds with commas, such as 30,120")
  .transform(Number);
const network = z
  .string()
  .refine(
    (text) => text.includes("/") && readAddressBlock(text) !== null,
    "expected networks with commas, such as 10.0.0.0/8,fd00::/8",
  );

const witness = z
  .string()
  .regex(
    /^https?:\/\/\S+ [^+\s]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*$/,
    "expected a URL, a space and a verifier key, with commas between witnesses",
  );

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(3000),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATA_DIR: z.string().min(1).default(".data"),
  CELL: z.coerce.number().int().min(0).max(999).default(0),
  BLOBS: blobPlace.default("disk"),
  BLOBS_MOVE_FROM: blobPlace.optional(),
  BLOBS_S3_BUCKET: z.string().min(1).optional(),
  BLOBS_S3_PREFIX: z
    .string()
    .regex(/^([\w.!*'()/-]*\/)?$/, "expected letters, digits and -_.!*'() with a / at the end")
    .default(""),
  BLOBS_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: postgresUrl.optional(),
  KEYS_DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  KEYS_DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_READ_URLS: commaList.pipe(z.array(postgresUrl).max(16)).default([]),
  DATABASE_PROCESSES: z.coerce.number().int().min(1).max(1000).default(1),
  // Set by the start itself: the databases that are reached through a pooler.
  POOLED: commaList.pipe(z.array(z.enum(["main", "keys"]))).default([]),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(100).default(10),
  MASTER_KEY: z.string().min(1).optional(),
  STOP_DELAY_SECONDS: z.coerce.number().min(0).max(60).default(0),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  LOG_LEVEL: logLevels.default("info"),
  WORKER: z.enum(["on", "off"]).default("on"),
  METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().min(1).default("127.0.0.1"),
  METRICS_TOKEN: z.string().min(16).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  OTEL_SERVICE_NAME: z.string().min(1).max(100).default("countersign"),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  // Set by the server itself: hashes of inline styles that the content security policy allows.
  STYLE_HASHES: z
    .string()
    .regex(/^('sha256-[A-Za-z0-9+/=]{44}' ?)*$/)
    .default(""),
  API_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(1000),
  API_SESSIONS_PER_MINUTE: z.coerce.number().int().min(1).default(300),
  AUDIT_CHECKPOINT_FILE: z.string().min(1).optional(),
  AUDIT_CHECKPOINT_S3_BUCKET: z.string().min(1).optional(),
  AUDIT_CHECKPOINT_S3_PREFIX: z.string().default(""),
  AUDIT_CHECKPOINT_S3_DAYS: z.coerce.number().int().min(1).max(36_500).default(3650),
  AUDIT_CHECKPOINT_S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  AUDIT_CHECKPOINT_WEBHOOK: z.url({ protocol: /^https?$/ }).optional(),
  AUDIT_CHECKPOINT_SMTP: z.url({ protocol: /^smtps?$/ }).optional(),
  AUDIT_CHECKPOINT_MAIL_FROM: z.email().optional(),
  AUDIT_CHECKPOINT_MAIL_TO: z.email().optional(),
  AUDIT_WITNESSES: commaList.pipe(z.array(witness)).default([]),
  AUDIT_WITNESS_ALLOW_HTTP: z.enum(["on", "off"]).default("off"),
  AUDIT_WITNESS_ALLOWED_NETWORKS: commaList.pipe(z.array(network)).default([]),
  AUDIT_LOGS: z.enum(["private", "public"]).default("private"),
  BRIEF_MODEL_URL: z.url({ protocol: /^https?$/ }).optional(),
  BRIEF_MODEL: z.string().min(1).max(200).optional(),
  BRIEF_MODEL_KEY: z.string().min(1).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/, message: "expected smtps://user:password@host" }).optional(),
  MAIL_FROM: z.email().optional(),
  ERASURE_LEDGER_FILE: z.string().min(1).optional(),
  WEBHOOK_RETRY_SECONDS: commaList.pipe(z.array(seconds).min(1).max(20)).default([30, 120, 480, 1800, 7200]),
  WEBHOOK_ALLOW_HTTP: z.enum(["on", "off"]).default("off"),
  WEBHOOK_ALLOWED_NETWORKS: commaList.pipe(z.array(network)).default([]),
  SOURCE_ALLOW_HTTP: z.enum(["on", "off"]).default("off"),
  SOURCE_ALLOWED_NETWORKS: commaList.pipe(z.array(network)).default([]),
  SSO_ALLOW_HTTP: z.enum(["on", "off"]).default("off"),
  SSO_ALLOWED_NETWORKS: commaList.pipe(z.array(network)).default([]),
  SSO_DNS_SERVERS: commaList.optional(),
  AUDIT_RETENTION_DAYS: z.coerce.number().int().min(365).max(36_500).optional(),
});

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

const ownNetworks = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"];

/** Returns whether nobody outside of the operator's network reads what is sent there: by https, or to a host inside. */
function isSafeOnItsWay(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (protocol === "https:" || isAddressAllowed(host, ownNetworks)) return true;
  return !/[.:]/.test(host) || /\.(internal|local|lan|home\.arpa)$/.test(host);
}

const envSchema = variables
  .refine(({ SMTP_URL, MAIL_FROM }) => Boolean(SMTP_URL) === Boolean(MAIL_FROM), {
    path: ["MAIL_FROM"],
    message: "is set together with SMTP_URL, or not at all",
  })
  .refine(({ BRIEF_MODEL_URL, BRIEF_MODEL }) => Boolean(BRIEF_MODEL_URL) === Boolean(BRIEF_MODEL), {
    path: ["BRIEF_MODEL"],
    message: "is set together with BRIEF_MODEL_URL, or not at all",
  })
  .refine(({ METRICS_HOST, METRICS_TOKEN }) => METRICS_TOKEN || isLoopback(METRICS_HOST), {
    path: ["METRICS_TOKEN"],
    message: "is needed where METRICS_HOST is not a loopback address",
  })
  .refine(({ PORT, METRICS_PORT }) => PORT !== METRICS_PORT, {
    path: ["METRICS_PORT"],
    message: "is another port than PORT",
  })
  .refine(({ BRIEF_MODEL_URL, BRIEF_MODEL_KEY }) => BRIEF_MODEL_URL || !BRIEF_MODEL_KEY, {
    path: ["BRIEF_MODEL_KEY"],
    message: "is set together with BRIEF_MODEL_URL, or not at all",
  })
  .refine(({ BRIEF_MODEL_URL }) => !BRIEF_MODEL_URL || isSafeOnItsWay(BRIEF_MODEL_URL), {
    path: ["BRIEF_MODEL_URL"],
    message: "expected https for a host outside of the operator's own network",
  })
  .refine(
    ({ BLOBS, BLOBS_MOVE_FROM, BLOBS_S3_BUCKET }) =>
      BLOBS_S3_BUCKET || ![BLOBS, BLOBS_MOVE_FROM].includes("s3"),
    {
      path: ["BLOBS_S3_BUCKET"],
      message: "is needed where BLOBS or BLOBS_MOVE_FROM is s3",
    },
  )
  .refine(({ BLOBS, BLOBS_MOVE_FROM }) => BLOBS !== BLOBS_MOVE_FROM, {
    path: ["BLOBS_MOVE_FROM"],
    message: "names another place than BLOBS, or is empty",
  });

/** The names of all settings of the product. */
export const settingNames: readonly string[] = Object.keys(variables.shape);

export type Env = z.infer<typeof envSchema> & { dataDir: string; publicUrl: string };

let parsed: Env | undefined;

/**
 * The settings of this process, parsed once from the environment.
 * @throws StartError naming every invalid variable and what was expected
 */
export function env(): Env {
  if (parsed) return parsed;
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const answer = envSchema.safeParse(given);
  if (!answer.success) {
    const wrong = answer.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new StartError(`The environment is not valid: ${wrong.join("; ")}.`);
  }
  parsed = {
    ...answer.data,
    dataDir: path.resolve(/* turbopackIgnore: true */ answer.data.DATA_DIR),
    publicUrl: (answer.data.PUBLIC_URL ?? `http://localhost:${answer.data.PORT}`).replace(/\/$/, ""),
  };
  return parsed;
}

/**
 * The log level. It is readable even if the rest of the environment is invalid, because that error must be logged.
 */
export const logLevel = () => logLevels.catch("info").parse(process.env.LOG_LEVEL);

/**
 * Sets environment variables, such as the connection strings of a database that this process started, for the rest of
 * the process and Next's bundles.
 */
export function publishEnv(values: Record<string, string>): void {
  Object.assign(process.env, values);
  parsed = undefined;
}
