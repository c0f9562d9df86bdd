import { expect, it } from "vitest";
import type { EndpointDto } from "@/lib/webhooks/schema";
import { blankEndpoint, draftOf, inputOf, nameOf } from "./endpoint-draft";

const endpoint: EndpointDto = {
  id: "wh_1",
  environment: "live",
  url: "https://hooks.example.com:8443/a?token=t",
  label: "CRM",
  description: null,
  enabledEvents: ["case.approved"],
  keyInflection: "camel",
  apiVersion: "2026-01-01",
  attributeBlocklist: [],
  eventFilterConditions: null,
  isFilterUnreadable: false,
  enabled: true,
  disabledAt: null,
  createdAt: "",
  updatedAt: "",
};

it("a form and back changes nothing", () => {
  const { url, label, description, enabledEvents, keyInflection } = endpoint;
  const draft = draftOf(endpoint);
  expect(inputOf(draft)).toEqual({ url, label, description, enabledEvents, keyInflection });
});

it("an emptied label is removed", () => {
  expect(inputOf({ ...blankEndpoint, label: " " })).toMatchObject({ label: null });
});

it("an endpoint without a label is called by its host, never by the whole URL", () => {
  expect(nameOf(endpoint)).toBe("CRM");
  expect(nameOf({ ...endpoint, label: null })).toBe("hooks.example.com:8443");
});
