import { z } from "zod";
import { environments } from "@/lib/actor/actor";
import { type Scope, scopes } from "@/lib/actor/permissions";
import { inflections } from "@/lib/contract/inflection";
import { page, pageQuery } from "@/lib/contract/pagination";
import { contractVersions } from "@/lib/contract/versions";

/** What a key may do if nothing is said: read, and change nothing. */
export const defaultScopes: Scope[] = ["sessions:read", "verifications:read", "identities:read"];

export const keyTypes = ["secret", "publishable"] as const;

/** All that a publishable key may do. */
export const publishableScopes: Scope[] = ["sessions:create"];

export const mostAddresses = 100;

const instant = z.string().meta({ format: "date-time" });

export const apiKeyDto = z.object({
  id: z.string(),
  type: z.enum(keyTypes),
  environment: z.enum(environments),
  keyPrefix: z.string().meta({ description: "The first characters of the secret." }),
  isActive: z.boolean().meta({ description: "False after the key was revoked." }),
  createdAt: instant,
  label: z.string().nullable(),
  note: z.string().nullable(),
  scopes: z.array(z.string()),
  apiVersion: z.string(),
  defaultKeyInflection: z.enum(inflections),
  allowedIps: z.array(z.string()).nullable().meta({ description: "Null allows every address." }),
  allowedOrigins: z.array(z.string()).nullable().meta({
    description: "Of a publishable key: the web pages that may use it. Null allows every page.",
  }),
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable().meta({ description: "Written at most once a minute." }),
});
export type ApiKeyDto = z.infer<typeof apiKeyDto>;

const secretOnce = {
  secret: z.string().meta({ description: "It is returned only once; only its digest is stored." }),
  warning: z.string(),
};
export const newApiKeyDto = apiKeyDto.extend(secretOnce);
export type NewApiKeyDto = z.infer<typeof newApiKeyDto>;
export const clonedApiKeyDto = newApiKeyDto.extend({ clonedFrom: z.string() });
export type ClonedApiKeyDto = z.infer<typeof clonedApiKeyDto>;

export const apiKeyQuery = z.object(pageQuery.shape);
export type ApiKeyQuery = z.infer<typeof apiKeyQuery>;
export const apiKeyPage = page(apiKeyDto);
export type ApiKeyPage = z.infer<typeof apiKeyPage>;

export const usageQuery = z.object({ days: z.coerce.number().int().min(1).max(90).default(30) });
export type UsageQuery = z.infer<typeof usageQuery>;
export const usageDto = z.object({
  data: z.array(z.object({ day: z.string().meta({ format: "date" }), calls: z.int() })),
  total: z.int(),
});
export type UsageDto = z.infer<typeof usageDto>;

export const apiKeyParams = z.object({ keyId: z.string().min(1).max(128) });
export type ApiKeyParams = z.infer<typeof apiKeyParams>;

export const notABlock = "must be an IP address or a CIDR block such as 192.0.2.0/24";
/** The characters of an address or a block. Only the server reads it, because browsers cannot. */
const allowedIp = z
  .string()
  .max(64)
  .regex(/^[\da-f.:]+(\/\d{1,3})?$/i, notABlock);

/** An origin as browsers send it: scheme, host, and a port that is not the scheme's own. */
const allowedOrigin = z
  .string()
  .max(255)
  .regex(
    /^https?:\/\/[a-z\d.-]+(:\d{1,5})?$/,
    "must be an origin in lower case, such as https://shop.example",
  );

const scope = z.enum(scopes, {
  error: ({ input }) => `“${String(input).slice(0, 64)}” is not a scope`,
});

const label = z.string().trim().min(1).max(100);
const expiresAt = z.iso.datetime({ offset: true });

/** What an admin decides about a key. */
const limits = {
  label: label.nullable().optional(),
  note: z.string().trim().max(1000).nullable().optional(),
  scopes: z.array(scope).min(1, "must contain at least one scope").max(scopes.length).optional(),
  apiVersion: z.enum(contractVersions).optional(),
  defaultKeyInflection: z.enum(inflections).optional(),
  allowedIps: z.array(allowedIp).max(mostAddresses).nullable().optional(),
  allowedOrigins: z.array(allowedOrigin).max(mostAddresses).nullable().optional(),
  expiresAt: expiresAt.nullable().optional(),
};

export const apiKeyInput = z.strictObject({
  ...limits,
  type: z.enum(keyTypes).optional().meta({ description: "Secret is the default." }),
  environment: z
    .enum(environments)
    .optional()
    .meta({ description: "The environment of the call, which is also the default." }),
});
export type ApiKeyInput = z.infer<typeof apiKeyInput>;

export const apiKeyChanges = z.strictObject(limits);
export type ApiKeyChanges = z.infer<typeof apiKeyChanges>;

export const cloneInput = z.strictObject({ label: limits.label, expiresAt: limits.expiresAt });
export type CloneInput = z.infer<typeof cloneInput>;

/** The input of an operation that asks for nothing more. */
export const emptyInput = z.strictObject({});
