import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";
import type { FlagReason, IdentitySearchInput } from "@/lib/identities/schema";

const schemas = () => import("@/lib/identities/schema");
const at = (id: string) => `/identities/${encodeURIComponent(id)}`;

/** Sessions of an identity that one page shows. */
export const identityPageSize = 50;

/** Identities that one page of the list shows. */
export const identityListSize = 25;

export const identityQueries = {
  list: (environment: Environment, params: Readonly<Record<string, string>>) =>
    queryOptions({
      queryKey: [environment, "identities", "list", params],
      queryFn: async ({ signal }) =>
        callApi(`/identities?${new URLSearchParams(params)}`, (await schemas()).identityPage, {
          environment,
          signal,
        }),
    }),
  one: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "identities", id],
      queryFn: async ({ signal }) => callApi(at(id), (await schemas()).identityDto, { environment, signal }),
    }),
  monitoring: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "identities", id, "monitoring"],
      queryFn: async ({ signal }) =>
        callApi(`${at(id)}/monitoring`, (await schemas()).identityMonitoringDto, { environment, signal }),
    }),
  links: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "identities", id, "links"],
      queryFn: async ({ signal }) =>
        callApi(`${at(id)}/links`, (await schemas()).identityLinkList, { environment, signal }),
    }),
  sessions: (environment: Environment, id: string, offset: number) =>
    queryOptions({
      queryKey: [environment, "identities", id, "sessions", offset],
      queryFn: async ({ signal }) => {
        const { sessionPage } = await import("@/lib/sessions/schema");
        const path = `${at(id)}/sessions?limit=${identityPageSize}&offset=${offset}`;
        return callApi(path, sessionPage, { environment, signal });
      },
    }),
};

/** Finds identities by personal values, which travel in the body: no address holds them. */
export const searchIdentities = async (environment: Environment, body: IdentitySearchInput) =>
  callApi("/identities/search", (await schemas()).identitySearchDto, { environment, method: "POST", body });

/** Downloads the export of an identity as a file. */
export async function downloadIdentityExport(environment: Environment, identityId: string): Promise<void> {
  await saveFile(`${at(identityId)}/export`, `${identityId}.json`, environment);
}

/** Redacts an identity; `confirm` is its id as the person typed it. */
export async function redactIdentity(environment: Environment, identityId: string, confirm: string) {
  return callApi(
    `${at(identityId)}?confirm=${encodeURIComponent(confirm)}`,
    (await schemas()).identityRedactionDto,
    { environment, method: "DELETE" },
  );
}

/** Flags an identity with a reason. */
export const flagIdentity = async (
  environment: Environment,
  identityId: string,
  body: { reason: FlagReason },
) => callApi(`${at(identityId)}/flag`, (await schemas()).identityDto, { environment, method: "POST", body });

/** Takes the flag off an identity. */
export const unflagIdentity = async (environment: Environment, identityId: string) =>
  callApi(`${at(identityId)}/flag`, (await schemas()).identityDto, { environment, method: "DELETE" });
