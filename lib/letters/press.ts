// Runs in the thread that pdf.ts starts, because layout takes long and must not block the server.
import { Document, Font, Image, Page, renderToBuffer, StyleSheet, Text, View } from "@react-pdf/renderer";
import { createElement as h, type ReactNode } from "react";
import { standIn, typesetFor } from "@/lib/letters/fonts";
import type { Paper, PaperSection } from "@/lib/letters/pdf";

// Long ids may break anywhere; other words are never hyphenated.
Font.registerHyphenationCallback((word) => (word.length > 40 ? (word.match(/.{1,20}/g) ?? [word]) : [word]));

const styles = StyleSheet.create({
  page: { padding: 48, fontSize: 10, lineHeight: 1.45, color: "#111" },
  title: { fontSize: 15, lineHeight: 1.3, fontWeight: 600, marginBottom: 10 },
  heading: { fontSize: 11.5, fontWeight: 600, marginTop: 12, marginBottom: 4 },
  paragraph: { marginBottom: 5 },
  pair: { flexDirection: "row", marginBottom: 2 },
  // Wide enough for an id, which does not break here.
  name: { width: 172, paddingRight: 8, fontSize: 9, lineHeight: 1.61, color: "#555" },
  value: { flex: 1 },
  // Positioned from the top of an A4 page: react-pdf does not print text positioned from the bottom that is known
  // only at the end.
  head: { flexDirection: "row", alignItems: "center", marginBottom: 20 },
  logo: { marginRight: 14 },
  sender: { flex: 1 },
  senderName: { fontSize: 11, fontWeight: 600 },
  senderLine: { fontSize: 8.5, color: "#555" },
  foot: { position: "absolute", top: 806, left: 48, right: 48, fontSize: 8, color: "#666" },
});

const paragraph = (text: string, at: number): ReactNode =>
  h(Text, { key: `t${at}`, style: styles.paragraph }, text);

/** Each line is a box of its own on the page, because a single box cannot be split over many pages. */
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

/** The largest logo, in points. */
const logoBox = { width: 140, height: 56 };

/** Draws the head of a letter. */
function letterhead({ name, lines, logo }: NonNullable<Paper["head"]>): ReactNode {
  const scale = logo ? Math.min(logoBox.width / logo.width, logoBox.height / logo.height) : 0;
  const size = logo && { width: logo.width * scale, height: logo.height * scale };
  return h(
    View,
    { key: "head", style: styles.head },
    logo &&
      h(Image, {
        key: "logo",
        style: { ...styles.logo, ...size },
        src: { data: Buffer.from(logo.bytes), format: "png" },
      }),
    h(
      View,
      { key: "sender", style: styles.sender },
      h(Text, { style: styles.senderName }, name),
      ...lines.map((line, at) => h(Text, { key: `l${at}`, style: styles.senderLine }, line)),
    ),
  );
}

/** The cost of layout grows faster than the number of lines and fails at some hundreds, so a long paper is split. */
const mostLines = 200;

/** Applies a function to every text of a paper. */
const eachText = (
  { title, head, intro = [], sections, whole }: Paper,
  drawn: (text: string) => string,
): Paper => ({
  title: drawn(title),
  head: head && { ...head, name: drawn(head.name), lines: head.lines.map(drawn) },
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

/**
 * Renders a paper as a PDF with page numbers. Letters that no font has get a visible replacement, and the paper says
 * so.
 */
export default async function printPaper(paper: Paper): Promise<Buffer> {
  const { families, drawn, isPartial } = await typesetFor(textsOf(paper));
  const { title, head, intro = [], sections } = eachText(paper, drawn);
  const partly = `${standIn} stands for letters that this paper cannot print. See ${paper.whole ?? "export.json"}.`;
  const page = { ...styles.page, fontFamily: families };
  const foot = h(Text, {
    style: styles.foot,
    fixed: true,
    render: ({ pageNumber, totalPages }: { pageNumber: number; totalPages: number }) =>
      `${title} · page ${pageNumber} of ${totalPages}`,
  });
  const lines = [
    ...(head ? [letterhead(head)] : []),
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
