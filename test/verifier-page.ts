import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { runInThisContext } from "node:vm";

type Field = { textContent: string; onchange?: (event: { target: { files: unknown[] } }) => Promise<void> };

/**
 * Runs verify.html of an unpacked package, as a browser does in which its reader has chosen the folder.
 * @returns the verdict, and a line for each file
 */
export async function runVerifierPage(folder: string): Promise<{ verdict: string; lines: string[] }> {
  const html = readFileSync(path.join(folder, "verify.html"), "utf8");
  const [, script = ""] = /<script>(.*)<\/script>/s.exec(html) ?? [];
  const lines: Field[] = [];
  const fields: Record<string, Field> = { verdict: { textContent: "" }, folder: { textContent: "" } };
  const list = { replaceChildren: () => lines.splice(0), append: (line: Field) => lines.push(line) };
  const document = {
    getElementById: (id: string) => fields[id] ?? list,
    createElement: () => ({ textContent: "" }),
  };
  runInThisContext(`(function (document) {${script}})`)(document);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return {
        webkitRelativePath: path.join("package", path.relative(folder, file)),
        text: async () => readFileSync(file, "utf8"),
        arrayBuffer: async () => new Uint8Array(readFileSync(file)).buffer,
      };
    });
  await fields.folder?.onchange?.({ target: { files } });
  return { verdict: fields.verdict?.textContent ?? "", lines: lines.map(({ textContent }) => textContent) };
}
