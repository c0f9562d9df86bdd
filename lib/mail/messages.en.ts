/** What mails say. */
export const en = {
  hello: "Hello {name},",
  helloAll: "Hello,",
  until: "The link works once, until {until}.",
  ignore: "If you did not expect this mail, ignore it.",
  foot: "{organization} uses Countersign to review identity verifications.",
  invitation: {
    subject: "Invitation to {organization}",
    text: "{by} invites you to work with {organization} in Countersign. Open this link to create your account:",
    action: "Create your account",
  },
  password_link: {
    subject: "A link for a new password",
    text: "{by} has made a link with which you set a new password for your account at {organization}:",
    action: "Set a new password",
    warning: "If you did not ask for it, tell {by}. Your password stays the same until the link is used.",
  },
  forgotten_password: {
    subject: "Your new password",
    text: "A new password was requested for your account at {organization}. Open this link to set it:",
    action: "Set a new password",
    warning: "If it was not you, ignore this mail: your password stays the same.",
  },
  capture_invite: {
    subject: "{organization}: verify your identity",
    text: "{organization} asks you to verify your identity. Open this link on your phone or computer:",
    action: "Verify your identity",
  },
  daily_digest: {
    subject: "What is due today",
    dueRequests: "{count, plural, one {# request is due soon} other {# requests are due soon}}",
    lateRequests: "{count, plural, one {# request is overdue} other {# requests are overdue}}",
    lateCases: "{count, plural, one {# case is overdue} other {# cases are overdue}}",
    requests: "Open the requests",
    cases: "Open the queue",
    stop: "You can turn this daily mail off under My account: {url}",
  },
  webhook_disabled: {
    subject: "A webhook endpoint was switched off",
    text: "The endpoint at {host} ({environment}) was switched off after {failures, plural, one {# failed delivery} other {# failed deliveries}} in a row. Events wait in the list of deliveries.",
    action: "Open the webhooks",
  },
  test: {
    subject: "Test mail",
    text: "This is a test. Mail from {organization} arrives.",
  },
};
