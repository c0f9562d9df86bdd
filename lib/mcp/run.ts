import "server-only";
import { recordEvent } from "@/lib/events/record";
import { type Caller, innerRequest } from "@/lib/http/inner-call";
import { toProblem } from "@/lib/http/problem";
import { guardDestructive } from "@/lib/mcp/guards";
import { inputOf, type Places } from "@/lib/mcp/input";
import type { Tool } from "@/lib/mcp/tool";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/** What the API answered to the call of a tool. */
export type Outcome = { status: number; text: string };

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Runs a tool: one call of the API by the caller, with everything that the API does to a call. An event says that the
 * tool was called, also when it was refused.
 * @param version the `Verifa-Version` that the client sent
 */
export async function runTool(
  caller: Caller,
  tool: Tool,
  given: Arguments,
  version: string | null,
): Promise<Outcome> {
  const outcome = await attempt(caller, tool, given, version);
  await recordEvent(db, caller.actor, {
    type: "mcp.called",
    metadata: {
      status: outcome.status,
      ...(tool.effect === "destructive" &&
        typeof given.reason === "string" && { reason: given.reason.slice(0, 255) }),
    },
    resource: { type: "tool", id: tool.name },
  });
  return outcome;
}

async function attempt(
  caller: Caller,
  tool: Tool,
  given: Arguments,
  version: string | null,
): Promise<Outcome> {
  try {
    const call = callOf(tool, given);
    if (tool.effect === "destructive") await guardDestructive(caller.actor, tool, given);
    const headers = new Headers({ "Key-Inflection": "snake" });
    if (version) headers.set("Verifa-Version", version);
    if (typeof given.idempotency_key === "string") headers.set("Idempotency-Key", given.idempotency_key);
    const init = { method: call.method, headers, ...(call.body && { body: JSON.stringify(call.body) }) };
    const answer = await tool.route(innerRequest(caller, call.url, init), {
      params: Promise.resolve(call.params),
    });
    const text = await answer.text();
    return { status: answer.status, text: nameScope(tool, answer.status, text) };
  } catch (error) {
    const { problem } = toProblem(error, caller.origin.id);
    return { status: problem.status_code, text: JSON.stringify(problem) };
  }
}

const refuse = (message: string) => new AppError("validation_error", message);

/** Lays out the arguments of a tool as the call that they stand for. */
function callOf(tool: Tool, given: Arguments) {
  const { places } = inputOf(tool);
  const [method = "", path = ""] = tool.call.split(" ");
  const known = new Set([...Object.keys(places), ...Object.keys(inputOf(tool).schema.properties)]);
  const unknown = Object.keys(given).find((argument) => !known.has(argument));
  if (unknown !== undefined) throw refuse(`${unknown}: ${tool.name} has no such argument`);
  const params = valuesAt(places, "path", given);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (!params[name]) throw refuse(`${argumentOf(places, name)}: must be given`);
    return encodeURIComponent(String(params[name]));
  });
  const url = new URL(filled, "http://localhost");
  for (const [name, value] of Object.entries(valuesAt(places, "query", given)))
    url.searchParams.set(name, String(value));
  const hasBody = Object.values(places).some((place) => place.in === "body");
  return { method, url, params, body: hasBody ? bodyOf(places, given) : null };
}

const argumentOf = (places: Places, name: string) =>
  Object.keys(places).find((argument) => places[argument]?.name === name) ?? name;

/** The arguments that go into the address. */
function valuesAt(places: Places, where: "path" | "query", given: Arguments): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [argument, place] of Object.entries(places)) {
    const value = given[argument];
    if (place.in !== where || value === undefined || value === null) continue;
    if (typeof value === "object") throw refuse(`${argument}: must be text, a number, true or false`);
    values[place.name] = String(value);
  }
  return values;
}

const bodyOf = (places: Places, given: Arguments) =>
  Object.fromEntries(
    Object.entries(places)
      .filter(([argument, place]) => place.in === "body" && given[argument] !== undefined)
      .map(([argument, place]) => [place.name, given[argument]]),
  );

/** A refusal for want of a permission names the scope to ask an admin for: keys have scopes, not permissions. */
function nameScope(tool: Tool, status: number, text: string): string {
  if (status !== 403 || !tool.scope || !/This action needs the [\w:-]+ permission/.test(text)) return text;
  return `Tool '${tool.name}' requires the '${tool.scope}' scope.`;
}
