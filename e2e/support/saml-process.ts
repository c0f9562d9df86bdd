// A SAML identity provider in a process of its own: tsx e2e/support/saml-process.ts PORT
// It signs in whoever enters an e-mail address.
import { createServer } from "node:http";
import { encoded, idpMetadata, readRequest, respond } from "@/test/saml-idp";

const port = Number(process.argv[2]);
const base = `http://127.0.0.1:${port}`;
const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
const page = (form: string) =>
  `<!doctype html><html lang="en"><title>Test provider</title><link rel="icon" href="data:,"><main>${form}</main></html>`;

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? "/", base);
  const show = (text: string, type = "text/html") =>
    response.writeHead(200, { "Content-Type": type }).end(text);
  if (url.pathname === "/metadata") return show(idpMetadata(["one"], `${base}/sso`), "application/xml");
  if (request.method === "GET")
    return show(
      page(`<form method="post" action="${escaped(url.pathname + url.search)}">
        <label>Address <input name="email"></label><button>Sign in</button></form>`),
    );
  let body = "";
  for await (const part of request) body += part;
  const email = new URLSearchParams(body).get("email") ?? "";
  const asked = readRequest(url.href);
  const attributes = { email, displayName: "Ada Byron", groups: ["people"] };
  const answer = encoded(respond(asked, { nameId: email, attributes }));
  return show(
    page(`<form method="post" action="${escaped(asked.acs)}"><input type="hidden" name="SAMLResponse" value="${answer}">
      <button>Continue</button></form>`),
  );
});
server.listen(port, "127.0.0.1", () => process.stdout.write("ready\n"));
