/**
 * The headers by which the customer's web page may read an answer (Fetch standard, CORS protocol). They name no origin:
 * the answer is the same for every page, and a browser then sends no cookie along.
 */
export const openToPages = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers":
    "Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id",
};

/**
 * Answers a browser that asks whether a page of another site may post here. Nothing is known about the caller yet: the
 * key comes with the call itself, which then refuses a page that the key is not for.
 */
export const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...openToPages,
      "Access-Control-Allow-Methods": "POST",
      "Access-Control-Allow-Headers":
        "Authorization, Content-Type, Idempotency-Key, Key-Inflection, Verifa-Version, X-API-Key",
      "Access-Control-Max-Age": "600",
    },
  });
