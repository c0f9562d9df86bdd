import "server-only";
import { db } from "@/lib/platform/db";
import { isKeystoreReady } from "@/lib/platform/keys";

/** Whether both databases answer. */
export async function isReady(): Promise<boolean> {
  const answers = await Promise.allSettled([db.$queryRaw`SELECT 1`, isKeystoreReady()]);
  return answers.every(({ status }) => status === "fulfilled");
}
