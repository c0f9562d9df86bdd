import type { Actor } from "@/lib/actor/actor";

/** What of a link says whether it opens anything. */
export type LinkFacts = {
  tries: number;
  expiresAt: Date;
  openedAt: Date | null;
  deliveredAt: Date | null;
  revokedAt: Date | null;
};

/** How an answer reaches somebody outside of this program. */
export const deliveryChannels = ["email", "letter", "in_person", "portal", "other"] as const;

/** Whether somebody can still collect, or is collecting, by a link. */
export const isLinkAlive = (link: LinkFacts, now: Date): boolean =>
  ["open", "collecting"].includes(linkStateOf(link, now));

export const linkStates = [
  "open",
  "collecting",
  "delivered",
  "unused",
  "locked",
  "expired",
  "revoked",
] as const;
export type LinkState = (typeof linkStates)[number];

/** How often a code may be tried, the right one included. */
export const mostTries = 5;

/** For how long after the right code the same browser may take up a download that broke off. */
export const collectMinutes = 60;

/** Whether an answer may leave: a request that was refused, withdrawn or joined is answered with none. */
export const isAnswered = (requestStatus: string): boolean => ["open", "completed"].includes(requestStatus);

const collectEnd = (openedAt: Date) => new Date(openedAt.getTime() + collectMinutes * 60_000);

/** What has become of a link. `unused`: its code was given, and the package was never taken to the end. */
export function linkStateOf(link: LinkFacts, now: Date): LinkState {
  if (link.deliveredAt) return "delivered";
  if (link.revokedAt) return "revoked";
  if (link.openedAt) return collectEnd(link.openedAt) > now ? "collecting" : "unused";
  if (link.tries >= mostTries) return "locked";
  return link.expiresAt > now ? "open" : "expired";
}

/** Digits and letters that are not taken for one another. */
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const codeLetters = 8;

/** A code to be told over another channel: eight letters in two groups, 39 bits, from random bytes. */
export function codeFrom(random: Uint8Array): string {
  const wide = [...random].filter((byte) => byte < letters.length * 8);
  const chosen = wide.slice(0, codeLetters).map((byte) => letters[byte % letters.length]);
  return `${chosen.slice(0, 4).join("")}-${chosen.slice(4).join("")}`;
}

/** A code as it was meant, however it was typed. */
export const plainCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, "");

/** What a link opens. */
export type DeliveryTarget = { requestId: string; packageId: string; linkId: string };

export type DeliveryActor = Actor & { readonly target: DeliveryTarget };
