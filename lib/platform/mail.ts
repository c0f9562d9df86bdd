import "server-only";
import { env } from "@/lib/platform/env";

/** A mail of plain text, with the same in simple HTML. */
export type OutgoingMail = {
  /** Names the mail for good: a second copy of it has the same, and mailboxes show one. */
  messageId: string;
  from: { name: string };
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  attachments?: { filename: string; content: Buffer; contentType: string }[];
};

/** How sending ended. `answer` has the mail server's own words, or ours if it said nothing. */
export type MailOutcome = { result: "sent" | "refused" | "later"; answer: string };

/** How long a mail server may take for one step, and for all of them. */
export type MailPatience = { stepMs: number; wholeMs: number };
const usualPatience: MailPatience = { stepMs: 15_000, wholeMs: 60_000 };

/** Returns whether the operator has set a mail server. */
export const isMailOn = (): boolean => Boolean(env().SMTP_URL && env().MAIL_FROM);

const longest = 300;

/** One line without control characters, of a length that a page can show. */
const oneLine = (text: string) => {
  const line = text.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

type SmtpError = Error & { code?: string; response?: string; responseCode?: number };

/**
 * Says what a failure means. Only what the server says of this mail or its receiver is final: a wrong password or a
 * server that cannot be reached is the operator's to mend.
 */
function outcomeOf(error: SmtpError): MailOutcome {
  const isFinal =
    (error.responseCode ?? 0) >= 500 && (error.code === "EENVELOPE" || error.code === "EMESSAGE");
  return { result: isFinal ? "refused" : "later", answer: oneLine(error.response || error.message) };
}

/** Sends one mail through the operator's server. It does not throw: a failure is an outcome. */
export async function sendMail(mail: OutgoingMail, patience = usualPatience): Promise<MailOutcome> {
  const { SMTP_URL: url, MAIL_FROM: address } = env();
  if (!url || !address) return { result: "later", answer: "No mail server is set." };
  const { createTransport } = await import("nodemailer");
  const { stepMs, wholeMs } = patience;
  const transport = createTransport({
    url,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The mail server took too long.")), wholeMs);
  });
  try {
    const sent = transport.sendMail({
      ...mail,
      from: { name: oneLine(mail.from.name), address },
      to: { name: oneLine(mail.to.name), address: mail.to.address },
      subject: oneLine(mail.subject),
      headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
    });
    sent.catch(() => undefined);
    const { response } = await Promise.race([sent, late]);
    return { result: "sent", answer: oneLine(response) };
  } catch (error) {
    return outcomeOf(error as SmtpError);
  } finally {
    clearTimeout(timer);
    transport.close();
  }
}
