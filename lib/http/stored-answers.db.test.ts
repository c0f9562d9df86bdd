import { expect, it } from "vitest";
import { z } from "zod";
import { apiRoutes } from "@/test/api";

/** Properties that hold values of a person. */
const ofPersons = [
  ...["metadata", "customFields", "extractedData", "latestResult", "extractedAge", "rejectionReason"],
  ...["firstName", "lastName", "dateOfBirth", "documentNumber", "consentIp", "subject", "resolutionNotes"],
];
/** Finds the names of all properties of a JSON schema, at any depth. */
function propertiesIn(node: unknown, found = new Set<string>()): Set<string> {
  if (node === null || typeof node !== "object") return found;
  for (const [name, value] of Object.entries(node)) {
    if (name === "properties") for (const property of Object.keys(value)) found.add(property);
    propertiesIn(value, found);
  }
  return found;
}

it("no answer that can hold values of a person is stored for an Idempotency-Key", async () => {
  const routes = (await apiRoutes()).filter(
    ({ method, handler: { spec } }) => spec?.response && !["GET", "HEAD"].includes(method),
  );
  const holding = routes.filter(({ handler: { spec } }) => {
    const names = propertiesIn(
      z.toJSONSchema(spec?.response ?? z.never(), { unrepresentable: "any", io: "input" }),
    );
    return ofPersons.some((name) => names.has(name));
  });
  const stored = holding.filter(({ handler: { spec } }) => !spec?.isPersonal && !spec?.isSecret);
  expect(stored.map(({ method, pattern }) => `${method} ${pattern}`)).toEqual([]);
  expect(holding.length).toBeGreaterThan(20);
});
