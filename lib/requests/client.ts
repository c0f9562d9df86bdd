import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";
import type { LetterDto, LetterInput } from "@/lib/letters/kinds";
import type { CompareInput, RequestInput } from "@/lib/requests/schema";

/** The schemas are loaded with the browser's first call. */
const schemas = () => import("@/lib/requests/schema");

const at = (id: string) => `/requests/${encodeURIComponent(id)}`;

/** The actions on a request; each is an API path below it. */
export type RequestAction =
  | "assign"
  | "verify"
  | "pause"
  | "resume"
  | "extend"
  | "close"
  | "language"
  | "refusal"
  | "refusal/confirm"
  | "refusal/withdraw"
  | "fee"
  | "search"
  | "matches"
  | "matches/bulk"
  | "review"
  | "take-back"
  | "open-reviews"
  | "restrict"
  | "authorize"
  | "reopen"
  | "acknowledge"
  | "conclude"
  | "cases"
  | "decisions"
  | "lift"
  | "rectify"
  | "recipients"
  | "later"
  | "approve"
  | "package"
  | "deliver"
  | "join"
  | "erase";

export const requestQueries = {
  all: (environment: Environment) => [environment, "requests"] as const,
  one: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "requests", id],
      queryFn: async ({ signal }) => callApi(at(id), (await schemas()).requestDto, { environment, signal }),
    }),
  letters: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "requests", id, "letters"],
      queryFn: async ({ signal }) =>
        callApi(`${at(id)}/letters`, (await import("@/lib/letters/kinds")).letterList, {
          environment,
          signal,
        }),
    }),
  plan: (environment: Environment, id: string, relationEndedOn: string) =>
    queryOptions({
      queryKey: [environment, "requests", id, "plan", relationEndedOn],
      queryFn: async ({ signal }) =>
        callApi(
          `${at(id)}/plan${relationEndedOn ? `?relation_ended_on=${relationEndedOn}` : ""}`,
          (await import("@/lib/privacy/schema")).planDto,
          { environment, signal },
        ),
    }),
};

export const requestActions = {
  compare: async (environment: Environment, id: string, body: CompareInput) =>
    callApi(`${at(id)}/compare`, (await schemas()).comparedDto, {
      environment,
      method: "POST",
      body,
    }),
  saveLetter: (environment: Environment, id: string, input: LetterInput) =>
    saveFile(`${at(id)}/letters`, `${id}-${input.letter.replaceAll("_", "-")}.pdf`, environment, input),
  saveMadeLetter: (environment: Environment, id: string, { letter, id: letterId }: LetterDto) =>
    saveFile(`${at(id)}/letters/${letterId}`, `${id}-${letter.replaceAll("_", "-")}.pdf`, environment),
  saveDossier: (environment: Environment, id: string) =>
    saveFile(`${at(id)}/dossier`, `${id}-dossier.zip`, environment),
  savePackage: (environment: Environment, id: string) =>
    saveFile(`${at(id)}/package`, `${id}.zip`, environment),
  receive: async (environment: Environment, body: RequestInput) =>
    callApi("/requests", (await schemas()).requestDto, { environment, method: "POST", body }),
  act: async (environment: Environment, id: string, action: RequestAction, body: object) =>
    callApi(`${at(id)}/${action}`, (await schemas()).requestDto, { environment, method: "POST", body }),
};
