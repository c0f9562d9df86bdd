import { foldEmail } from "@/lib/folding/emails";

/** An account's address in one spelling: the same account is meant with a domain in its own script and in punycode. */
export const accountAddress = (email: string): string => foldEmail(email) ?? email.trim().toLowerCase();
