const domain =
  /^(?!.*\.\.)[\p{L}\p{N}\p{M}\p{So}_](?:(?:\u200c|\u200d|[\p{L}\p{N}\p{M}\p{So}_.-])*[\p{L}\p{N}\p{M}\p{So}])?\.?$/u;

/**
 * Returns whether a text has the form of an e-mail address: a name, an @, and a domain in letters of any script (RFC
 * 6531) or an IP address (RFC 5321, section 4.1.3). The name may be quoted and then contain any character; Japanese
 * carriers issue names with two consecutive dots. Whether mail arrives there is not checked.
 */
export function isEmailAddress(text: string): boolean {
  const [, host = ""] = /^(?:"[^"]+"|[^\s@"]+)@(.+)$/u.exec(text) ?? [];
  return domain.test(host) || /^\[(?:IPv6:)?[\da-f.:]+\]$/i.test(host);
}

/**
 * Returns whether mail can be sent to an address without quoting it. So nothing in it can be read as another address or
 * as a header.
 */
export const isMailAddress = (text: string): boolean =>
  isEmailAddress(text) && /^[^\s@"<>(),:;\\[\]\p{Cc}]+@[^\s@"<>(),:;\\[\]\p{Cc}]+$/u.test(text);

/** The fewest digits of a phone number, such as a short internal number. */
const fewestDigits = 3;

/** Returns whether a text can be a phone number: digits of any script, with any characters and words around them. */
export const isPhoneNumber = (text: string): boolean => (text.match(/\p{Nd}/gu) ?? []).length >= fewestDigits;
