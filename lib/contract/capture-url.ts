import { env } from "@/lib/platform/env";

const start = (): string => `${env().publicUrl}/verify/`;

/** Returns the address at which the holder of a capture token finds their page. */
export const captureUrlOf = (token: string): string => `${start()}${token}`;

/** Returns whether a session's capture page is this installation's. A page of the source expires as the source says. */
export const isOwnCaptureUrl = (url: string | null | undefined): boolean => url?.startsWith(start()) ?? false;
