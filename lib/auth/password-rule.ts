import "server-only";
import { AppError } from "@/lib/platform/errors";

/** Folds case and drops what people put around a common word: digits and signs. */
const core = (text: string) => text.toLowerCase().replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");

/** Returns whether a text repeats a block of up to four characters, or counts up or down throughout. */
function isPattern(text: string): boolean {
  const repeats = [1, 2, 3, 4].some(
    (size) => text === text.slice(0, size).repeat(text.length).slice(0, text.length),
  );
  const steps = [...text]
    .slice(1)
    .map((each, at) => (each.codePointAt(0) ?? 0) - (text.codePointAt(at) ?? 0));
  return repeats || steps.every((step) => step === 1) || steps.every((step) => step === -1);
}

let known: Promise<ReadonlySet<string>> | undefined;

async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import("@zxcvbn-ts/language-common");
  return new Set(dictionary["passwords-common"] as readonly string[]);
}

/**
 * Returns whether a password is one that attackers try first: one of the 49 000 most common, alone or with digits and
 * signs around it, a pattern, or the person's own name or address (NIST SP 800-63B-4 §3.1.1.2).
 */
export async function isGuessable(password: string, own: { email: string; name: string }): Promise<boolean> {
  known ??= commonPasswords();
  const common = await known;
  const whole = password.toLowerCase();
  const [local = ""] = own.email.toLowerCase().split("@");
  const personal = new Set([own.email.toLowerCase(), core(own.name), core(local), "countersign"]);
  const inner = core(password);
  return (
    common.has(whole) || common.has(inner) || personal.has(whole) || personal.has(inner) || isPattern(whole)
  );
}

/**
 * Refuses a password that is easily guessed.
 * @param field the input that it came in
 * @throws AppError validation_error
 */
export async function refuseGuessable(
  password: string,
  own: { email: string; name: string },
  field = "password",
): Promise<void> {
  if (!(await isGuessable(password, own))) return;
  throw new AppError("validation_error", "This password is easily guessed.", {
    fields: [{ field, message: "is easily guessed. Use several words that do not belong together" }],
  });
}
