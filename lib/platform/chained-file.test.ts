import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { appendToChain, type ChainMark, chainStart, proveMark, readChain } from "@/lib/platform/chained-file";

let file: string;
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(os.tmpdir(), "chain-")), "folder", "chain.jsonl");
});

async function readAll(from: ChainMark = chainStart, most?: number): Promise<unknown[]> {
  const entries: unknown[] = [];
  for await (const batch of readChain(file, from, most)) entries.push(...batch.entries);
  return entries;
}

const three = async () => {
  const { after: one } = await appendToChain(file, chainStart, [{ at: 1, word: "ä" }]);
  const { after: end } = await appendToChain(file, one, [{ at: 2 }, { at: 3 }]);
  return { one, end };
};

it("reads what was appended, from any mark, in batches of any size", async () => {
  expect(await readAll()).toEqual([]);
  const { one, end } = await three();
  expect(end).toMatchObject({ lines: 3, bytes: readFileSync(file).length });
  expect(await readAll(chainStart, 2)).toEqual([{ at: 1, word: "ä" }, { at: 2 }, { at: 3 }]);
  expect(await readAll(one)).toEqual([{ at: 2 }, { at: 3 }]);
  expect(await readAll(end)).toEqual([]);
});

it("detects a line that was changed, removed, inserted or cut off", async () => {
  const { end } = await three();
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n");
  const changes = {
    changed: text.replace('"at":2', '"at":7'),
    "taken out": [lines[0], lines[2], ""].join("\n"),
    "put in": [lines[0], lines[0], lines[1], lines[2], ""].join("\n"),
    "no line": `${lines[0]}\nnonsense\n`,
  };
  for (const [what, changed] of Object.entries(changes)) {
    writeFileSync(file, changed);
    await expect(readAll(), what).rejects.toThrow(/does not follow/);
  }
  for (const [what, changed] of [
    ["cut off", `${lines[0]}\n${lines[1]}\n`],
    ["empty", ""],
    ["as long, and another", text.replace('"at":3', '"at":9')],
  ] as const) {
    writeFileSync(file, changed);
    await expect(proveMark(file, end), what).rejects.toThrow(/line 3 is missing or is not what it was/);
    await expect(appendToChain(file, end, [{ at: 4 }]), what).rejects.toThrow(/line 3/);
    expect(readFileSync(file, "utf8"), what).toBe(changed);
  }
});

it("ignores an incomplete line after a crash, and removes it before the next", async () => {
  const { one, end } = await three();
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, `${whole}{"entry":{"at":4},"ha`);
  expect(await readAll(one)).toHaveLength(2);
  const { before } = await appendToChain(file, end, [{ at: 4 }]);
  expect(before).toEqual(end);
  expect(await readAll()).toHaveLength(4);
  expect(readFileSync(file, "utf8").startsWith(whole)).toBe(true);
});

it("continues after lines that were written and never noted, and reports them", async () => {
  const { one, end } = await three();
  const { before, after } = await appendToChain(file, one, [{ at: 4 }]);
  expect([before.lines, after.lines]).toEqual([end.lines, 4]);
  expect(await readAll(end)).toEqual([{ at: 4 }]);
});
