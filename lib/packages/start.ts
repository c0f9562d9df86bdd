import type { LetterLanguage } from "@/lib/contract/vocabulary";
import { visible } from "@/lib/format/visible";
import { filledIn } from "@/lib/letters/interim";
import { startTexts } from "@/lib/packages/start-texts";

/** The page that a person opens first. Its name comes before those of the other files of the folder. */
export const startFile = "index.html";

type StartFacts = {
  language: LetterLanguage;
  organization: string;
  /** How the organization is reached. */
  contact: readonly string[];
  requestId: string;
  /** The paths of all other files of the package, each session's one after the other. */
  paths: readonly string[];
};

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string) => visible(text).replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? "");

/** Returns the folder of the session that a file is about; null for the files beside the sessions. */
const sessionIn = (path: string): string | null => /^sessions\/([^/]+)\//.exec(path)?.[1] ?? null;

/**
 * Writes the page that names every file of a package and says what each contains, in the language of the request. It
 * needs no program but a browser, loads nothing, and contains no value of a session.
 */
export function startPage({ language, organization, contact, requestId, paths }: StartFacts): string {
  const texts = startTexts[language];
  const line = (path: string) => {
    const name = path.split("/").at(-1) ?? path;
    const told = texts.files[name] ?? texts.image;
    return `<li><a href="${encodeURI(path)}">${escaped(name)}</a>: ${escaped(told)}</li>`;
  };
  const part = (title: string, of: readonly string[]) =>
    of.length > 0 ? `<h2>${escaped(title)}</h2>\n<ul>\n${of.map(line).join("\n")}\n</ul>` : "";
  const sessions = [...new Set(paths.flatMap((path) => sessionIn(path) ?? []))];
  const beside = paths.filter((path) => sessionIn(path) === null);
  const title = escaped(texts.title);
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;overflow-wrap:anywhere}
:root{color-scheme:light dark}h2{font-size:1.1rem;margin:1.5rem 0 .25rem}ul{margin:0;padding-left:1.25rem}footer{margin-top:2rem;font-size:.875rem}</style>
<h1>${title}</h1>
<p>${escaped(filledIn(texts.lead, { organization, id: requestId }))}</p>
${[
  part(
    texts.first,
    beside.filter((path) => path === "letter.pdf"),
  ),
  ...sessions.map((folder) =>
    part(
      filledIn(texts.session, { id: folder }),
      paths.filter((path) => sessionIn(path) === folder),
    ),
  ),
  part(
    texts.programs,
    beside.filter((path) => path !== "letter.pdf"),
  ),
  part(texts.check, ["verify.html"]),
]
  .filter(Boolean)
  .join("\n")}
<footer>${[organization, ...contact].map(escaped).join("<br>")}</footer>
</html>
`;
}
