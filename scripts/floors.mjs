// Draws the floors of lib as docs/floors.svg and CONTRIBUTING.md's picture: node scripts/floors.mjs.
// With --check it writes nothing, and fails when the picture is old or folders of lib import each other in a circle.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cruise } from "dependency-cruiser";
import extractConfig from "dependency-cruiser/config-utl/extract-ts-config";

const picture = "docs/floors.svg";

/** @typedef {{ floor: string, folders: Record<string, string> }} Floor */

/**
 * The imports between the folders of lib, tests aside: a folder, and those that it imports from.
 * @param {string} [baseDir] the folder that has lib in it
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
 * The first circle of folders that import each other; null when there is none.
 * @param {Map<string, Set<string>>} folders
 * @returns {string[] | null} the folders on it, the first one again at its end
 */
export function circleIn(folders) {
  const done = new Set();
  /** @param {string} folder @param {string[]} way @returns {string[] | null} */
  const walk = (folder, way) => {
    if (way.includes(folder)) return [...way.slice(way.indexOf(folder)), folder];
    if (done.has(folder)) return null;
    for (const next of folders.get(folder) ?? []) {
      const circle = walk(next, [...way, folder]);
      if (circle) return circle;
    }
    done.add(folder);
    return null;
  };
  for (const folder of folders.keys()) {
    const circle = walk(folder, []);
    if (circle) return circle;
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
 * The floors as a picture, the highest at the top, with what each folder is for.
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
    const circle = circleIn(await foldersOf());
    if (circle) console.error(`Folders of lib import each other in a circle: ${circle.join(" → ")}.`);
    const isOld = (await readFile(picture, "utf8").catch(() => "")) !== drawn;
    if (isOld) console.error(`${picture} is old; draw it with node scripts/floors.mjs.`);
    if (circle || isOld) process.exitCode = 1;
  }
}
