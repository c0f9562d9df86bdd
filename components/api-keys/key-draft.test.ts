import { expect, it } from "vitest";
import { apiKeyChanges } from "@/lib/api-keys/schema";
import { draftOf, inputOf } from "./key-draft";

const key = {
  id: "key_1",
  type: "secret" as const,
  environment: "live" as const,
  keyPrefix: "vk_live_abcdefgh",
  isActive: true,
  createdAt: "2026-11-29T09:00:00Z",
  label: "Billing",
  note: null,
  scopes: ["cases:read"],
  apiVersion: "2026-01-01",
  defaultKeyInflection: "snake" as const,
  allowedOrigins: null,
  allowedIps: ["192.0.2.1", "2001:db8::/32"],
  expiresAt: "2027-01-01T10:20:30Z",
  lastUsedAt: null,
};

it("a form that was not edited changes nothing, to the second", () => {
  const { label, note, scopes, allowedIps, expiresAt, defaultKeyInflection } = key;
  const input = inputOf(draftOf(key), key.expiresAt);
  expect(input).toEqual({ label, note, scopes, allowedIps, expiresAt, defaultKeyInflection });
  expect(apiKeyChanges.parse(input)).toEqual(input);
});

it("a publishable key has web pages instead of scopes", () => {
  const draft = { ...draftOf(key), type: "publishable" as const, allowedOrigins: "https://shop.example" };
  expect(inputOf(draft)).toMatchObject({ allowedOrigins: ["https://shop.example"] });
  expect(inputOf(draft)).not.toHaveProperty("scopes");
});

it("empty inputs take limits away; addresses may stand on lines or between commas", () => {
  const draft = draftOf(key);
  const emptied = { ...draft, label: " ", allowedIps: " \n", expiresAt: "" };
  expect(inputOf(emptied, key.expiresAt)).toMatchObject({ label: null, allowedIps: null, expiresAt: null });
  const edited = { ...draft, allowedIps: "192.0.2.1, 192.0.2.2\n\n::1", expiresAt: "2027-02-01T00:00" };
  expect(inputOf(edited, key.expiresAt)).toMatchObject({
    allowedIps: ["192.0.2.1", "192.0.2.2", "::1"],
    expiresAt: "2027-02-01T00:00:00Z",
  });
});
