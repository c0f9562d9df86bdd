import fs from "node:fs/promises";
import { env } from "@/lib/platform/env";

const dayMs = 24 * 60 * 60 * 1000;

/** A write-only destination for audit checkpoints, outside the installation's own databases. */
export type Place = {
  name: string;
  put: (key: string, text: string) => Promise<void>;
  /** The fewest hours between two checkpoints, for a place that people read. */
  everyHours?: number;
};

/** Appends a line to a file, on a write-once share or one that another machine collects. */
export function filePlace(file: string): Place {
  return {
    name: "file",
    async put(_, text) {
      const handle = await fs.open(/* turbopackIgnore: true */ file, "a", 0o600);
      try {
        await handle.appendFile(`${text}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}

export type ObjectLock = { bucket: string; prefix: string; days: number; endpoint?: string | undefined };

/**
 * Writes an object to a bucket with object lock in compliance mode: until its date nobody can delete or replace it,
 * not even the account's root user (Amazon S3 User Guide, “Locking objects with Object Lock”). Credentials and region
 * come from the environment, as for every AWS program.
 */
export function lockedPlace({ bucket, prefix, days, endpoint }: ObjectLock): Place {
  return {
    name: "s3",
    async put(key, text) {
      const { PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
      const client = new S3Client({ ...(endpoint && { endpoint, forcePathStyle: true }) });
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: prefix + key,
            Body: text,
            ContentType: "application/json",
            // Object lock requires an integrity header.
            ChecksumAlgorithm: "SHA256",
            ObjectLockMode: "COMPLIANCE",
            ObjectLockRetainUntilDate: new Date(Date.now() + days * dayMs),
          }),
        );
      } finally {
        client.destroy();
      }
    },
  };
}

const patienceMs = 15_000;

/**
 * Posts the text to a URL.
 * @throws Error without a 2xx answer within 15 seconds
 */
export function webhookPlace(url: string): Place {
  return {
    name: "webhook",
    async put(key, text) {
      const answer = await fetch(url, {
        method: "POST",
        redirect: "error",
        headers: { "Content-Type": "application/json", "X-Checkpoint": key },
        body: text,
        signal: AbortSignal.timeout(patienceMs),
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new Error(`${new URL(url).host} answered ${answer.status}`);
    },
  };
}

/** Sends the text by e-mail, at most once a day. The mailbox should be out of the operator's control. */
export function mailPlace({ server, from, to }: { server: string; from: string; to: string }): Place {
  return {
    name: "e-mail",
    everyHours: 24,
    async put(key, text) {
      const { createTransport } = await import("nodemailer");
      const timeouts = {
        connectionTimeout: patienceMs,
        greetingTimeout: patienceMs,
        socketTimeout: patienceMs,
      };
      const transport = createTransport({ url: server, ...timeouts });
      try {
        await transport.sendMail({ from, to, subject: `Audit log checkpoint ${key}`, text: `${text}\n` });
      } finally {
        transport.close();
      }
    },
  };
}

/** The configured places. */
export function places(): Place[] {
  const { AUDIT_CHECKPOINT_WEBHOOK, AUDIT_CHECKPOINT_SMTP, AUDIT_CHECKPOINT_MAIL_FROM } = env();
  const { AUDIT_CHECKPOINT_MAIL_TO } = env();
  const { AUDIT_CHECKPOINT_FILE, AUDIT_CHECKPOINT_S3_BUCKET, AUDIT_CHECKPOINT_S3_PREFIX } = env();
  const { AUDIT_CHECKPOINT_S3_DAYS, AUDIT_CHECKPOINT_S3_ENDPOINT } = env();
  return [
    ...(AUDIT_CHECKPOINT_FILE ? [filePlace(AUDIT_CHECKPOINT_FILE)] : []),
    ...(AUDIT_CHECKPOINT_S3_BUCKET
      ? [
          lockedPlace({
            bucket: AUDIT_CHECKPOINT_S3_BUCKET,
            prefix: AUDIT_CHECKPOINT_S3_PREFIX,
            days: AUDIT_CHECKPOINT_S3_DAYS,
            endpoint: AUDIT_CHECKPOINT_S3_ENDPOINT,
          }),
        ]
      : []),
    ...(AUDIT_CHECKPOINT_WEBHOOK ? [webhookPlace(AUDIT_CHECKPOINT_WEBHOOK)] : []),
    ...(AUDIT_CHECKPOINT_SMTP && AUDIT_CHECKPOINT_MAIL_TO
      ? [
          mailPlace({
            server: AUDIT_CHECKPOINT_SMTP,
            from: AUDIT_CHECKPOINT_MAIL_FROM ?? AUDIT_CHECKPOINT_MAIL_TO,
            to: AUDIT_CHECKPOINT_MAIL_TO,
          }),
        ]
      : []),
  ];
}
