export const en = {
  signIn: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    ended: {
      saved: "Your sign-in has ended. Sign in to continue.",
      unknown: "Your sign-in has ended. Your last change may not have been saved. Sign in and check it.",
      unsaved:
        "Your sign-in had ended, so your last change was not saved. Sign in and send the change again.",
    },
    wrong: "Wrong e-mail address or password.",
    tooOften: "Too many attempts. Wait 15 minutes, then try again.",
    failed: "Sign-in failed. Try again.",
  },
  welcome: {
    pageTitle: "Welcome",
    title: "Create your account",
    lead: "This link works once. You are signed in as soon as you create the account.",
    name: "Your name",
    passwordHint: "At least 12 characters. Use a passphrase of several words.",
    submit: "Create account",
    notValid: "This link is not valid",
    usedUp:
      "The link was already used or has expired. A link works once, for 24 hours. Ask an administrator for a new link.",
    refused: "This link has been used or has expired.",
    taken: "This e-mail address has an account, or had one. Sign in, or use another address.",
    wrong: {
      name: "Enter your name, with at most 120 characters.",
      email: "Enter an e-mail address with a name, an @ and a domain, such as name@example.com.",
      password: "Use at least 12 characters.",
    },
  },
} as const;
