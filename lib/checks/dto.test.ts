import { expect, it } from "vitest";
import { toCheckDto } from "@/lib/checks/dto";
import { hidden } from "@/lib/privacy/view";
import { actorOf } from "@/prisma/factories";

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
  const shown = toCheckDto(actorOf(organization, { roles: ["reviewer"] }), row, { details });
  expect(shown.details).toEqual({
    message: "read",
    mrz: hidden,
    mrz_lines: hidden,
    visual: hidden,
    barcode: hidden,
    chip: hidden,
  });
});
