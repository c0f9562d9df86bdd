import { describe, expect, it } from "vitest";
import document from "@/docs/openapi.json";
import { listNouns, operationsOf } from "@/lib/reference/policy";

const all = listNouns().flatMap(({ noun }) => operationsOf(noun));

describe("the API reference", () => {
  it("has every call of the document once", () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(all.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(documented.sort());
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(listNouns().reduce((sum, { calls }) => sum + calls, 0)).toBe(all.length);
    expect(operationsOf("nothing")).toEqual([]);
  });

  it("names parameters, fields of inner objects, and their limits", () => {
    const list = operationsOf("sessions").find(({ id }) => id === "get-v1-sessions");
    expect(list?.parameters.find(({ name }) => name === "limit")).toMatchObject({
      place: "query",
      isRequired: false,
      about: "Number of rows on a page. From 1 to 100.",
    });
    expect(list?.answer.fields.find(({ name }) => name === "id")).toMatchObject({ depth: 1, type: "text" });
    const create = operationsOf("sessions").find(({ id }) => id === "post-v1-sessions");
    expect(create?.body?.fields.map(({ name }) => name)).toContain("external_ref");
    expect(create?.answer.status).toBe("201");
  });

  it("has an example of every call, with JSON that can be read", () => {
    for (const { example, needsKey } of all) {
      expect(example.includes("X-API-Key")).toBe(needsKey);
      const body = /-d '(.*)'/.exec(example)?.[1];
      if (body) expect(() => JSON.parse(body)).not.toThrow();
    }
  });

  it("says the type of every field in words", () => {
    for (const { answer, body, parameters } of all)
      for (const { type, name } of [...answer.fields, ...(body?.fields ?? []), ...parameters]) {
        expect(name).not.toBe("");
        expect(type).toMatch(/^[a-z"(]/);
      }
  });
});
