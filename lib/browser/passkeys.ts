/** Why the browser made or used no passkey. */
export type PasskeyProblem = "passkey_cancelled" | "passkey_known" | "passkey_unsupported" | "passkey_failed";

export class PasskeyRefused extends Error {
  constructor(
    readonly code: PasskeyProblem,
    cause: unknown,
  ) {
    super(code, { cause });
    this.name = "PasskeyRefused";
  }
}

const problems: Readonly<Record<string, PasskeyProblem>> = {
  AbortError: "passkey_cancelled",
  // The browser does not say whether the person cancelled, or time ran out.
  NotAllowedError: "passkey_cancelled",
  InvalidStateError: "passkey_known",
  ConstraintError: "passkey_unsupported",
  NotSupportedError: "passkey_unsupported",
  SecurityError: "passkey_unsupported",
};

const loaded = () => import("@simplewebauthn/browser");
type Browser = Awaited<ReturnType<typeof loaded>>;

async function ask(work: (browser: Browser) => Promise<object>): Promise<string> {
  const browser = await loaded();
  if (!browser.browserSupportsWebAuthn()) throw new PasskeyRefused("passkey_unsupported", null);
  try {
    return JSON.stringify(await work(browser));
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    throw new PasskeyRefused(problems[name] ?? "passkey_failed", error);
  }
}

/**
 * Asks the browser to create a passkey.
 * @param options the server's options, as JSON text
 * @returns the browser's answer, as JSON text
 * @throws PasskeyRefused
 */
export const createPasskey = (options: string) =>
  ask((browser) => browser.startRegistration({ optionsJSON: JSON.parse(options) }));

/**
 * Asks the browser to sign with a passkey.
 * @param options the server's options, as JSON text
 * @returns the browser's answer, as JSON text
 * @throws PasskeyRefused
 */
export const signWithPasskey = (options: string) =>
  ask((browser) => browser.startAuthentication({ optionsJSON: JSON.parse(options) }));
