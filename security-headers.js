/**
 * Headers of every answer. Two others are set elsewhere: the content policy of pages contains a nonce (proxy.ts), and
 * Strict-Transport-Security depends on PUBLIC_URL, which a build does not know (server.ts).
 */
const everywhere = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Permissions-Policy":
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Headers of the API's answers. They are data, so a browser that opens one as a page runs nothing. */
const api = { "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox" };

export const securityHeaders = { everywhere, api };
