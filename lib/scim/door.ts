import "server-only";
import { ZodError } from "zod";
import { authenticateScim, type Caller } from "@/lib/auth/scim-token";
import { BytesResponse } from "@/lib/http/bytes-response";
import { toProblem } from "@/lib/http/problem";
import { readJson, refuseUnstorable, requestOrigin } from "@/lib/http/request";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { type Resource, urn } from "@/lib/scim/attributes";
import { ScimError, type ScimType } from "@/lib/scim/error";

type Asked = { caller: Caller; id: string; query: URLSearchParams; request: Request };
type Answer = { status?: number; body?: object; location?: string };
type Context = { params: Promise<Record<string, string>> };

const reply = (status: number, body: object | undefined, headers: Record<string, string>) =>
  new BytesResponse(Buffer.from(body === undefined ? "" : JSON.stringify(body)), {
    status,
    headers: { ...(body !== undefined && { "Content-Type": "application/scim+json" }), ...headers },
  });

/** What our refusals are called in SCIM. */
const scimTypes: Partial<Record<AppError["code"], ScimType>> = {
  bad_request: "invalidSyntax",
  validation_error: "invalidValue",
};
const scimStatus: Partial<Record<AppError["code"], number>> = { validation_error: 400 };

function refusal(thrown: unknown, id: string) {
  if (thrown instanceof ScimError) return { ...thrown, detail: thrown.message, headers: {} };
  if ((thrown as { code?: string }).code === "P2002")
    return { status: 409, scimType: "uniqueness", detail: "Another resource has this value.", headers: {} };
  const { problem, headers } = toProblem(thrown, id);
  const code =
    thrown instanceof AppError ? thrown.code : thrown instanceof ZodError ? "validation_error" : null;
  return {
    status: (code && scimStatus[code]) ?? problem.status_code,
    scimType: code ? scimTypes[code] : null,
    detail: problem.detail,
    headers,
  };
}

/**
 * The door of SCIM (RFC 7644): authenticates the identity provider by its bearer token, and answers in the form of
 * SCIM, refusals too.
 */
export function scimRoute(run: (asked: Asked) => Promise<Answer>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const origin = requestOrigin(request, newId("req"));
    const always = { "X-Request-Id": origin.id, "Cache-Control": "private, no-store" };
    try {
      const params = await context.params;
      const query = new URL(request.url).searchParams;
      refuseUnstorable(params, "The address");
      refuseUnstorable(Object.fromEntries(query), "The query");
      const caller = await authenticateScim(request.headers.get("authorization"), origin);
      if (!caller) throw new ScimError(401, null, "The bearer token is not valid.");
      const { status = 200, body, location } = await run({ caller, id: params.id ?? "", query, request });
      return reply(status, body, { ...always, ...(location && { Location: location }) });
    } catch (thrown) {
      const { status, scimType, detail, headers } = refusal(thrown, origin.id);
      const body = { schemas: [urn.error], status: String(status), ...(scimType && { scimType }), detail };
      const ask = status === 401 && { "WWW-Authenticate": "Bearer" };
      return reply(status, body, { ...always, ...headers, ...ask });
    }
  };
}

/**
 * Reads the resource in a body.
 * @param schema that the body must name
 * @throws ScimError invalidSyntax
 */
export async function readResource(request: Request, schema: string): Promise<Resource> {
  const body = await readJson(request);
  const { schemas } = (body ?? {}) as { schemas?: unknown };
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new ScimError(400, "invalidSyntax", "The body must be a resource.");
  if (!Array.isArray(schemas) || !schemas.includes(schema))
    throw new ScimError(400, "invalidSyntax", `schemas must contain ${schema}.`);
  return body as Resource;
}

/** The answer with a resource, at its address. */
export function resourceAnswer(resource: Resource, status = 200): Answer {
  const { location } = resource.meta as { location: string };
  return { status, body: resource, location };
}
