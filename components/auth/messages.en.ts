export const en = {
  signIn: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    submit: "Sign in",
    ended: {
      reset: "Your password is set. Sign in with it.",
      saved: "Your sign-in has ended. Sign in to continue.",
      unknown: "Your sign-in has ended. Your last change may not have been saved. Sign in and check it.",
      unsaved:
        "Your sign-in had ended, so your last change was not saved. Sign in and send the change again.",
    },
    wrong: "Wrong e-mail address or password.",
    code: "Code",
    codeHint: "The 6 digits that your authenticator app shows, or a recovery code.",
    codeNeeded: "Your password is right. Enter the code of your authenticator app.",
    codeWrong: "This code is wrong or was used. Enter the next code of your app, or another recovery code.",
    back: "Use another account",
    forgotten: "Forgotten your password? Ask an administrator of your organization for a link.",
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
    usedUp: "The link was already used or has expired. Ask an administrator for a new link.",
    refused: "This link has been used or has expired.",
    taken: "This e-mail address has an account, or had one. Sign in, or use another address.",
    wrong: {
      name: "Enter your name, with at most 120 characters.",
      email: "Enter an e-mail address with a name, an @ and a domain, such as name@example.com.",
      password:
        "Use at least 12 characters, and none that are easily guessed, such as a common word with digits.",
    },
  },
  password: {
    pageTitle: "New password",
    title: "Set a new password",
    lead: "This link works once. Your sign-ins in all browsers end.",
    label: "New password",
    submit: "Set password",
  },
} as const;
