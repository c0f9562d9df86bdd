import "server-only";
import type { RequestOrigin } from "@/lib/actor/actor";
import { personActor, standing } from "@/lib/auth/person";
import { refuseSsoOnly, startSignIn } from "@/lib/auth/sign-in";
import { throttleCaller } from "@/lib/auth/throttle";
import { recordFailure } from "@/lib/events/denial";
import { recordEvent } from "@/lib/events/record";
import { checkPasskey, recordUse, signInOptions } from "@/lib/members/passkeys";
import type { PasskeyUsed } from "@/lib/members/schema";
import { db } from "@/lib/platform/db";

/** Challenges for sign-ins of one network: each is a row until it expires. */
const challenges = { name: "passkey_challenge", points: 300, seconds: 900 };
/** Refused passkeys of one network. A signature cannot be guessed; this keeps the log and the processor free. */
const refusals = { name: "passkey_refused", points: 50, seconds: 900 };

/**
 * Returns what a browser needs to sign in with a passkey.
 * @throws AppError rate_limited
 */
export async function beginPasskeySignIn(request: RequestOrigin) {
  await throttleCaller(request, challenges);
  return signInOptions();
}

/**
 * Signs in with a passkey alone. Its device has identified the member by a PIN or a fingerprint, so that possession and
 * knowledge or biometry are two factors (NIST SP 800-63B §2.2).
 * @returns the id for the cookie, or null when the passkey is unknown, removed or refused
 * @throws AppError rate_limited after too many refusals; SsoOnly
 */
export async function signInByPasskey(
  answer: PasskeyUsed,
  userAgent: string | undefined,
  request: RequestOrigin,
): Promise<string | null> {
  const refuse = async (event: () => Promise<unknown>) => {
    await throttleCaller(request, refusals);
    await event();
    return null;
  };
  const passkey = await db.passkey.findUnique({
    where: { credentialId: Uint8Array.from(Buffer.from(answer.id, "base64url")) },
    include: { member: { include: { organization: true } } },
  });
  if (!passkey || passkey.member.removedAt)
    return refuse(() => recordFailure({ door: "sign_in", why: "unknown passkey" }, request));
  const { member } = passkey;
  const actor = personActor(standing(member), "live", "", request);
  const handle = answer.response.userHandle;
  const isOwn = !handle || Buffer.from(handle, "base64url").toString() === member.id;
  const counter = isOwn ? await checkPasskey(passkey, answer) : null;
  if (counter !== null) await refuseSsoOnly(member, actor);
  const id =
    counter === null
      ? null
      : await startSignIn(member, actor, { userAgent, secondFactor: "passkey" }, (tx) =>
          recordUse(tx, passkey, counter),
        );
  if (id) return id;
  return refuse(() =>
    recordEvent(db, actor, { type: "sign-in.refused", metadata: { secondFactor: "wrong" } }),
  );
}
