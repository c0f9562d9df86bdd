import type { Actor } from "@/lib/actor/actor";

/** The part of a link that decides whether it still opens a package. */
export type LinkFacts = {
  tries: number;
  expiresAt: Date;
  openedAt: Date | null;
  deliveredAt: Date | null;
  revokedAt: Date | null;
};

/** The channels by which an answer can reach a requester outside of Countersign. */
export const deliveryChannels = ["email", "letter", "in_person", "portal", "other"] as const;

/** Whether the recipient can still download with a link, or is downloading. */
export const isLinkAlive = (link: LinkFacts, now: Date): boolean =>
  ["open", "collecting"].includes(linkStateOf(link, now));

/** Returns why an answer cannot be delivered otherwise or divided now, or null when no link can deliver it. */
export const whyLinked = (links: readonly LinkFacts[], now: Date): string | null =>
  links.some((link) => isLinkAlive(link, now))
    ? "A download link to this answer is still active. Revoke the link first."
    : null;

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

/** How many codes may be tried, including the right one. */
export const mostTries = 5;

/** For this long after the right code, the same browser can restart a download. */
export const collectMinutes = 60;

/** Whether a request may be answered: not after it was refused, withdrawn or joined to another. */
export const isAnswered = (requestStatus: string): boolean => ["open", "completed"].includes(requestStatus);

const collectEnd = (openedAt: Date) => new Date(openedAt.getTime() + collectMinutes * 60_000);

/** The state of a link. `unused`: its code was given, but the download never completed. */
export function linkStateOf(link: LinkFacts, now: Date): LinkState {
  if (link.deliveredAt) return "delivered";
  if (link.revokedAt) return "revoked";
  if (link.openedAt) return collectEnd(link.openedAt) > now ? "collecting" : "unused";
  if (link.tries >= mostTries) return "locked";
  return link.expiresAt > now ? "open" : "expired";
}

/** Digits and letters that cannot be confused with each other. */
const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const codeLetters = 8;

/** A code for another channel: eight letters in two groups, 39 bits, from random bytes. */
export function codeFrom(random: Uint8Array): string {
  const wide = [...random].filter((byte) => byte < letters.length * 8);
  const chosen = wide.slice(0, codeLetters).map((byte) => letters[byte % letters.length]);
  return `${chosen.slice(0, 4).join("")}-${chosen.slice(4).join("")}`;
}

/** A typed code in its stored form. */
export const plainCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, "");

/** The package that a link opens. */
export type DeliveryTarget = { requestId: string; packageId: string; linkId: string };

export type DeliveryActor = Actor & { readonly target: DeliveryTarget };
