import { facts } from "./facts";

export type Environment = "live" | "sandbox";

type Call = { environment?: Environment; method?: string; body?: unknown };

/** Calls the API as a client would, with the key that has every scope. */
export async function callApi(path: string, call: Call = {}): Promise<Response> {
  const { environment = "live", method = "GET", body } = call;
  const key = facts().apiKeys.find(
    (each) => each.environment === environment && each.label === "full access",
  );
  return fetch(facts().baseUrl + path, {
    method,
    headers: {
      "X-API-Key": key?.secret ?? "",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** Returns the answer's JSON. @throws Error for a status other than 2xx */
export async function readApi<T>(path: string, environment: Environment = "live"): Promise<T> {
  const response = await callApi(path, { environment });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Calls the API with this cookie. */
export async function statusWithCookie(cookie: string, baseUrl = facts().baseUrl): Promise<number> {
  const answer = await fetch(`${baseUrl}/api/v1/sessions?limit=1`, { headers: { cookie } });
  return answer.status;
}
