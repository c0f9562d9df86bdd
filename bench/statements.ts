import { QueryClient } from "@tanstack/react-query";
import { prefetchSession } from "@/app/(dashboard)/[environment]/sessions/[sessionId]/prefetch";
import { type Dataset, idOf } from "@/bench/dataset";
import { atMost, type Figure } from "@/bench/figure";
import { findPerson } from "@/lib/auth/sign-in";
import { db } from "@/lib/platform/db";
import { publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { callPath, signedInHeaders } from "@/test/api";
import { statementsOf } from "@/test/statements";

type Call = (method: string, path: string) => Promise<unknown>;

/** The most statements that each call may send to the databases until its answer. */
export const mostStatements = {
  "list-statements": 4,
  "desk-statements": 12,
  "session-page-statements": 12,
  "approve-statements": 14,
} as const;
export type StatementFigure = keyof typeof mostStatements;

async function openSession(memberPk: bigint): Promise<string> {
  const id = newId("sgn");
  await db.signIn.create({ data: { id, memberPk, expiresAt: new Date(Date.now() + 3_600_000) } });
  return id;
}

/**
 * Counts the statements of each call on a dataset with cases, after a first call that fills the caches. An approval
 * comes after one of another case.
 */
export async function countStatements(name: StatementFigure, dataset: Dataset): Promise<Figure> {
  publishEnv({ DATABASE_URL: dataset.main, KEYS_DATABASE_URL: dataset.keys });
  const member = await db.member.findUniqueOrThrow({ where: { email: dataset.email } });
  const headers = { ...(await signedInHeaders(member.id, "live")), "Content-Type": "application/json" };
  const call: Call = async (method, path) => {
    const init = { headers, ...(method === "POST" && { body: "{}" }) };
    const answer = await callPath(method, `/api/v1${path}`, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.text();
  };
  const sessionId = idOf(dataset.rows - 2);
  const caseId = sessionId.replace("ses_", "rvc_");
  const page = async () => {
    const person = await findPerson(await openSession(member.pk), "live", {});
    if (!person) throw new Error("Nobody has signed in.");
    return async () => {
      await findPerson(person.signInId, "live", {});
      await getTabCounts(person);
      await prefetchSession({ client: new QueryClient(), person, sessionId }, "overview");
    };
  };
  const works: Record<StatementFigure, () => Promise<() => Promise<unknown>>> = {
    "list-statements": async () => () => call("GET", "/sessions?limit=50"),
    "desk-statements": async () => () => call("GET", `/cases/${caseId}/desk`),
    "session-page-statements": page,
    "approve-statements": async () => {
      const other = idOf(dataset.rows - 3).replace("ses_", "rvc_");
      for (const step of ["claim", "approve", "undo"]) await call("POST", `/cases/${other}/${step}`);
      await call("POST", `/cases/${caseId}/claim`);
      // The notice of the claim is a separate statement, a moment later.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return () => call("POST", `/cases/${caseId}/approve`);
    },
  };
  const work = await works[name]();
  if (name !== "approve-statements") await work();
  const { length } = await statementsOf(work);
  if (name === "approve-statements") await call("POST", `/cases/${caseId}/undo`);
  return atMost(name, length, 1, mostStatements[name]);
}
