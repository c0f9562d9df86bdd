/**
 * What can be an e-mail address: something, an @, and a domain, in the letters of any script (RFC 6531). The name in
 * front may be quoted and hold any sign. Whether mail reaches it is for the mail to show.
 */
export const isEmailAddress = (text: string): boolean =>
  /^(?:"[^"]+"|[^\s@"]+)@[\p{L}\p{N}\p{M}](?:[\p{L}\p{N}\p{M}.-]*[\p{L}\p{N}\p{M}])?\.?$/u.test(text) &&
  !text.includes("..");

/** Fewer digits are no phone number, not even within a house. */
const fewestDigits = 3;

/** What can be a phone number: digits of any script, with whatever signs and words stand about them. */
export const isPhoneNumber = (text: string): boolean => (text.match(/\p{Nd}/gu) ?? []).length >= fewestDigits;
