import { readFileSync } from "node:fs";

/** What the tests know about their installation. */
export type Facts = {
  baseUrl: string;
  dataDir: string;
  password: string;
  accounts: { role: string; name: string; email: string }[];
  apiKeys: { label: string; environment: string; scopes: string[]; secret: string }[];
};

let known: Facts | undefined;

/** Reads the facts that the global set-up wrote. */
export function facts(): Facts {
  known ??= JSON.parse(readFileSync(process.env.E2E_FACTS ?? "", "utf8")) as Facts;
  return known;
}
