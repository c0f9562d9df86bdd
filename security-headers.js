/**
 * Returns the policy of what a page may ask of the device.
 * @param {string} camera the origins that may use the camera
 */
const permissionsPolicy = (camera) =>
  `accelerometer=(), browsing-topics=(), camera=${camera}, display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()`;

/**
 * Headers of every answer. Two others are set elsewhere: the content policy of pages contains a nonce (proxy.ts), and
 * Strict-Transport-Security depends on PUBLIC_URL, which a build does not know (server.ts).
 */
const everywhere = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy": permissionsPolicy("()"),
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Headers of the API's answers. They are data, so a browser that opens one as a page runs nothing. */
const api = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox" };

/** Headers of the page on which an applicant photographs their document: the only one that may ask for the camera. */
const capture = { "Permissions-Policy": permissionsPolicy("(self)"), "Referrer-Policy": "no-referrer" };

export const securityHeaders = { everywhere, api, capture };
