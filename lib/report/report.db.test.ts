import { beforeAll, describe, expect, it } from "vitest";
import { callPath, signedInHeaders } from "@/test/api";
import {
  actorOf,
  createApiKey,
  createMember,
  createOrganization,
  importFor,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { db } from "@/test/test-db";

let organization: TestOrganization;

beforeAll(async () => {
  organization = await createOrganization();
  for (const id of ["ses_report", "ses_away"]) await importFor(actorOf(organization), sampleAs(id));
});

const ask = (id: string, headers: Record<string, string>) =>
  callPath("GET", `/api/v1/sessions/${id}/report`, { headers });
const withScopes = async (scopes: string[], environment: "live" | "sandbox" = "sandbox") => ({
  "X-API-Key": await createApiKey(organization, scopes, environment),
});
const reading = ["sessions:read", "verifications:read"];

describe("the report of a session", () => {
  it("has what the key would be answered, and no more", async () => {
    const answer = await ask("ses_report", await withScopes(reading));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/pdf");
    expect(answer.headers.get("content-disposition")).toContain("ses_report-report.pdf");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const pdf = await readPdf(bytes);
    const text = pdf.lines.join("\n");
    expect(pdf).toMatchObject({ isTagged: true, images: 0, title: "Report on session ses_report" });
    expect(pdf.bookmarks.map((title) => title.trim())).toEqual(
      expect.arrayContaining(["Session", "Result", "Checks", "Risk and fraud signals", "Screening"]),
    );
    for (const value of ["Emily", "123 Maple Street, Apt 4B, Springfield"]) expect(text).toContain(value);

    await db.settings.updateMany({
      where: { organizationPk: organization.pk },
      data: { apiPiiFields: ["last_name"] },
    });
    const less = await ask("ses_report", await withScopes(reading));
    const shown = (await readPdf(new Uint8Array(await less.arrayBuffer()))).lines.join("\n");
    expect(shown).toContain("Johnson");
    expect(shown).not.toContain("Emily");
  });

  it("is masked for members, and says so", async () => {
    const lead = await createMember(organization, ["lead"]);
    const answer = await ask("ses_report", await signedInHeaders(lead.id));
    const text = (await readPdf(new Uint8Array(await answer.arrayBuffer()))).lines.join("\n");
    expect(text).toContain("masked");
    expect(text).not.toContain("Emily");
  });

  it("needs every part's scope, the environment, and a session that is not restricted", async () => {
    for (const scopes of [["sessions:read"], ["verifications:read"], []])
      expect((await ask("ses_report", await withScopes(scopes))).status).toBe(403);
    expect((await ask("ses_report", await withScopes(reading, "live"))).status).toBe(404);
    expect((await ask("ses_nobody", await withScopes(reading))).status).toBe(404);
    await db.session.updateMany({ where: { id: "ses_away" }, data: { restrictedAt: new Date() } });
    expect((await ask("ses_away", await withScopes(reading))).status).toBe(404);
  });
});
