import { type Installation, runScript } from "@/faults/server";

/** What an installation was filled with. */
export type SceneFacts = {
  /** A key that may do everything that keys may. */
  key: string;
  /** Members that the key may act for. */
  reviewers: string[];
  cases: string[];
  /** Headers of a browser in which a compliance officer has signed in. */
  officer: Record<string, string>;
  /** A package that is ready: where its files wait, and the link that hands it over. */
  delivery: { requestId: string; folder: string; token: string; code: string } | null;
};

/** Fills an installation before its server starts, by a process that is over then. */
export async function setScene(installation: Installation, ...args: string[]): Promise<SceneFacts> {
  const said = await runScript(installation, "faults/scene.ts", ...args);
  return JSON.parse(said.trim().split("\n").at(-1) ?? "");
}
