import { foldEmail } from "@/lib/folding/emails";

/**
 * Normalizes an account's e-mail address. A domain in its own script and the same domain in punycode give one
 * account.
 */
export const accountAddress = (email: string): string => foldEmail(email) ?? email.trim().toLowerCase();
