import { expect, it } from "vitest";
import { renderPaper } from "@/lib/requests/package-pdf";

it("renders the letter of somebody with hundreds of sessions", { timeout: 60_000 }, async () => {
  const ids = Array.from({ length: 400 }, (_, at) => `ses_${String(at).padStart(26, "0")}`);
  const pdf = await renderPaper({
    title: "Your data: answer to request dsr_00000000000000000000000000",
    intro: ["To somebody."],
    sections: [
      { title: "How long", pairs: ids.map((id) => [id, "until you ask us to erase it"] as const) },
      { title: "What decided", paragraphs: ids.map((id) => `${id}, Approved: no automated check.`) },
    ],
  });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  expect(pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(10);
});
