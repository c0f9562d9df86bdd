import "server-only";
import type { Language } from "@/lib/language/languages";
import { translatorOf } from "@/lib/language/translate";
import type { MailFacts, MailKind } from "@/lib/mail/kinds";
import { messages } from "@/lib/mail/messages";
import { type Contact, contactLines } from "@/lib/organization/policy";

/** Who writes, and to whom. */
export type MailContext = {
  organization: Contact & { timeZone: string };
  /** The receiver's name; empty for somebody who has no account yet. */
  name: string;
  language: Language;
};

export type Composed = { subject: string; text: string; html: string };

/** A paragraph, or a link with its words. */
type Part = string | { label: string; url: string };

const inMarkup = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const inHtml = (part: Part) =>
  typeof part === "string"
    ? `<p>${inMarkup(part)}</p>`
    : `<p><a href="${inMarkup(part.url)}">${inMarkup(part.label)}</a><br><small>${inMarkup(part.url)}</small></p>`;

const inText = (part: Part) => (typeof part === "string" ? part : `${part.label}:\n${part.url}`);

const locales = { en: "en-GB", de: "de-DE", fr: "fr-FR", es: "es-ES" } as const satisfies Record<
  Language,
  string
>;

/** Writes a time in the organization's zone, in words of the receiver's language. */
function timeIn(instant: string, { organization, language }: MailContext): string {
  const format = new Intl.DateTimeFormat(locales[language], {
    ...{ day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" },
    timeZone: organization.timeZone,
    timeZoneName: "short",
  } as const);
  return format.format(new Date(instant));
}

/** What one kind of mail says between greeting and foot. */
type Body = { subject: string; parts: Part[] };

const wordsOf = (language: Language) => translatorOf(messages, language);
type Writers = {
  [K in Exclude<MailKind, "request_message">]: (facts: MailFacts<K>, context: MailContext) => Body;
};

const writers: Writers = {
  invitation({ url, until, by }, context) {
    const t = wordsOf(context.language);
    const organization = context.organization.name;
    return {
      subject: t("invitation.subject", { organization }),
      parts: [
        t("invitation.text", { by, organization }),
        { label: t("invitation.action"), url },
        t("until", { until: timeIn(until, context) }),
        t("ignore"),
      ],
    };
  },
  password_link({ url, until, by }, context) {
    const t = wordsOf(context.language);
    return {
      subject: t("password_link.subject"),
      parts: [
        t("password_link.text", { by, organization: context.organization.name }),
        { label: t("password_link.action"), url },
        t("until", { until: timeIn(until, context) }),
        t("password_link.warning", { by }),
      ],
    };
  },
  forgotten_password({ url, until }, context) {
    const t = wordsOf(context.language);
    return {
      subject: t("forgotten_password.subject"),
      parts: [
        t("forgotten_password.text", { organization: context.organization.name }),
        { label: t("forgotten_password.action"), url },
        t("until", { until: timeIn(until, context) }),
        t("forgotten_password.warning"),
      ],
    };
  },
  capture_invite({ url, until }, context) {
    const t = wordsOf(context.language);
    const organization = context.organization.name;
    return {
      subject: t("capture_invite.subject", { organization }),
      parts: [
        t("capture_invite.text", { organization }),
        { label: t("capture_invite.action"), url },
        t("until", { until: timeIn(until, context) }),
        t("ignore"),
      ],
    };
  },
  daily_digest(facts, context) {
    const t = wordsOf(context.language);
    const counts = (["lateRequests", "dueRequests", "lateCases"] as const).filter((each) => facts[each] > 0);
    const hasRequests = facts.dueRequests + facts.lateRequests > 0;
    return {
      subject: t("daily_digest.subject"),
      parts: [
        ...counts.map((each) => t(`daily_digest.${each}`, { count: facts[each] })),
        ...(hasRequests ? [{ label: t("daily_digest.requests"), url: facts.requestsUrl }] : []),
        ...(facts.lateCases > 0 ? [{ label: t("daily_digest.cases"), url: facts.casesUrl }] : []),
        t("daily_digest.stop", { url: facts.accountUrl }),
      ],
    };
  },
  webhook_disabled({ host, environment, failures, url }, context) {
    const t = wordsOf(context.language);
    return {
      subject: t("webhook_disabled.subject"),
      parts: [
        t("webhook_disabled.text", { host, environment, failures }),
        { label: t("webhook_disabled.action"), url },
      ],
    };
  },
};

/** Puts greeting and foot around what a mail says. */
function framed({ subject, parts }: Body, { organization, name, language }: MailContext): Composed {
  const t = wordsOf(language);
  const hello = name ? t("hello", { name }) : t("helloAll");
  const foot = [t("foot", { organization: organization.name }), ...contactLines(organization)];
  const all = [hello, ...parts];
  return {
    subject,
    text: `${all.map(inText).join("\n\n")}\n\n-- \n${foot.join("\n")}\n`,
    html: `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${inMarkup(subject)}</title></head><body>${all
      .map(inHtml)
      .join("")}<hr><p><small>${foot.map(inMarkup).join("<br>")}</small></p></body></html>`,
  };
}

/** Writes a mail in its receiver's language, as plain text and as simple HTML. */
export const composed = <K extends keyof Writers>(
  kind: K,
  facts: MailFacts<K>,
  context: MailContext,
): Composed => framed(writers[kind](facts, context), context);

/** A message to a requester, who has no account here: its words stay as an officer has read them. */
export function messageMail({ subject, text, attachment }: MailFacts<"request_message">) {
  const paragraphs = text.split(/\n{2,}/).map((each) => `<p>${inMarkup(each).replaceAll("\n", "<br>")}</p>`);
  return {
    subject,
    text: `${text}\n`,
    html: `<!doctype html><html><head><meta charset="utf-8"><title>${inMarkup(subject)}</title></head><body>${paragraphs.join("")}</body></html>`,
    ...(attachment && {
      attachments: [
        {
          filename: attachment.name,
          content: Buffer.from(attachment.bytes, "base64"),
          contentType: "application/pdf",
        },
      ],
    }),
  };
}

/** Writes a mail that says that mail arrives. */
export function testMail(context: MailContext): Composed {
  const t = wordsOf(context.language);
  const { name: organization } = context.organization;
  return framed({ subject: t("test.subject"), parts: [t("test.text", { organization })] }, context);
}
