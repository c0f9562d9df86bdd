import { getDocument, OPS } from "pdfjs-dist/legacy/build/pdf.mjs";
import { expect, it } from "vitest";
import { renderPaper } from "@/lib/letters/pdf";
import { prepareLogo } from "@/lib/platform/logo";
import { sampleImage } from "@/test/factories";

type Node = { role?: string; id?: string; type?: string; alt?: string; lang?: string; children?: Node[] };

const drawing = new Set<number>([
  ...[OPS.showText, OPS.showSpacedText, OPS.nextLineShowText, OPS.nextLineSetSpacingShowText],
  ...[
    OPS.paintImageXObject,
    OPS.paintFormXObjectBegin,
    OPS.fill,
    OPS.eoFill,
    OPS.stroke,
    OPS.fillStroke,
    OPS.constructPath,
  ],
]);
const begin = new Set<number>([OPS.beginMarkedContent, OPS.beginMarkedContentProps]);

/** Counts what a page draws within marked content, and outside of it. */
function drawnIn(operators: readonly number[]): { marked: number; unmarked: number } {
  const count = { marked: 0, unmarked: 0 };
  let depth = 0;
  for (const operator of operators) {
    if (begin.has(operator)) depth++;
    else if (operator === OPS.endMarkedContent) depth--;
    else if (drawing.has(operator)) count[depth > 0 ? "marked" : "unmarked"]++;
  }
  expect(depth).toBe(0);
  return count;
}

const below = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(below)];

it("has all that is drawn in its structure or marked as an artifact, on every page", async () => {
  const { bytes, width, height } = await prepareLogo(await sampleImage("png", 200), 2000);
  const pairs = Array.from({ length: 90 }, (_, at) => [`Number ${at}`, `عبد الله A${at}`] as const);
  const pdf = await renderPaper({
    title: "Your data",
    language: "fr",
    head: { name: "Acme", lines: ["1 Street"], logo: { bytes, width, height } },
    sections: [{ title: "Documents", pairs, images: [{ bytes, width, height, caption: "The front" }] }],
  });
  const doc = await getDocument({ data: Uint8Array.from(pdf), verbosity: 0 }).promise;
  expect(doc.numPages).toBeGreaterThan(1);
  const nodes: Node[] = [];
  for (let number = 1; number <= doc.numPages; number++) {
    const page = await doc.getPage(number);
    const drawn = drawnIn((await page.getOperatorList()).fnArray);
    expect(drawn.marked).toBeGreaterThan(0);
    expect(drawn.unmarked, `page ${number}`).toBe(0);
    nodes.push(...below((await page.getStructTree()) as Node));
  }
  const rolesOf = (role: string) => nodes.filter((each) => each.role === role);
  for (const figure of rolesOf("Figure")) expect(figure.alt).toBeTruthy();
  expect(rolesOf("Figure")).toHaveLength(2);
  expect(rolesOf("TR").length).toBeGreaterThanOrEqual(pairs.length);
  for (const row of rolesOf("TR")) expect((row.children ?? []).map(({ role }) => role)).toEqual(["TH", "TD"]);
  const levels = nodes.flatMap(({ role = "" }) => (/^H\d$/.test(role) ? [Number(role.slice(1))] : []));
  expect(levels).toEqual([1, 2]);
  const { info } = await doc.getMetadata();
  expect(info).toMatchObject({ Title: "Your data", Language: "fr" });
  expect(await doc.getViewerPreferences()).toMatchObject({ DisplayDocTitle: true });
  await doc.destroy();
  // Nothing says that it is PDF/UA: no validator has judged it.
  expect(pdf.includes("pdfuaid")).toBe(false);
});
