import { z } from "zod";
import {
  attributeOf,
  isNotKept,
  type Json,
  type Kind,
  partOf,
  type Resource,
  urn,
  withoutUrn,
} from "@/lib/scim/attributes";
import { ScimError, wrongValue } from "@/lib/scim/error";
import { parseElementFilter } from "@/lib/scim/filter";

const mostOperations = 1_000;
const patchBody = z.object({
  schemas: z.array(z.string()).refine((all) => all.includes(urn.patch), `must contain ${urn.patch}`),
  Operations: z
    .array(z.object({ op: z.string(), path: z.string().max(500).optional(), value: z.json().optional() }))
    .min(1)
    .max(mostOperations),
});

type Operation = "add" | "replace" | "remove";
type Element = { [name: string]: Json };
type Step = { op: Operation; path: string; value: Json | undefined };

const invalidPath = (path: string) => new ScimError(400, "invalidPath", `${path} is not a path here.`);
const isObject = (value: unknown): value is Element =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The elements of a value of many; a text stands for an element with that value. */
function elementsOf(value: Json | undefined): Element[] {
  const given = value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  return given.map((each) => {
    if (isObject(each)) return each;
    if (typeof each === "string") return { value: each };
    throw wrongValue("An element must be an object with a value.");
  });
}

const listIn = (resource: Resource, name: string): Element[] => elementsOf(resource[name] ?? null);

/** The values of a new element that would match a filter of the form `part eq "text"`. */
function impliedBy(filter: string): Element | null {
  const found = /^\s*(\w+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(filter);
  return found ? { [found[1] ?? ""]: JSON.parse(found[2] ?? "null") } : null;
}

type Many = Step & { kind: Kind; name: string; filter: string | undefined; part: string | undefined };

/** Changes some elements of an attribute with many values: those that match a filter. */
function patchElements(resource: Resource, { op, kind, name, filter = "", part, value, path }: Many): void {
  const all = listIn(resource, name);
  const test = parseElementFilter(filter, kind, name);
  const chosen = all.filter(test);
  if (op === "remove") {
    if (part) for (const each of chosen) delete each[part];
    else resource[name] = all.filter((each) => !chosen.includes(each));
    return;
  }
  const implied = impliedBy(filter);
  if (chosen.length === 0 && !implied) throw new ScimError(400, "noTarget", `Nothing matches ${path}.`);
  const targets = chosen.length > 0 ? chosen : [implied as Element];
  for (const each of targets) Object.assign(each, part ? { [part]: value ?? null } : value);
  resource[name] = chosen.length > 0 ? all : [...all, ...targets];
}

/** Changes an attribute with many values as a whole. */
function patchMany(resource: Resource, { op, name, value }: Pick<Many, "op" | "name" | "value">): void {
  const all = listIn(resource, name);
  const given = elementsOf(value);
  if (op === "replace") resource[name] = given;
  else if (op === "add") {
    const known = new Set(all.map((each) => each.value));
    resource[name] = [...all, ...given.filter((each) => !known.has(each.value ?? null))];
  } else {
    // Without values, all are removed; some providers name those that are.
    const gone = new Set(given.map((each) => each.value));
    resource[name] = value === undefined ? [] : all.filter((each) => !gone.has(each.value ?? null));
  }
}

function patchOne(resource: Resource, kind: Kind, step: Step): void {
  const path = withoutUrn(step.path, kind);
  if (path === null || isNotKept(kind, path)) return;
  const parsed = /^([\w$]+)(?:\[(.*)\])?(?:\.([\w$]+))?$/.exec(path);
  const attribute = parsed && attributeOf(kind, parsed[1] ?? "");
  if (!attribute) throw invalidPath(step.path);
  if (attribute.isReadOnly) throw new ScimError(400, "mutability", `${attribute.name} cannot be changed.`);
  const [, , filter, partName] = parsed;
  const part = partName === undefined ? undefined : partOf(attribute, partName);
  if (partName !== undefined && !part) throw invalidPath(step.path);
  const { name } = attribute;
  const { op, value } = step;
  if (!attribute.isMany) {
    if (filter !== undefined) throw invalidPath(step.path);
    patchSingle(resource, step, name, part?.name);
  } else if (filter === undefined) {
    if (part) throw invalidPath(step.path);
    patchMany(resource, { op, name, value });
  } else patchElements(resource, { ...step, kind, name, filter, part: part?.name });
}

const within = (resource: Resource, name: string): Element => {
  const value = resource[name];
  return isObject(value) ? value : {};
};

/** Changes an attribute with one value, or a part of it. */
function patchSingle(resource: Resource, { op, value }: Step, name: string, part: string | undefined): void {
  if (part === undefined) {
    if (op === "remove") delete resource[name];
    else resource[name] = isObject(value) ? { ...within(resource, name), ...value } : value;
    return;
  }
  const inside = { ...within(resource, name) };
  if (op === "remove") delete inside[part];
  else inside[part] = value ?? null;
  resource[name] = inside;
}

/** Splits an operation without a path into one for each attribute of its value. */
function stepsOf(kind: Kind, op: Operation, path: string | undefined, value: Json | undefined): Step[] {
  if (path !== undefined) return [{ op, path, value }];
  if (op === "remove") throw new ScimError(400, "noTarget", "A removal needs a path.");
  if (!isObject(value)) throw wrongValue("An operation without a path needs an object as its value.");
  // Okta repeats the id.
  return Object.entries(value)
    .filter(([name]) => name !== "schemas" && !attributeOf(kind, name)?.isReadOnly)
    .map(([name, each]) => ({ op, path: name, value: each }));
}

/**
 * Applies the operations of a PATCH (RFC 7644 §3.5.2), also in the forms that Entra and Okta send.
 * @returns the changed resource; the given one stays as it is
 * @throws ScimError
 */
export function applyPatch(given: Resource, body: unknown, kind: Kind): Resource {
  const parsed = patchBody.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ScimError(400, "invalidSyntax", `${issue?.path.join(".") || "body"}: ${issue?.message}`);
  }
  const resource = structuredClone(given);
  for (const { op: written, path, value } of parsed.data.Operations) {
    const op = written.toLowerCase();
    if (op !== "add" && op !== "replace" && op !== "remove")
      throw new ScimError(400, "invalidSyntax", `${written} is not an operation.`);
    for (const step of stepsOf(kind, op, path, value as Json | undefined)) patchOne(resource, kind, step);
  }
  return resource;
}
