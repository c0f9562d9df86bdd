import { z } from "zod";
import type { Probe } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";
import { readAnswer } from "@/lib/vendors/read";

const anything = z.unknown();
const untried = { mayDecide: null, mayRedact: null } as const;

/**
 * Tries a connection by one call that reads. What only a change would prove is not tried.
 * @param options.schema what the answer must be: a page of HTML proves nothing
 * @param options.isMissingFine the call asks for something that cannot exist, so that “not found” proves that it may read
 * @throws whatever is no VendorError
 */
export async function probeBy(
  call: () => Promise<string>,
  { schema = anything, isMissingFine = false }: { schema?: z.ZodType; isMissingFine?: boolean } = {},
): Promise<Probe> {
  const fine = { reached: true, keyAccepted: true, mayRead: true, ...untried, said: null };
  try {
    readAnswer(schema, await call(), "The vendor's answer");
    return fine;
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    if (error.fault === "not_found" && isMissingFine) return fine;
    const said = error.whole;
    if (error.fault !== "refused_key") {
      const reached = error.status !== null || error.fault === "unreadable";
      return { reached, keyAccepted: null, mayRead: null, ...untried, said };
    }
    // 403 is the answer to a key that is known and may not do this.
    const keyAccepted = error.status === 403;
    return { reached: true, keyAccepted, mayRead: keyAccepted ? false : null, ...untried, said };
  }
}
