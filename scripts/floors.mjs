// Draws the floors of lib as docs/floors.svg and CONTRIBUTING.md's picture: node scripts/floors.mjs.
// With --check it writes nothing, and fails if the picture is out of date or folders import each other in a cycle.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-ts-config";

const picture = "docs/floors.svg";

/** @typedef {{ floor: string, folders: Record<string, string> }} Floor */

/**
 * Finds the imports between the folders of lib, without tests: the folders that each folder imports from.
 * @param {string} [baseDir] the folder that contains lib
 * @returns {Promise<Map<string, Set<string>>>}
 */
export async function foldersOf(baseDir = ".") {
  const { output } = await cruise(
    ["lib"],
    {
      baseDir,
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      exclude: { path: "\\.test\\.tsx?$|/generated/" },
    },
    undefined,
    { tsConfig: extractConfig("tsconfig.json") },
  );
  const folders = new Map();
  for (const { source, dependencies } of output.modules) {
    const from = folderOf(source);
    if (!from) continue;
    const known = folders.get(from) ?? new Set();
    for (const { resolved } of dependencies) {
      const to = folderOf(resolved);
      if (to && to !== from) known.add(to);
    }
    folders.set(from, known);
  }
  return folders;
}

/** @param {string} file */
const folderOf = (file) => /^lib\/([^/]+)\//.exec(file)?.[1];

/**
 * Returns the first cycle of folders that import each other; null if there is none.
 * @param {Map<string, Set<string>>} folders
 * @returns {string[] | null} the folders of the cycle, with the first one again at the end
 */
export function cycleIn(folders) {
  const done = new Set();
  /** @param {string} folder @param {string[]} way @returns {string[] | null} */
  const walk = (folder, way) => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (done.has(folder)) return null;
    for (const next of folders.get(folder) ?? []) {
      const cycle = walk(next, [...way, folder]);
      if (cycle) return cycle;
    }
    done.add(folder);
    return null;
  };
  for (const folder of folders.keys()) {
    const cycle = walk(folder, []);
    if (cycle) return cycle;
  }
  return null;
}

const column = { name: 24, what: 190 };
const line = 20;
const title = 34;
const gap = 14;
const width = 860;

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/**
 * Draws the floors, the highest at the top, with the purpose of each folder.
 * @param {readonly Floor[]} floors from the lowest to the highest
 */
export function draw(floors) {
  let y = gap;
  const parts = [...floors].reverse().flatMap(({ floor, folders }) => {
    const rows = Object.entries(folders);
    const height = title + rows.length * line + 8;
    const drawn = [
      `<rect x="8" y="${y}" width="${width - 16}" height="${height}" rx="6" class="floor"/>`,
      `<text x="${column.name}" y="${y + 23}" class="title">${escaped(floor)}</text>`,
      ...rows.flatMap(([name, what], row) => {
        const at = y + title + row * line + 12;
        return [
          `<text x="${column.name}" y="${at}" class="name">${escaped(name)}</text>`,
          `<text x="${column.what}" y="${at}" class="what">${escaped(what)}</text>`,
        ];
      }),
    ];
    y += height + gap;
    return drawn;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img" aria-label="The floors of lib, the highest at the top">`,
    "<style>text{font:13px system-ui,sans-serif;fill:#1c2024}.title{font-weight:600}.name{font-family:ui-monospace,monospace}.what{fill:#60646c}.floor{fill:#f9f9fb;stroke:#d9d9e0}",
    "@media(prefers-color-scheme:dark){text{fill:#edeef0}.what{fill:#b0b4ba}.floor{fill:#18191b;stroke:#43484e}}</style>",
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const drawn = draw(JSON.parse(await readFile("lib/floors.json", "utf8")));
  if (!process.argv.includes("--check")) {
    await writeFile(picture, drawn);
  } else {
    const cycle = cycleIn(await foldersOf());
    if (cycle) console.error(`Folders of lib import each other in a cycle: ${cycle.join(" → ")}.`);
    const isOld = (await readFile(picture, "utf8").catch(() => "")) !== drawn;
    if (isOld) console.error(`${picture} is out of date; run “node scripts/floors.mjs”.`);
    if (cycle || isOld) process.exitCode = 1;
  }
}
