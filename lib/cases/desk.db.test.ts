import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { getDesk } from "@/lib/cases/desk";
import type { DeskDto } from "@/lib/cases/schema";
import { claimCase } from "@/lib/cases/write";
import {
  actorOf,
  createMember,
  createOrganization,
  fixture,
  importFor,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let anna: Actor;
let other: Actor;

beforeAll(async () => {
  await removeAllSessions();
  organization = await createOrganization();
  anna = await createMember(organization, ["reviewer"], { capacity: 50 });
  other = await createMember(organization, ["reviewer"]);
});
afterAll(removeAllSessions);

type Given = { session: { id: string }; result: { extracted_data: Record<string, unknown> } };

async function caseOf(name: string, change?: (bundle: Given) => void): Promise<string> {
  const bundle = fixture<Given>(`reading/bundles/${name}.json`);
  change?.(bundle);
  await importFor(actorOf(organization), bundle);
  const where = { organizationPk: organization.pk, session: { id: bundle.session.id } };
  const { id } = await db.reviewCase.findFirstOrThrow({ where });
  await claimCase(anna, { caseId: id });
  return id;
}

async function deskOf(name: string): Promise<DeskDto> {
  const caseId = await caseOf(name);
  return getDesk(anna, { caseId });
}

const rowOf = (desk: DeskDto, field: DeskDto["fields"][number]["field"]) =>
  desk.fields.find((row) => row.field === field);

describe("a desk", () => {
  it("shows every session of real inputs without a false contradiction", async () => {
    const wanted: Record<string, string[]> = {
      california: [],
      "canada-date": [],
      "french-id": [],
      okina: [],
      permanente: [],
      uk: [],
      "us-nationality": ["document_number"],
      visa: [],
    };
    for (const [name, mismatches] of Object.entries(wanted)) {
      const desk = await deskOf(name);
      const found = desk.fields.filter(({ verdict }) => verdict === "mismatch").map(({ field }) => field);
      expect(
        found.filter((field) => !mismatches.includes(field)),
        name,
      ).toEqual([]);
    }
  });

  it("finds a contradiction when the zone has only the year", async () => {
    const desk = await deskOf("partial-birth");
    expect(rowOf(desk, "date_of_birth")).toMatchObject({
      verdict: "mismatch",
      reason: "The form and the document say 3 Feb 1985, the machine readable zone says 1968.",
    });
  });

  it("says that a document has expired, even if only the zone has the date", async () => {
    const desk = await deskOf("expiry-mrz-only");
    expect(desk.expiry.state).toBe("expired");
    expect(desk.expiry.detail).toMatch(/^expired 6 y/);
  });

  it("recognizes a document without expiry", async () => {
    const caseId = await db.reviewCase.findFirstOrThrow({
      where: { session: { id: "ses_case_permanente" } },
    });
    const desk = await getDesk(anna, { caseId: caseId.id });
    expect(desk.expiry).toEqual({ state: "no_expiry", detail: "does not expire" });
    expect(rowOf(desk, "document_expiration_date")?.verdict).toBe("match");
  });

  it("compares a postal code that was given as a number", async () => {
    const desk = await deskOf("zip-number");
    expect(rowOf(desk, "address")).toMatchObject({ verdict: "mismatch", shown: "1 Elm St, Boston, 90210" });
  });

  it.each(["regula-caret", "mrz-88"])("reads the zone of %s", async (name) => {
    const desk = await deskOf(name);
    expect(desk.mrz).toMatchObject({ format: "TD3", isValid: true });
  });

  it("says that a birth in the Buddhist calendar is implausible, and that its expiry is unreadable", async () => {
    const desk = await deskOf("buddhist");
    expect(rowOf(desk, "date_of_birth")?.verdict).toBe("implausible");
    expect(desk.expiry).toEqual({ state: "unreadable", detail: "over 100 y ahead" });
  });

  it("distinguishes an unreadable zone and date from missing ones, for the case's reviewer and for others", async () => {
    const caseId = await caseOf("visa", (bundle) => {
      bundle.session.id = "ses_unread";
      Object.assign(bundle.result, { session_id: "ses_unread" });
      bundle.result.extracted_data.document_expiration_date = "sometime";
      Object.assign(bundle, {
        verifications: [
          {
            policy: "document_ocr",
            attempt: 1,
            status: "passed",
            details: { mrz_lines: ["V«UTOWIJEYA", "L8988901C4LKA"] },
          },
        ],
      });
    });
    const desk = await getDesk(anna, { caseId });
    expect(desk.mrz).toEqual({
      format: null,
      isValid: false,
      checks: [],
      lines: ["V«UTOWIJEYA", "L8988901C4LKA"],
    });
    expect(desk.expiry).toEqual({ state: "unreadable", detail: "could not be read" });
    expect(rowOf(desk, "document_expiration_date")?.verdict).toBe("unreadable");
    const masked = await getDesk(other, { caseId });
    expect(masked.mrz).toEqual({ format: null, isValid: false, checks: [], lines: [] });
    expect(rowOf(masked, "document_expiration_date")?.reason).toBe("A value could not be read.");
    expect(JSON.stringify(masked)).not.toContain("sometime");
    const absent = await getDesk(anna, {
      caseId: (await db.reviewCase.findFirstOrThrow({ where: { session: { id: "ses_case_zip_number" } } }))
        .id,
    });
    expect(absent.mrz).toBeNull();
  });
});
