import { queryOptions } from "@tanstack/react-query";
import type { CodeInput, ConfirmInput, MeInput, PasswordInput } from "@/lib/account/schema";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

const schemas = () => import("@/lib/account/schema");

/** One's own account. It is the same in both environments. */
export const accountQuery = (environment: Environment) =>
  queryOptions({
    queryKey: [environment, "account"],
    queryFn: async ({ signal }) => callApi("/me", (await schemas()).accountDto, { environment, signal }),
  });

export const accountActions = {
  update: async (environment: Environment, body: MeInput) =>
    callApi("/me", (await schemas()).meDto, { environment, method: "PATCH", body }),
  changePassword: async (environment: Environment, body: PasswordInput) =>
    callApi("/me/password", (await schemas()).passwordDto, { environment, method: "POST", body }),
  endDevice: async (environment: Environment, id: string) =>
    callApi(`/me/sign-ins/${encodeURIComponent(id)}`, (await schemas()).deviceGoneDto, {
      environment,
      method: "DELETE",
    }),
  beginFactor: async (environment: Environment, body: ConfirmInput) =>
    callApi("/me/second-factor", (await schemas()).newFactorDto, { environment, method: "POST", body }),
  confirmFactor: async (environment: Environment, body: CodeInput) =>
    callApi("/me/second-factor/confirm", (await schemas()).firstCodesDto, {
      environment,
      method: "POST",
      body,
    }),
  beginPasskey: async (environment: Environment, body: ConfirmInput) =>
    callApi("/me/passkeys/begin", (await schemas()).passkeyOptionsDto, { environment, method: "POST", body }),
  addPasskey: async (environment: Environment, body: { name: string; answer: string }) =>
    callApi("/me/passkeys", (await schemas()).addedPasskeyDto, { environment, method: "POST", body }),
  removePasskey: async (environment: Environment, id: string, body: ConfirmInput) =>
    callApi(`/me/passkeys/${encodeURIComponent(id)}`, (await schemas()).factorGoneDto, {
      environment,
      method: "DELETE",
      body,
    }),
  removeFactor: async (environment: Environment, body: ConfirmInput) =>
    callApi("/me/second-factor", (await schemas()).factorGoneDto, { environment, method: "DELETE", body }),
  renewRecoveryCodes: async (environment: Environment, body: ConfirmInput) =>
    callApi("/me/recovery-codes", (await schemas()).recoveryCodesDto, { environment, method: "POST", body }),
};
