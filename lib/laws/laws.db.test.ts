import { expect, it } from "vitest";
import { listLaws } from "@/lib/laws/read";
import { lawList } from "@/lib/laws/schema";
import { createMember, createOrganization } from "@/test/factories";

it("lists the rules in force first, each with its source", async () => {
  const officer = await createMember(await createOrganization(), ["compliance"]);
  const { data } = lawList.parse(listLaws(officer));
  const british = data.filter(({ jurisdiction }) => jurisdiction === "uk_gdpr");
  expect(british.map(({ version, until }) => [version, until])).toEqual([
    ["uk_gdpr/2026-06-19", null],
    ["uk_gdpr/2026-02-05", "2026-06-18"],
    ["uk_gdpr/2021-01-01", "2026-02-04"],
  ]);
  const pause = british[0]?.rules.find(({ rule }) => rule === "pause");
  expect(pause?.says).toContain(
    "the scope of the request: the days from the question to the answer, both included",
  );
  expect(pause?.source?.text).toContain("Art. 12A(5)");
  expect(british[0]?.kinds).toContainEqual({
    kind: "portability",
    source: expect.objectContaining({ text: expect.stringContaining("Art. 20(1)") }),
  });
  const californian = data.find(({ jurisdiction }) => jurisdiction === "ccpa");
  expect(californian?.rules).toContainEqual(
    expect.objectContaining({ rule: "confirm", says: "within 10 working days" }),
  );
});

it("is for those who read requests", async () => {
  const reviewer = await createMember(await createOrganization(), ["reviewer"]);
  expect(() => listLaws(reviewer)).toThrow(expect.objectContaining({ code: "forbidden" }));
});
