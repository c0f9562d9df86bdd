// A real OpenID provider in a process of its own: node e2e/support/oidc-process.mjs PORT
// It registers clients on demand, and signs in whoever enters an e-mail address as the name, with any password.
import { Provider } from "oidc-provider";

const port = Number(process.argv[2]);
const groupsOf = (email) => (email.startsWith("lead") ? ["desk-leads"] : ["desk-people"]);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
  scopes: ["openid", "email", "profile", "groups"],
  features: { devInteractions: { enabled: true }, registration: { enabled: true } },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: id, email_verified: true, name: "Grace Hopper", groups: groupsOf(id) }),
  }),
});
provider.listen(port, "127.0.0.1", () => process.stdout.write("ready\n"));
