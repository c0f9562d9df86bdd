import "server-only";
import { z } from "zod";
import { type Actor, authorize, type RequestOrigin } from "@/lib/actor/actor";
import type { Permission } from "@/lib/actor/permissions";
import { type ApiKeyActor, refuseBeyondCreating } from "@/lib/auth/api-key";
import { authenticate } from "@/lib/auth/authenticate";
import { authenticateCapture } from "@/lib/auth/capture-link";
import { readCookie } from "@/lib/auth/cookie";
import { authenticateDelivery, deliveryCookie } from "@/lib/auth/delivery-link";
import { type Inflection, inflect, inflections } from "@/lib/contract/inflection";
import { readVersion } from "@/lib/contract/versions";
import { recordDenial } from "@/lib/events/denial";
import { asSent } from "@/lib/http/as-sent";
import { jsonResponse } from "@/lib/http/bytes-response";
import { countCall } from "@/lib/http/call-limit";
import { openToPages } from "@/lib/http/cross-origin";
import { type FormRoom, readForm, type UploadedForm } from "@/lib/http/form";
import { type DoneTo, type OnceOptions, once } from "@/lib/http/idempotency";
import { innerCaller } from "@/lib/http/inner-call";
import { toProblem } from "@/lib/http/problem";
import {
  readJson,
  readQuery,
  refuseForeignOrigin,
  refuseUnstorable,
  requestOrigin,
} from "@/lib/http/request";
import { StreamResponse } from "@/lib/http/stream-response";
import { AppError } from "@/lib/platform/errors";
import { requestIdOf } from "@/lib/platform/request-id";
import { authenticateSignedUrl } from "@/lib/records/signed-url";

type Shapes<P, Q, B, R> = { params?: P; query?: Q; body?: B; response?: R };
type Input<P, Q, B> = {
  params: z.infer<P>;
  query: z.infer<Q>;
  body: z.infer<B>;
  /** The files of a form; empty where the route takes none. */
  form: UploadedForm;
  origin: RequestOrigin & { id: string };
  /** For what an operation reads beyond its parameters, such as a cookie. */
  request: Request;
};

/**
 * How a caller authenticates: API key or sign-in cookie, the signature in the URL, the cookie of a download or
 * capture link, or not at all.
 */
export type Door = "actor" | "signedUrl" | "delivery" | "capture" | "public";

export type RouteSpec<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
  A,
> = Shapes<P, Q, B, R> & {
  summary: string;
  /** The media type of an answer that is not JSON, for the OpenAPI document. */
  answers?: string;
  door?: Door;
  status?: number;
  /** The handler answers in the contract's spelling; in snake case the keys are not respelled. */
  spelling?: "contract";
  errors?: readonly number[];
  /** The answer contains personal data, so it is not stored for an Idempotency-Key. */
  isPersonal?: boolean;
  /** The answer contains a secret, so it is not stored for an Idempotency-Key. */
  isSecret?: boolean;
  /**
   * The body is a form with files, which the handler gets as `form`. Says what each part is, and which permission its
   * sender needs before anything of it is received.
   */
  form?: { needs: Permission; parts: Record<string, string>; room?: FormRoom };
  /** Another site lets a browser post here, such as an identity provider. What it posts proves itself. */
  isFromElsewhere?: boolean;
  /** Pages of the customer's call it, with a publishable key. The route exports `OPTIONS` too. */
  isOpenToPages?: boolean;
  /** Repeating the call changes nothing, so a call that was cut off is made again. */
  isRepeatable?: boolean;
  /** The call takes no Idempotency-Key; says where to give one. */
  keyElsewhere?: string;
  /** Describes the result of a repeated call whose first answer was lost. */
  retell?: (actor: A, resource: DoneTo) => Promise<z.input<R>>;
  handler: (input: Input<P, Q, B> & { actor: A }) => Promise<z.input<R> | Response>;
};

type RouteContext = { params: Promise<Record<string, string>> };

const nothing = z.unknown();

/**
 * The one door for HTTP: authenticates, limits, validates, runs the handler, strips the answer to its schema,
 * respells it, and maps errors.
 */
export function apiRoute<
  P extends z.ZodType = z.ZodUnknown,
  Q extends z.ZodType = z.ZodUnknown,
  B extends z.ZodType = z.ZodUnknown,
  R extends z.ZodType = z.ZodUnknown,
  A = Actor,
>(spec: RouteSpec<P, Q, B, R, A>) {
  async function route(request: Request, context: RouteContext): Promise<Response> {
    const caller = innerCaller(request);
    const origin = caller?.origin ?? requestOrigin(request, requestIdOf(request.headers.get("x-request-id")));
    const headers: Record<string, string> = {
      "X-Request-Id": origin.id,
      "Cache-Control": "private, no-store",
      ...(spec.isOpenToPages && openToPages),
    };
    let actor: Actor | null = null;
    const sent: unknown[] = [];
    let wanted: Inflection = "snake";
    try {
      const params = await context.params;
      refuseUnstorable(params, "The address");
      actor = caller?.actor ?? (await enter(spec.door ?? "actor", request, params, origin));
      if (actor && !caller) await countCall(actor, headers);
      refuseBeyondCreating(actor, request);
      if (!spec.isFromElsewhere) refuseForeignOrigin(request, actor);
      wanted = readInflection(request, actor);
      readVersion(request.headers.get("verifa-version"), (actor as Partial<ApiKeyActor> | null)?.apiVersion);
      const query = readQuery(request);
      const form = await formOf(spec, actor, request);
      const json = spec.body && (await readJson(request));
      sent.push(Object.fromEntries(new URL(request.url).searchParams), json);
      const input = {
        actor: actor as A,
        origin,
        request,
        params: (spec.params ?? nothing).parse(params) as z.infer<P>,
        query: (spec.query ?? nothing).parse(query) as z.infer<Q>,
        form,
        body: spec.body?.parse(inflect(json, "camel")) as z.infer<B>,
      };
      const { status, body } = await once(
        request,
        actor,
        input,
        () => answer(spec, input, wanted),
        onceOptions(spec, input.actor, wanted),
      );
      if (body instanceof StreamResponse)
        return withHeaders(await body.opened(request.method, actor), headers);
      if (body instanceof Response) return withHeaders(body, headers);
      return jsonResponse(body, { status, headers });
    } catch (error) {
      const { problem, headers: extra } = toProblem(error, origin.id, asSent(sent, wanted));
      if (problem.status_code === 403 && actor) await recordDenial(actor, problem.detail);
      return jsonResponse(problem, { status: problem.status_code, headers: { ...headers, ...extra } });
    }
  }
  return Object.assign(route, {
    spec: spec as unknown as RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType, unknown>,
  });
}

/** Receives the form of a route that takes one. A sender without the permission cannot occupy the room for forms. */
async function formOf(
  { form }: { form?: { needs: Permission; room?: FormRoom } },
  actor: Actor | null,
  request: Request,
): Promise<UploadedForm> {
  if (!form) return new Map();
  if (actor) authorize(actor, form.needs);
  return readForm(request, { room: form.room, sender: actor?.id });
}

async function enter(
  door: Door,
  request: Request,
  params: Record<string, string>,
  origin: RequestOrigin,
): Promise<Actor | null> {
  if (door === "public") return null;
  if (door === "actor") return authenticate(request, origin);
  if (door === "capture") return authenticateCapture(request, origin);
  if (door === "delivery")
    return authenticateDelivery(readCookie(request.headers.get("cookie"), deliveryCookie), origin);
  const target = { sessionId: params.sessionId ?? "", docType: params.docType ?? "" };
  return authenticateSignedUrl(target, new URL(request.url).search, origin);
}

type Answer = { status: number; body: unknown };

function onceOptions<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType, A>(
  spec: RouteSpec<P, Q, B, R, A>,
  actor: A,
  wanted: Inflection,
): OnceOptions {
  const { isPersonal, isSecret, isRepeatable, keyElsewhere, retell } = spec;
  return {
    keyElsewhere,
    unstored: isSecret ? "a secret" : isPersonal ? "personal data" : undefined,
    isRepeatable,
    ...(retell && {
      retell: async (resource: DoneTo) => spellAnswer(spec, await retell(actor, resource), wanted),
    }),
  };
}

async function answer<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType, A>(
  spec: RouteSpec<P, Q, B, R, A>,
  input: Input<P, Q, B> & { actor: A },
  wanted: Inflection,
): Promise<Answer> {
  const result = await spec.handler(input);
  if (result instanceof Response) return { status: result.status, body: result };
  return spellAnswer(spec, result, wanted);
}

function spellAnswer(
  spec: { response?: z.ZodType; spelling?: "contract"; status?: number },
  result: unknown,
  wanted: Inflection,
): Answer {
  const parsed = (spec.response ?? nothing).safeParse(result);
  // An answer that does not match its schema is our fault, not the caller's.
  if (!parsed.success) throw new Error("The answer does not fit its schema.", { cause: parsed.error });
  const body = parsed.data;
  const spelled = spec.spelling === "contract" && wanted === "snake" ? body : inflect(body, wanted);
  return { status: spec.status ?? 200, body: spelled };
}

const inflectionHeader = z.enum(inflections);

function readInflection(request: Request, actor: Actor | null): Inflection {
  const given = request.headers.get("key-inflection");
  if (given === null)
    return (actor as { defaultInflection?: Inflection } | null)?.defaultInflection ?? "snake";
  const parsed = inflectionHeader.safeParse(given);
  if (!parsed.success) throw new AppError("bad_request", "Key-Inflection must be snake, camel or kebab.");
  return parsed.data;
}

function withHeaders(response: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}
