const domain =
  /^(?!.*\.\.)[\p{L}\p{N}\p{M}\p{So}_](?:(?:\u200c|\u200d|[\p{L}\p{N}\p{M}\p{So}_.-])*[\p{L}\p{N}\p{M}\p{So}])?\.?$/u;

/**
 * What can be an e-mail address: something, an @, and a domain, in the letters of any script (RFC 6531), or the number
 * of a computer (RFC 5321, section 4.1.3). The name in front may be quoted and hold any sign, and carriers of Japan
 * give out names with two dots. Whether mail reaches it is for the mail to show.
 */
export function isEmailAddress(text: string): boolean {
  const [, host = ""] = /^(?:"[^"]+"|[^\s@"]+)@(.+)$/u.exec(text) ?? [];
  return domain.test(host) || /^\[(?:IPv6:)?[\da-f.:]+\]$/i.test(host);
}

/** Fewer digits are no phone number, not even within a house. */
const fewestDigits = 3;

/** What can be a phone number: digits of any script, with whatever signs and words stand about them. */
export const isPhoneNumber = (text: string): boolean => (text.match(/\p{Nd}/gu) ?? []).length >= fewestDigits;
