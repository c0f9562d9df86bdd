import { readdirSync } from "node:fs";
import path from "node:path";
import { encode } from "next-auth/jwt";
import type { z } from "zod";
import { signInCookie } from "@/lib/auth/next-auth";
import { newId } from "@/lib/platform/id";
import { installationKey } from "@/lib/platform/keys";
import { db } from "@/test/test-db";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
/** What a route says of itself. */
type RouteFacts = {
  door?: string;
  body?: z.ZodType;
  form?: object;
  response?: z.ZodType;
  isPersonal?: boolean;
  isSecret?: boolean;
};
export type ApiRoute = { method: string; pattern: string; handler: Handler & { spec?: RouteFacts } };

const root = path.join(import.meta.dirname, "../app/api");

let found: Promise<ApiRoute[]> | undefined;

/** Finds every route of the API with its handlers, as Next.js does; once per process. */
export function apiRoutes(): Promise<ApiRoute[]> {
  found ??= findRoutes();
  return found;
}

async function findRoutes(): Promise<ApiRoute[]> {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith("route.ts") && !file.startsWith("auth"),
  );
  const routes = await Promise.all(
    files.sort().map(async (file) => {
      const methods: Record<string, ApiRoute["handler"]> = await import(path.join(root, file));
      const pattern = `/api/${file.replace(/\/?route\.ts$/, "")}`;
      return Object.entries(methods).map(([method, handler]) => ({ method, pattern, handler }));
    }),
  );
  return routes.flat();
}

const origin = "http://localhost:3000";

/** Calls a route as the server does. */
export async function callRoute(
  route: ApiRoute,
  params: Record<string, string>,
  init: RequestInit & { query?: string } = {},
): Promise<Response> {
  const path = route.pattern.replaceAll(/\[(\w+)\]/g, (_, name) => encodeURIComponent(params[name] ?? ""));
  return callAt(`${origin}${path}${init.query ?? ""}`, route, params, init);
}

function callAt(
  url: string,
  route: ApiRoute,
  params: Record<string, string>,
  init: RequestInit,
): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("host")) headers.set("host", "localhost:3000");
  return route.handler(new Request(url, { ...init, method: init.method ?? route.method, headers }), {
    params: Promise.resolve(params),
  });
}

/** Finds the route behind a URL path and calls it. */
export async function callPath(method: string, target: string, init: RequestInit = {}): Promise<Response> {
  const url = new URL(target, origin);
  // As in Next.js, a literal segment comes before a parameter.
  const routes = (await apiRoutes()).toSorted(
    (left, right) => left.pattern.split("[").length - right.pattern.split("[").length,
  );
  for (const route of routes) {
    const matcher = new RegExp(
      `^${route.pattern.replaceAll(/[.]/g, "\\.").replaceAll(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`,
    );
    const match = matcher.exec(url.pathname);
    if (!match || route.method !== method) continue;
    const params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    return callAt(url.href, route, params, init);
  }
  return Response.json({ error: "no_route" }, { status: 404 });
}

/** Returns the headers of a browser in which this member has signed in. */
export async function signedInHeaders(
  memberId: string,
  environment = "sandbox",
): Promise<Record<string, string>> {
  const { pk: memberPk } = await db.member.findUniqueOrThrow({
    where: { id: memberId },
    select: { pk: true },
  });
  const id = newId("sgn");
  await db.signIn.create({ data: { id, memberPk, expiresAt: new Date(Date.now() + 3_600_000) } });
  const secret = (await installationKey("sign-in-token")).toString("base64url");
  const token = await encode({ token: { signInId: id }, secret });
  return { Cookie: `${signInCookie()}=${token}`, Origin: origin, "X-Environment": environment };
}
