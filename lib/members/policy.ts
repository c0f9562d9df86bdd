/** A sign-in ends at the latest after this many hours (within the 12 of NIST SP 800-63B, revision 3, §4.2.3). */
export const signInHours = 8;
