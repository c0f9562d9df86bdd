import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    privateKey,
    jwk: { ...publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" },
  };
}

function signed(header: object, claims: object, key: KeyObject | null): string {
  const text = `${encode(header)}.${encode(claims)}`;
  return key ? `${text}.${createSign("RSA-SHA256").update(text).sign(key, "base64url")}` : `${text}.`;
}

/** What a provider does wrong, or says of the person. */
export type Behaviour = {
  claims?: Record<string, unknown>;
  userinfo?: Record<string, unknown>;
  header?: Record<string, unknown>;
  isUnsigned?: boolean;
  isSignedByAnother?: boolean;
  tokenError?: { error: string; error_description: string };
  metadata?: Record<string, unknown>;
};

type Code = { nonce: string; challenge: string; redirectUri: string };

/** An OpenID provider on this machine that does as it is told, for what a real one never does. */
export async function startOidcProvider() {
  const told: Behaviour = {};
  const codes = new Map<string, Code>();
  const seen: { authorization: string | undefined; verifier: string | null }[] = [];
  const [key, other] = [newKey(), newKey()];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    const answer = (value: unknown, status = 200) =>
      response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname.endsWith("/openid-configuration")) return answer({ ...metadata(), ...told.metadata });
    if (url.pathname === "/jwks") return answer({ keys: [key.jwk] });
    if (url.pathname === "/userinfo") return answer(told.userinfo ?? { sub: "one" });
    let body = "";
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    seen.push({ authorization: request.headers.authorization, verifier: form.get("code_verifier") });
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    if (told.tokenError) return answer(told.tokenError, 400);
    if (!code) return answer({ error: "invalid_grant", error_description: "The code is unknown." }, 400);
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, aud: "desk", iat: now, exp: now + 300, sub: "one", nonce: code.nonce };
    const header = { alg: told.isUnsigned ? "none" : "RS256", kid: "one", ...told.header };
    const signer = told.isUnsigned ? null : told.isSignedByAnother ? other.privateKey : key.privateKey;
    const idToken = signed(header, { ...claims, ...told.claims }, signer);
    return answer({ access_token: "access", token_type: "Bearer", expires_in: 300, id_token: idToken });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const metadata = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    userinfo_endpoint: `${issuer}/userinfo`,
    end_session_endpoint: `${issuer}/logout`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256", "none"],
    scopes_supported: ["openid", "email", "profile", "groups"],
  });
  return {
    issuer,
    told,
    seen,
    /** Signs the person in, as its page would. @returns the query with which the browser goes back */
    authorize(location: string): string {
      const asked = new URL(location).searchParams;
      const code = randomBytes(8).toString("hex");
      const said = (name: string) => asked.get(name) ?? "";
      const redirectUri = said("redirect_uri");
      codes.set(code, { nonce: said("nonce"), challenge: said("code_challenge"), redirectUri });
      return `?${new URLSearchParams({ code, state: said("state") })}`;
    },
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

export type TestOidcProvider = Awaited<ReturnType<typeof startOidcProvider>>;
