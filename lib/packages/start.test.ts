import { expect, it } from "vitest";
import { letterLanguages } from "@/lib/contract/vocabulary";
import { startPage } from "@/lib/packages/start";
import { startTexts } from "@/lib/packages/start-texts";

const paths = [
  "letter.pdf",
  "request.json",
  "sessions/ses_1/export.json",
  "sessions/ses_1/data.pdf",
  "sessions/ses_1/images/id_front.jpg",
  "sessions/ses_2~0f/data.pdf",
  "index.json",
];
const page = (more: object = {}) =>
  startPage({
    language: "en",
    organization: "Acme Ltd",
    contact: ["1 Street, Dublin"],
    requestId: "dsr_1",
    paths,
    ...more,
  });
const links = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);

it("names every file once, the letter first", () => {
  const found = links(page());
  expect(found[0]).toBe("letter.pdf");
  expect([...found].sort()).toEqual([...paths, "verify.html"].sort());
  expect(page()).toContain("Acme Ltd answers your request dsr_1 with these files.");
  expect(page()).toContain("Verification ses_2~0f");
});

it("says what each file contains in every language of letters", () => {
  for (const language of letterLanguages) {
    const texts = startTexts[language];
    expect(Object.keys(texts.files)).toEqual(Object.keys(startTexts.en.files));
    const html = page({ language });
    expect(html).toContain(`<html lang="${language}">`);
    for (const name of ["letter.pdf", "data.pdf", "verify.html"])
      expect(html).toContain(texts.files[name] ?? "?");
    expect(html).not.toMatch(/[{}]id|\{organization/);
  }
});

it("loads nothing, runs nothing, and shows names as text", () => {
  const html = page({ organization: `<script>alert("1")</script> & Sons` });
  expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; Sons");
  expect(html).not.toMatch(/<script|<img|<link|https?:|src=/);
  expect(html).toContain("default-src 'none'");
});
