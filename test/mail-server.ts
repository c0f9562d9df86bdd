import { type AddressInfo, createServer, type Socket } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { publishEnv } from "@/lib/platform/env";

type Answer = { code: number; message: string };

/** What a test wants of the mail server. */
export type MailServerOptions = {
  /** Answers to a receiver's address, instead of taking it. */
  toReceiver?: (address: string) => Answer | null;
  /** Answers to a whole mail, instead of taking it. */
  toMail?: (mail: ParsedMail) => Answer | null;
  withoutUtf8?: boolean;
};

export type MailServer = {
  url: string;
  mails: ParsedMail[];
  /** The receivers that the envelopes named. */
  receivers: string[];
  stop: () => Promise<void>;
};

const refusal = ({ code, message }: Answer) => Object.assign(new Error(message), { responseCode: code });

/** Starts a real mail server on the loopback, and sends the product's mail to it until it stops. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const mails: ParsedMail[] = [];
  const receivers: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    hideSMTPUTF8: options.withoutUtf8 ?? false,
    onRcptTo({ address }, _session, done) {
      const answer = options.toReceiver?.(address);
      if (answer) return done(refusal(answer));
      receivers.push(address);
      done();
    },
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        const answer = options.toMail?.(mail);
        if (answer) return done(refusal(answer));
        mails.push(mail);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const url = `smtp://127.0.0.1:${port}`;
  setMailServer(url);
  return {
    url,
    mails,
    receivers,
    stop: () => {
      setMailServer("");
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Sets the mail server of this process; an empty address sets none. */
export const setMailServer = (url: string) =>
  publishEnv({ SMTP_URL: url, MAIL_FROM: url ? "desk@desk.example" : "" });

/** Starts a server that takes connections and says this, or nothing at all. */
export async function startMuteServer(greeting = ""): Promise<{ url: string; stop: () => Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => undefined);
    if (greeting) socket.write(greeting);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  setMailServer(url);
  return {
    url,
    stop: () => {
      setMailServer("");
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
