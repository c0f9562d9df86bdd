import { type Installation, runScript } from "@/faults/server";

/** What the harness knows about the data of an installation. */
export type SceneFacts = {
  /** An API key with every scope. */
  key: string;
  /** Members that the key may act for. */
  reviewers: string[];
  cases: string[];
  /** Headers of a browser in which a compliance officer has signed in. */
  officer: Record<string, string>;
  /** A finished package: the folder of its files, and its download link. */
  delivery: { requestId: string; folder: string; token: string; code: string } | null;
};

/** Fills an installation before its server starts, in a process that ends before. */
export async function setScene(installation: Installation, ...args: string[]): Promise<SceneFacts> {
  const said = await runScript(installation, "faults/scene.ts", ...args);
  return JSON.parse(said.trim().split("\n").at(-1) ?? "");
}
