import { env } from "@/lib/platform/env";

/** Returns the address at which the holder of a capture token finds their page. */
export const captureUrlOf = (token: string): string => `${env().publicUrl}/verify/${token}`;
