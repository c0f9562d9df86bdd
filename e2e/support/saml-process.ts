// A SAML identity provider in a process of its own: tsx e2e/support/saml-process.ts PORT
// It signs in whoever enters an e-mail address. At /end it signs that person out everywhere.
import { createServer } from "node:http";
import { encoded, idpMetadata, readRequest, respond } from "@/test/saml-idp";
import { logoutRequest, logoutResponse, logoutService, readMessage, signedQuery } from "@/test/saml-logout";

const port = Number(process.argv[2]);
const base = `http://127.0.0.1:${port}`;
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
const page = (form: string) =>
  `<!doctype html><html lang="en"><title>Test provider</title><link rel="icon" href="data:,"><main>${form}</main></html>`;

/** Who signed in last, and where the desk receives messages about signing out. */
let last = { nameId: "", desk: "" };

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", base);
  const show = (text: string, type = "text/html") =>
    response.writeHead(200, { "Content-Type": type }).end(text);
  const goTo = (query: string) => response.writeHead(302, { Location: `${last.desk}?${query}` }).end();
  const metadata = () => idpMetadata(["one"], `${base}/sso`, logoutService(`${base}/logout`));
  if (url.pathname === "/metadata") return show(metadata(), "application/xml");
  if (url.pathname === "/end") return goTo(signedQuery("SAMLRequest", logoutRequest(last.desk, last.nameId)));
  if (url.pathname === "/logout") {
    const { kind, id } = readMessage(url);
    if (kind === "SAMLResponse") return show(page("<h1>Signed out everywhere</h1>"));
    return goTo(signedQuery("SAMLResponse", logoutResponse(last.desk, id ?? "")));
  }
  if (request.method === "GET")
    return show(
      page(`<form method="post" action="${escaped(url.pathname + url.search)}">
        <label>Address <input name="email"></label><button>Sign in</button></form>`),
    );
  let body = "";
  for await (const part of request) body += part;
  const email = new URLSearchParams(body).get("email") ?? "";
  const asked = readRequest(url.href);
  last = { nameId: email, desk: asked.acs.replace(/acs$/, "logout") };
  const attributes = { email, displayName: "Ada Byron", groups: ["people"] };
  const answer = encoded(respond(asked, { nameId: email, attributes }));
  return show(
    page(`<form method="post" action="${escaped(asked.acs)}"><input type="hidden" name="SAMLResponse" value="${answer}">
      <button>Continue</button></form>`),
  );
});
server.listen(port, "127.0.0.1", () => process.stdout.write("ready\n"));
