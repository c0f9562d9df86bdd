/**
 * The classification of a column.
 * - `personal`: data of a session's subject; exports contain it and redactions destroy it.
 * - `requester`: data of a requester; it is erased with the request.
 * - `kept`: not personal, with the reason why it is kept.
 */
export type Classification =
  | { personal: string; redact: "null" | "delete" }
  | { requester: string }
  | { kept: string };

/** Columns by model and column name. */
export type FieldMap = Record<string, Record<string, Classification>>;

export const reference = { kept: "internal key or id; says nothing about a person" } as const;
export const scope = { kept: "whose record it is: organization and environment" } as const;
/** The scope columns that a row repeats from the row above it. */
export const ownScope = { organizationPk: scope, environment: scope } as const;
export const time = { kept: "a time; proves when something happened" } as const;
export const state = {
  kept: "a state, count or score of the process; the outcome must stay provable",
} as const;
export const config = { kept: "the organization's own configuration" } as const;
export const staff = { kept: "about staff and their accounts, not about a session's subject" } as const;
export const secret = { kept: "digest or ciphertext of a credential of the organization" } as const;
export const vendorWord = { kept: "a word from the contract's or a vendor's vocabulary" } as const;
export const customerRef = {
  kept: "the customer's own reference, which finds the record; pseudonymous by contract",
} as const;

export const sealed = (holds: string) => ({ personal: holds, redact: "null" }) as const;
export const requester = (holds: string) => ({ requester: holds }) as const;
export const removed = (holds: string) => ({ personal: holds, redact: "delete" }) as const;
