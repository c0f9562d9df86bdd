import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type {
  ConnectionChanges,
  ConnectionInput,
  DiscoveryInput,
  DomainChanges,
  DomainInput,
  MetadataInput,
  OnlyInput,
  SamlInput,
  SecretInput,
} from "@/lib/single-sign-on/schema";

const schemas = () => import("@/lib/single-sign-on/schema");
const root = "/single-sign-on";
const connectionAt = (id: string) => `${root}/connections/${encodeURIComponent(id)}`;
const domainAt = (id: string) => `${root}/domains/${encodeURIComponent(id)}`;

export const ssoQueries = {
  all: (environment: Environment) => [environment, "single-sign-on"] as const,
  overview: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "single-sign-on", "overview"],
      queryFn: async ({ signal }) => callApi(root, (await schemas()).overviewDto, { environment, signal }),
    }),
};

/** The address that begins a test sign-in. It is opened in a tab of its own. */
export const testSignInAt = (environment: Environment, id: string): string =>
  `/api/v1${connectionAt(id)}/test-sign-in?environment=${environment}`;

export const ssoActions = {
  discover: async (environment: Environment, body: DiscoveryInput) =>
    callApi(`${root}/discover`, (await schemas()).discoveryDto, { environment, method: "POST", body }),
  create: async (environment: Environment, body: ConnectionInput) =>
    callApi(`${root}/connections`, (await schemas()).connectionDto, { environment, method: "POST", body }),
  createSaml: async (environment: Environment, body: SamlInput) =>
    callApi(`${root}/saml-connections`, (await schemas()).connectionDto, {
      environment,
      method: "POST",
      body,
    }),
  replaceMetadata: async (environment: Environment, id: string, body: MetadataInput) =>
    callApi(`${connectionAt(id)}/metadata`, (await schemas()).connectionDto, {
      environment,
      method: "PUT",
      body,
    }),
  update: async (environment: Environment, id: string, body: ConnectionChanges) =>
    callApi(connectionAt(id), (await schemas()).connectionDto, { environment, method: "PATCH", body }),
  replaceSecret: async (environment: Environment, id: string, body: SecretInput) =>
    callApi(`${connectionAt(id)}/secret`, (await schemas()).connectionDto, {
      environment,
      method: "PUT",
      body,
    }),
  check: async (environment: Environment, id: string) =>
    callApi(`${connectionAt(id)}/check`, (await schemas()).checkDto, {
      environment,
      method: "POST",
      body: {},
    }),
  remove: async (environment: Environment, id: string) =>
    callApi(connectionAt(id), (await schemas()).deletedConnectionDto, { environment, method: "DELETE" }),
  createScimToken: async (environment: Environment, id: string) =>
    callApi(`${connectionAt(id)}/scim-tokens`, (await schemas()).newScimTokenDto, {
      environment,
      method: "POST",
      body: {},
    }),
  revokeScimToken: async (environment: Environment, id: string, tokenId: string) =>
    callApi(
      `${connectionAt(id)}/scim-tokens/${encodeURIComponent(tokenId)}`,
      (await schemas()).revokedScimTokenDto,
      { environment, method: "DELETE" },
    ),
  addDomain: async (environment: Environment, body: DomainInput) =>
    callApi(`${root}/domains`, (await schemas()).domainDto, { environment, method: "POST", body }),
  checkDomain: async (environment: Environment, id: string) =>
    callApi(`${domainAt(id)}/check`, (await schemas()).domainDto, {
      environment,
      method: "POST",
      body: {},
    }),
  moveDomain: async (environment: Environment, id: string, body: DomainChanges) =>
    callApi(domainAt(id), (await schemas()).domainDto, { environment, method: "PATCH", body }),
  removeDomain: async (environment: Environment, id: string) =>
    callApi(domainAt(id), (await schemas()).removedDomainDto, { environment, method: "DELETE" }),
  setOnly: async (environment: Environment, body: OnlyInput) =>
    callApi(`${root}/only`, (await schemas()).onlyDto, { environment, method: "PUT", body }),
};
