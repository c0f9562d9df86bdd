import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { InviteInput, PasswordLinkWanted, RequiredFactorInput, RolesInput } from "@/lib/team/schema";

const schemas = () => import("@/lib/team/schema");
const memberAt = (id: string) => `/members/${encodeURIComponent(id)}`;

export const teamQueries = {
  all: (environment: Environment) => [environment, "team"] as const,
  members: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "team", "members"],
      queryFn: async ({ signal }) => callApi("/members", (await schemas()).teamDto, { environment, signal }),
    }),
  requiredFactor: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "team", "required-factor"],
      queryFn: async ({ signal }) =>
        callApi("/members/second-factor", (await schemas()).requiredFactorDto, { environment, signal }),
    }),
  signIns: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "team", "sign-ins"],
      queryFn: async ({ signal }) =>
        callApi("/members/sign-ins", (await schemas()).signInList, { environment, signal }),
    }),
  mail: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "team", "mail", id],
      queryFn: async ({ signal }) =>
        callApi(`/members/mails/${encodeURIComponent(id)}`, (await schemas()).mailOfMember, {
          environment,
          signal,
        }),
    }),
  invitations: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "team", "invitations"],
      queryFn: async ({ signal }) =>
        callApi("/members/invitations", (await schemas()).invitationList, { environment, signal }),
    }),
};

export const teamActions = {
  invite: async (environment: Environment, body: InviteInput) =>
    callApi("/members/invitations", (await schemas()).newInvitationDto, {
      environment,
      method: "POST",
      body,
    }),
  revoke: async (environment: Environment, id: string) =>
    callApi(`/members/invitations/${encodeURIComponent(id)}`, (await schemas()).revokedInvitationDto, {
      environment,
      method: "DELETE",
    }),
  changeRoles: async (environment: Environment, id: string, body: RolesInput) =>
    callApi(memberAt(id), (await schemas()).teamMemberDto, { environment, method: "PATCH", body }),
  requireFactor: async (environment: Environment, body: RequiredFactorInput) =>
    callApi("/members/second-factor", (await schemas()).requiredFactorDto, {
      environment,
      method: "PUT",
      body,
    }),
  passwordLink: async (environment: Environment, id: string, body: PasswordLinkWanted) =>
    callApi(`${memberAt(id)}/password-link`, (await schemas()).newPasswordLinkDto, {
      environment,
      method: "POST",
      body,
    }),
  removeSecondFactor: async (environment: Environment, id: string) =>
    callApi(`${memberAt(id)}/second-factor`, (await schemas()).noSecondFactorDto, {
      environment,
      method: "DELETE",
    }),
  endSignIns: async (environment: Environment, id: string) =>
    callApi(`${memberAt(id)}/sign-ins`, (await schemas()).endedSignInsDto, { environment, method: "DELETE" }),
  endAllSignIns: async (environment: Environment) =>
    callApi("/members/sign-ins", (await schemas()).endedSignInsDto, { environment, method: "DELETE" }),
  remove: async (environment: Environment, id: string) =>
    callApi(memberAt(id), (await schemas()).removedMemberDto, { environment, method: "DELETE" }),
};
