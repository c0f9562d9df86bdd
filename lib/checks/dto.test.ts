import { expect, it } from "vitest";
import { toCheckDto } from "@/lib/checks/dto";
import { hidden } from "@/lib/privacy/view";
import { type PiiField, piiFields } from "@/lib/sessions/schema";
import { actorOf, keyActorOf } from "@/prisma/factories";

const organization = { pk: 1n, id: "org_test" };
const row = {
  policy: "document_ocr",
  attempt: 1,
  status: "passed",
  score: 0.97,
  threshold: 0.7,
  createdAt: null,
  completedAt: null,
} as const;
const read = { last_name: "Eriksson" };
const details = {
  message: "read",
  mrz: { lines: ["P<UTOERIKSSON<<ANNA"] },
  mrz_lines: ["P<UTOERIKSSON<<ANNA"],
  visual: read,
  barcode: read,
  chip: read,
};

it("shows people what a check says, and nothing it read from any source", () => {
  const shown = toCheckDto(actorOf(organization, { roles: ["reviewer"] }), row, { details }, []);
  expect(shown.details).toEqual({
    message: "read",
    mrz: hidden,
    mrz_lines: hidden,
    visual: hidden,
    barcode: hidden,
    chip: hidden,
  });
});

const everything = {
  message: "read",
  similarity: 0.9,
  last_name: "Eriksson",
  expires_on: "2030-01-02",
  raw_text: "ERIKSSON ANNA",
  mrz: { lines: ["P<UTOERIKSSON<<ANNA"] },
  visual: { surname: "Eriksson", number: "L898902C", personal_code: "1", place_of_birth: "Zenith" },
  chip: "ERIKSSON",
  steps: [{ at: "capture", full_name: "Anna Eriksson", dob: "1974-08-12" }],
};
const toKey = (scopes: string[], whitelist: readonly PiiField[]) =>
  toCheckDto(keyActorOf(organization, scopes), row, { details: everything }, whitelist).details;

it("gives API keys of what was read only what the whitelist leaves of the extracted data", () => {
  const shown = {
    message: "read",
    similarity: 0.9,
    visual: {},
    steps: [{ at: "capture" }],
  };
  expect(toKey(["verifications:read"], piiFields)).toEqual(everything);
  expect(toKey(["verifications:read"], [])).toEqual(shown);
  expect(toKey(["cases:read"], piiFields)).toEqual(shown);
  expect(toKey(["verifications:read"], ["last_name"])).toEqual({
    ...shown,
    last_name: "Eriksson",
    visual: { surname: "Eriksson" },
  });
});
