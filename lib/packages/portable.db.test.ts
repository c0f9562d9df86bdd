import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { markDelivered } from "@/lib/delivery/write";
import { contentOf } from "@/lib/packages/content";
import { buildPackages } from "@/lib/packages/jobs";
import { requestPackage } from "@/lib/packages/package";
import { closeRequest } from "@/lib/requests/close";
import { ownRequestOf } from "@/lib/requests/load";
import { getRequest } from "@/lib/requests/read";
import { sampleImage } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { ids, receive, requestScene, reviewed } from "@/test/request-scene";
import { db } from "@/test/test-db";

let officer: Actor;

beforeEach(async () => {
  ({ officer } = await requestScene(await sampleImage("jpeg")));
});

async function answerTo(requestId: string) {
  const { files } = await contentOf(officer, await ownRequestOf(officer, requestId));
  const file = async (path: string) => {
    const found = files.find((each) => each.path === path);
    if (!found) throw new Error(`No file ${path} among ${files.map((each) => each.path).join(", ")}`);
    return found.make();
  };
  return { paths: files.map(({ path }) => path), file };
}

describe("a request for portability", () => {
  it("is answered with what the person provided, as JSON and CSV, and completed after its delivery", async () => {
    const requestId = await reviewed(officer, "portability");
    const { paths, file } = await answerTo(requestId);
    const folder = `sessions/${ids[0]}`;
    expect(paths).toEqual(
      expect.arrayContaining(["letter.pdf", `${folder}/data.json`, `${folder}/data.csv`]),
    );
    expect(paths.filter((path) => /export|decisions|who-looked|data\.pdf/.test(path))).toEqual([]);
    const data = JSON.parse((await file(`${folder}/data.json`)).toString());
    expect(Object.keys(data)).toEqual(["session", "provided_at", "form", "document", "device", "images"]);
    expect(data.document).toHaveProperty("last_name");
    expect(data.images.length).toBeGreaterThan(0);
    for (const image of data.images) expect(paths).toContain(`${folder}/${image.file}`);
    const csv = (await file(`${folder}/data.csv`)).toString();
    expect(csv).toContain(`${ids[0]},document,last_name,${data.document.last_name}\r\n`);
    const letter = await readPdf(await file("letter.pdf"));
    const told = letter.told.map(({ text }) => text).join("\n");
    expect(told).toContain("GDPR Art. 20(1)");
    expect(told).not.toContain("Art. 15");

    await requestPackage(officer, { requestId });
    await buildPackages();
    expect((await getRequest(officer, { requestId })).package).toMatchObject({ status: "ready" });
    await expect(closeRequest(officer, { requestId, status: "completed" })).rejects.toMatchObject({
      code: "conflict",
    });
    await markDelivered(officer, { requestId, via: "email", to: "nobody@example.test" });
    const closed = await closeRequest(officer, { requestId, status: "completed" });
    expect(closed).toMatchObject({ kind: "portability", status: "completed", step: "completed" });
  });

  it("keeps back what the CCPA never discloses", async () => {
    const { file, paths } = await answerTo(await reviewed(officer, "portability", { jurisdiction: "ccpa" }));
    const folder = `sessions/${ids[0]}`;
    const data = JSON.parse((await file(`${folder}/data.json`)).toString());
    expect(data.document.document_number).toBe("[withheld by law]");
    expect(paths.filter((path) => /images\/id/.test(path))).toEqual([]);
  });
});

describe("a request for access to automated decisions", () => {
  it("is answered with purpose, logic and outcome of each session", async () => {
    const requestId = await reviewed(officer, "portability", { jurisdiction: "ccpa" });
    // The rules apply from 2027.
    await db.request.updateMany({
      where: { id: requestId },
      data: { kind: "automated_decision_access", lawVersion: "ccpa/2027-01-01" },
    });
    const { paths, file } = await answerTo(requestId);
    const folder = `sessions/${ids[0]}`;
    expect(paths.filter((path) => path.startsWith(folder))).toEqual([`${folder}/decision.json`]);
    expect(JSON.parse((await file(`${folder}/decision.json`)).toString())).toMatchObject({
      outcome: "approved",
      decided_by: "person",
      checks: expect.any(Array),
    });
    const told = (await readPdf(await file("letter.pdf"))).told.map(({ text }) => text).join("\n");
    for (const words of ["Purpose", "Logic", "Outcome", "11 CCR § 7222", "A person made the decision"])
      expect(told).toContain(words);
  });
});

describe("the letters of these packages", () => {
  it.each([
    ["de", "Ihre Daten für andere Dienste", "(Art. 20 Abs. 1 DSGVO)"],
    ["fr", "Vos données pour d’autres services", "(article 20, paragraphe 1, du RGPD)"],
    ["es", "Sus datos para otros servicios", "(artículo 20, apartado 1, del RGPD)"],
  ] as const)("of portability is in the language of the request (%s)", async (language, title, article) => {
    const requestId = await reviewed(officer, "portability");
    await db.request.updateMany({ where: { id: requestId }, data: { language } });
    const { language: said, told } = await readPdf(await (await answerTo(requestId)).file("letter.pdf"));
    const text = told.map((each) => each.text).join(" ");
    expect(said).toBe(language);
    expect(text).toContain(title);
    expect(text).toContain(article);
    expect(text).not.toMatch(/[{}]|Your|files|Write to|Controller|GDPR/);
  });

  it.each([
    ["de", "Zweck", "ein Mensch hat nach automatischen Prüfungen entschieden"],
    ["fr", "Finalité", "Une personne a pris la décision"],
    ["es", "Finalidad", "una persona tomó la decisión"],
  ] as const)(
    "of automated decisions is in the language of the request (%s)",
    async (language, title, who) => {
      const requestId = await reviewed(officer, "portability", { jurisdiction: "ccpa" });
      await db.request.updateMany({
        where: { id: requestId },
        data: { kind: "automated_decision_access", lawVersion: "ccpa/2027-01-01", language },
      });
      const { language: said, told } = await readPdf(await (await answerTo(requestId)).file("letter.pdf"));
      const text = told.map((each) => each.text).join(" ");
      expect(said).toBe(language);
      for (const words of [title, "11 CCR § 7222", "11 CCR § 7221", "Cal. Civ. Code § 1798.125"])
        expect(text).toContain(words);
      expect(text.toLowerCase()).toContain(who.toLowerCase());
      expect(text).not.toMatch(/[{}]|Your|A person|Automated|Write to|Controller|Images on|GDPR/);
    },
  );
});

it("refuses a kind that the law of the request does not offer", async () => {
  await expect(receive(officer, { kind: "complaint", jurisdiction: "gdpr" })).rejects.toMatchObject({
    code: "validation_error",
    fields: [{ field: "kind", message: "is not offered" }],
  });
});
