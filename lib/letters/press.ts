// Runs in a thread of its own, which package-pdf.ts starts: layout takes long, and nobody else is to wait for it.
import { Document, Font, Page, renderToBuffer, StyleSheet, Text, View } from "@react-pdf/renderer";
import { createElement as h, type ReactNode } from "react";
import { standIn, typesetFor } from "@/lib/letters/fonts";
import type { Paper, PaperSection } from "@/lib/letters/pdf";

// Long ids break anywhere; words are not hyphenated.
Font.registerHyphenationCallback((word) => (word.length > 40 ? (word.match(/.{1,20}/g) ?? [word]) : [word]));

const styles = StyleSheet.create({
  page: { padding: 48, fontSize: 10, lineHeight: 1.45, color: "#111" },
  title: { fontSize: 15, lineHeight: 1.3, fontWeight: 600, marginBottom: 10 },
  heading: { fontSize: 11.5, fontWeight: 600, marginTop: 12, marginBottom: 4 },
  paragraph: { marginBottom: 5 },
  pair: { flexDirection: "row", marginBottom: 2 },
  // Wide enough for an id, which does not break.
  name: { width: 172, paddingRight: 8, fontSize: 9, lineHeight: 1.61, color: "#555" },
  value: { flex: 1 },
  // From the top of an A4 page: from its bottom, a text that is known late is not printed at all.
  foot: { position: "absolute", top: 806, left: 48, right: 48, fontSize: 8, color: "#666" },
});

const paragraph = (text: string, at: number): ReactNode =>
  h(Text, { key: `t${at}`, style: styles.paragraph }, text);

/** Each line stands on the page by itself: one box around them all cannot be parted over many pages. */
const section = ({ title, paragraphs = [], pairs = [] }: PaperSection, at: number): ReactNode[] => [
  h(Text, { key: `s${at}`, style: styles.heading, minPresenceAhead: 30 }, title),
  ...paragraphs.map((text, line) => h(Text, { key: `s${at}t${line}`, style: styles.paragraph }, text)),
  ...pairs.map(([name, value], line) =>
    h(
      View,
      { key: `s${at}p${line}`, style: styles.pair, wrap: false },
      h(Text, { style: styles.name }, name),
      h(Text, { style: styles.value }, value),
    ),
  ),
];

/** The layout grows faster than its lines and gives up at some hundreds: a long paper begins anew on a page. */
const mostLines = 200;

/** Every text of a paper, each as it is drawn. */
const eachText = ({ title, intro = [], sections, whole }: Paper, drawn: (text: string) => string): Paper => ({
  title: drawn(title),
  intro: intro.map(drawn),
  sections: sections.map((each) => ({
    title: drawn(each.title),
    paragraphs: each.paragraphs?.map(drawn),
    pairs: each.pairs?.map(([name, value]) => [drawn(name), drawn(value)] as const),
  })),
  whole,
});

function textsOf(paper: Paper): string[] {
  const texts: string[] = [];
  eachText(paper, (text) => {
    texts.push(text);
    return text;
  });
  return texts;
}

/** A paper as PDF, with page numbers. Letters that no font has are replaced by a sign that is seen, and it says so. */
export default async function printPaper(paper: Paper): Promise<Buffer> {
  const { families, drawn, isPartial } = await typesetFor(textsOf(paper));
  const { title, intro = [], sections } = eachText(paper, drawn);
  const partly = `${standIn} stands for letters that this paper cannot print. See ${paper.whole ?? "export.json"}.`;
  const page = { ...styles.page, fontFamily: families };
  const foot = h(Text, {
    style: styles.foot,
    fixed: true,
    render: ({ pageNumber, totalPages }: { pageNumber: number; totalPages: number }) =>
      `${title} · page ${pageNumber} of ${totalPages}`,
  });
  const lines = [
    h(Text, { key: "title", style: styles.title }, title),
    ...(isPartial ? [partly, ...intro] : intro).map(paragraph),
    ...sections.flatMap(section),
  ];
  const runs = Array.from({ length: Math.ceil(lines.length / mostLines) }, (_, run) =>
    h(
      Page,
      { key: `run${run}`, size: "A4", style: page },
      ...lines.slice(run * mostLines, (run + 1) * mostLines),
      foot,
    ),
  );
  return renderToBuffer(h(Document, { title, creator: "Countersign", producer: "Countersign" }, ...runs));
}
