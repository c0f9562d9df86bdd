/**
 * Names of query parameters that prove something or say until when: keys and tokens, and the signatures of storage
 * services (AWS, Google, Azure, CloudFront). Each answer of a vendor has other values.
 */
const secret =
  "authorization|auth|token|access_token|id_token|refresh_token|api_?key|secret|password|sig|signature|sign|hmac|" +
  "x-amz-[\\w-]+|awsaccesskeyid|expires|x-goog-[\\w-]+|googleaccessid|key-pair-id|policy|" +
  "se|st|sp|spr|sv|sr|ske|skt|sks|skv|skoid|sktid";
const separator = "[?&]|\\\\u0026|\\\\u003f|&amp;";
const secretValue = new RegExp(`(${separator})(${secret})=((?:(?!\\\\u00)[^&"'#\\s\\\\<>])*)`, "gi");
const emptied = new RegExp(`[?&](${secret})=(&|#|$)`, "i");

/** Empties what proves something in every URL of a text, which may be JSON: a stored URL opens nothing. */
export const withoutSignatures = (text: string): string =>
  text.includes("=") ? text.replaceAll(secretValue, "$1$2=") : text;

/** Returns whether {@link withoutSignatures} has emptied this URL, so that a new one must be asked for. */
export const isEmptied = (url: string): boolean => emptied.test(url);
