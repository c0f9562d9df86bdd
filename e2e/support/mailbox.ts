import type { AddressInfo } from "node:net";
import { expect } from "@playwright/test";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { test as own } from "./own";

export type Mailbox = {
  url: string;
  /** Returns the latest mail to an address, once it has arrived. */
  latestTo: (address: string) => Promise<ParsedMail>;
};

/** An installation of its own that sends its mail to a real mail server of the test. */
export const test = own.extend<object, { mailbox: Mailbox }>({
  mailbox: [
    async ({ browserName: _ }, use) => {
      const mails: { to: string; mail: ParsedMail }[] = [];
      const server = new SMTPServer({
        authOptional: true,
        disabledCommands: ["STARTTLS"],
        onData(stream, session, done) {
          const to = session.envelope.rcptTo[0]?.address ?? "";
          simpleParser(stream).then((mail) => {
            mails.push({ to, mail });
            done();
          }, done);
        },
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.server.address() as AddressInfo;
      const find = (address: string) => mails.findLast(({ to }) => to === address)?.mail;
      const latestTo = async (address: string) => {
        await expect.poll(() => Boolean(find(address)), { timeout: 20_000 }).toBe(true);
        return find(address) as ParsedMail;
      };
      await use({ url: `smtp://127.0.0.1:${port}`, latestTo });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    { scope: "worker" },
  ],
  environment: [
    async ({ mailbox }, use) => use({ SMTP_URL: mailbox.url, MAIL_FROM: "desk@desk.example" }),
    { scope: "worker" },
  ],
});
