import { encode } from "next-auth/jwt";
import { afterEach, expect, it } from "vitest";
import { grantCookie } from "@/lib/auth/delivery-link";
import { rememberMember } from "@/lib/auth/known-browser";
import { readSignInCookie, signInCookie } from "@/lib/auth/next-auth";
import { env, publishEnv } from "@/lib/platform/env";
import { newId } from "@/lib/platform/id";
import { installationKey } from "@/lib/platform/keys";

const before = env().PUBLIC_URL ?? "";
afterEach(() => publishEnv({ PUBLIC_URL: before }));

const nameOf = (header: string) => header.slice(0, header.indexOf("="));

// next-auth joins the cookies whose names begin like the sign-in's to one, which then opens nothing: its way out would
// leave the sign-in as it is, and take the other cookies away.
it.each(["http://desk.example", "https://desk.example"])(
  "no other cookie of %s can be taken for a part of the sign-in cookie",
  async (publicUrl) => {
    publishEnv({ PUBLIC_URL: publicUrl });
    const others = [await rememberMember(null, "mem_a"), grantCookie("a-grant")].map(nameOf);
    expect(new Set(others).size).toBe(2);
    for (const name of others) expect(name.startsWith(signInCookie()), name).toBe(false);
  },
);

it("a cookie names a sign-in only when this installation has sealed it", async () => {
  const signInId = newId("sgn");
  const secret = (await installationKey("sign-in-token")).toString("base64url");
  const sealed = await encode({ token: { signInId }, secret });
  expect(await readSignInCookie(sealed)).toBe(signInId);
  const stranger = await encode({ token: { signInId }, secret: "a secret of another installation" });
  const altered = `${sealed.slice(0, -4)}AAAA`;
  const expired = await encode({ token: { signInId }, secret, maxAge: -3600 });
  for (const forged of [signInId, stranger, altered, sealed.slice(0, 40), expired, ""])
    expect(await readSignInCookie(forged), forged).toBeNull();
});
