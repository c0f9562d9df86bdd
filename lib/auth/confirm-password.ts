import "server-only";
import type { Person } from "@/lib/actor/actor";
import { beginTry } from "@/lib/auth/throttle";
import { recordDenial } from "@/lib/events/denial";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isPassword } from "@/lib/platform/password";

/**
 * Checks a member's own password before a change of their account. Wrong ones are throttled as at sign-in, and the log
 * tells of them: somebody may be at a browser that is not theirs.
 * @throws AppError validation_error for a wrong password; rate_limited like {@link beginTry}
 */
export async function confirmPassword(person: Person, password: string, field: string): Promise<void> {
  const { id, email } = person.member;
  const attempt = await beginTry(email, person.request, true);
  const member = await db.member.findUnique({ where: { id }, select: { passwordHash: true } });
  if (await isPassword(password, member?.passwordHash ?? null)) return attempt.succeed();
  await attempt.fail();
  const wrong = "The current password is wrong.";
  await recordDenial(person, wrong);
  throw new AppError("validation_error", wrong, {
    fields: [{ field, message: "is wrong" }],
  });
}
