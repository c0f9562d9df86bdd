import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Answer, call } from "@/faults/calls";
import { ask } from "@/faults/cluster";
import type { SceneFacts } from "@/faults/facts";
import { type Check, none } from "@/faults/scenario";

const usualClients = 8;
const againMs = 100;

/** The answers to callers who wrote notes, repeating each call until it succeeded. */
export type Told = {
  /** Ids of the notes whose answer arrived. */
  ids: string[];
  /** Notes whose repeated call was answered as done before, because the first answer was lost. */
  doneBefore: number;
  /** Answers that are neither a success nor a request to try again. */
  wrong: string[];
  away: number;
  slowestMs: number;
};

/** Callers that write notes until they are stopped. */
export type NoteLoad = { told: Told; stop: () => Promise<void> };

/** Writes notes to the server at `url`. Each has its own key, so it is written once however often it is sent. */
export function writeNotes(url: () => string, facts: SceneFacts, clients = usualClients): NoteLoad {
  const told: Told = { ids: [], doneBefore: 0, wrong: [], away: 0, slowestMs: 0 };
  let isOver = false;
  const work = async () => {
    while (!isOver) await writeOne(url, facts, told);
  };
  const all = Promise.all(Array.from({ length: clients }, work));
  return {
    told,
    stop: async () => {
      isOver = true;
      await all;
    },
  };
}

/** Sends one note until it is known to be written. */
async function writeOne(url: () => string, { key, cases }: SceneFacts, told: Told): Promise<void> {
  const caseId = cases[Math.floor(Math.random() * cases.length)] ?? "";
  const headers = { "X-API-Key": key, "Idempotency-Key": randomUUID(), "Content-Type": "application/json" };
  const body = JSON.stringify({ content: headers["Idempotency-Key"] });
  for (;;) {
    const start = performance.now();
    const outcome = await call(`${url()}/api/v1/cases/${caseId}/notes`, { method: "POST", headers, body });
    told.slowestMs = Math.max(told.slowestMs, performance.now() - start);
    if (outcome.kind === "answer" && isTaken(outcome.answer, told)) return;
    if (outcome.kind !== "answer") told.away++;
    await sleep(againMs);
  }
}

/** Returns whether a note needs no further call. A wrong answer is noted and not tried again. */
function isTaken({ status, body, retryAfter }: Answer, told: Told): boolean {
  if (status === 200 || status === 201) {
    told.ids.push(JSON.parse(body).id);
    return true;
  }
  if (status === 409 && body.includes("This call succeeded")) {
    told.doneBefore++;
    return true;
  }
  if ((status === 503 || status === 409) && retryAfter) {
    told.away++;
    return false;
  }
  told.wrong.push(`${status} ${body}`);
  return true;
}

/** Compares what the database contains with what the callers were told. */
export async function checkNotes({ ids, doneBefore, wrong }: Told, databaseUrl: string): Promise<Check[]> {
  const rows = await ask<{ id: string }>(databaseUrl, "SELECT id FROM case_notes");
  const kept = new Set(rows.map(({ id }) => id));
  const lost = ids.filter((id) => !kept.has(id)).length;
  const more = rows.length - ids.length - doneBefore;
  return [
    none(`acknowledged notes lost, of ${ids.length + doneBefore}`, lost + Math.max(0, -more - lost)),
    none("notes written twice", Math.max(0, more)),
    { ...none("answers that are no answer", wrong.length), ...(wrong[0] && { found: wrong[0] }) },
  ];
}
