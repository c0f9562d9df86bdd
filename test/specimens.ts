import sharp from "sharp";

const drawImage = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg)).jpeg({ quality: 90 }).toBuffer();

const lines = (texts: readonly string[]) =>
  texts
    .map(
      (text, at) =>
        `<text x="420" y="${150 + at * 44}" font-size="30" font-family="sans-serif">${text}</text>`,
    )
    .join("");

const card = (texts: readonly string[]) => `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="760">
  <rect width="1200" height="760" fill="#dbe5f1"/><rect x="40" y="120" width="320" height="420" fill="#9aa7b8"/>
  <rect x="40" y="600" width="1120" height="120" fill="#b9c7d8"/>${lines(texts)}</svg>`;

const face = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800"><rect width="800" height="800" fill="#c9d3df"/>
  <circle cx="400" cy="380" r="200" fill="#d8a98a"/><circle cx="330" cy="340" r="20"/><circle cx="470" cy="340" r="20"/>
  <path d="M300 470 Q400 540 500 470" stroke="#402020" stroke-width="8" fill="none"/></svg>`;

/** Draws the documents of nobody as photographs: a front, a back, a selfie, and a front without any edge. */
export const specimens = {
  front: () => drawImage(card(["SPECIMEN", "MUSTERMANN", "ERIKA", "12.08.1964", "L01X00T47", "01.01.2035"])),
  back: () => drawImage(card(["SPECIMEN", "HEIDESTRASSE 17", "51147 KÖLN", "CLASS B", "NO RESTRICTIONS"])),
  selfie: () => drawImage(face),
  blurred: () =>
    drawImage(
      `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="760"><rect width="1200" height="760" fill="#bbc"/></svg>`,
    ),
};

/** A PDF of one empty page. */
export const specimenPdf = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\nxref\n0 4\ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n170\n%%EOF\n",
);
