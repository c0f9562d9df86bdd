import "server-only";
import { type NoteKey, readVerifierKey, signatureTypes } from "@/lib/audit-chain/note";
import { db } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { StartError } from "@/lib/platform/errors";
import { type Scope, scopeOf } from "@/lib/platform/scope";

/** Somebody outside who signs that a log only grew (c2sp.org/tlog-witness). */
export type Witness = { url: string; key: NoteKey };

/**
 * Returns the witnesses that the operator configured.
 * @throws StartError when a key is none of a witness, or two have the same name
 */
export function witnesses(): Witness[] {
  const all = env().AUDIT_WITNESSES.map((text) => {
    const [url = "", vkey = ""] = text.split(" ");
    const key = readVerifierKey(vkey);
    if (key?.type !== signatureTypes.cosignature)
      throw new StartError(
        `AUDIT_WITNESSES: ${vkey} is not the verifier key of a witness (Ed25519, type 4).`,
      );
    return { url: url.replace(/\/$/, ""), key };
  });
  const names = all.map(({ key }) => key.name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice) throw new StartError(`AUDIT_WITNESSES: two witnesses have the name ${twice}.`);
  return all;
}

/** What a witness has signed of a log, as it is stored. */
export type Witnessed = { witness: string; size: number; root: Buffer; origin: string; line: string };

/** Returns what witnesses have signed of a log. */
export async function witnessedOf(scope: Scope): Promise<Witnessed[]> {
  const rows = await db.auditWitness.findMany({ where: scopeOf(scope), orderBy: { witness: "asc" } });
  return rows.flatMap(({ witness, size, root, origin, line }) =>
    root && line ? [{ witness, size, root: Buffer.from(root), origin, line }] : [],
  );
}
