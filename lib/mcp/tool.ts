import type { Scope } from "@/lib/actor/permissions";

/**
 * The groups by which a client chooses tools, named as the hosted service's wrapper names them. Only `destructive` is
 * left out where nothing is chosen. `findings` and `search` have no tools here: the wrapper names every set as soon as
 * it adds one, and must not be refused for that.
 */
export const toolsets = [
  "sessions",
  "cases",
  "identities",
  "checks",
  "lists",
  "workflows",
  "webhooks",
  "org",
  "findings",
  "search",
  "destructive",
] as const;
export type Toolset = (typeof toolsets)[number];

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/** One call of the API, as a tool. */
export type Tool = {
  name: string;
  description: string;
  toolset: Toolset;
  /** A tool that only reads is offered with `read_only` too. */
  effect: "read" | "write" | "destructive";
  /** The narrowest scope that opens it, which a refusal names; null where every key may. */
  scope: Scope | null;
  /** Method and path as docs/openapi.json writes them. */
  call: `${"GET" | "POST" | "PATCH" | "PUT" | "DELETE"} /api/v1/${string}`;
  route: Handler;
  /** Of a destructive tool: the argument that names what is destroyed, which `confirm` must repeat. */
  destroys?: string;
};

/** Returns functions that make the tools of a set, in the order of what a reader asks: what, for whom, by which call. */
export function toolsOf(toolset: Toolset) {
  const tool =
    (effect: Tool["effect"]) =>
    (name: string, scope: Scope | null, call: Tool["call"], route: Handler, description: string): Tool => ({
      ...{ name, description, toolset, effect, scope, call, route },
    });
  return {
    read: tool("read"),
    /** Reads by a POST, because what is looked for must not stand in an address. */
    find: tool("read"),
    write: tool("write"),
    /** @param destroys the argument that names what is destroyed */
    destructive: (
      name: string,
      scope: Scope,
      call: Tool["call"],
      route: Handler,
      destroys: string,
      description: string,
    ): Tool => ({ ...tool("destructive")(name, scope, call, route, description), destroys }),
  };
}
