import fs from "node:fs/promises";
import { env } from "@/lib/platform/env";

/** Somewhere outside the installation's own databases that takes a text and does not give it up again. */
export type Place = { name: string; put: (key: string, text: string) => Promise<void> };

/** Appends a line to a file: on a write-once share, or one that another machine collects. */
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
 * Writes an object to a bucket with object lock, retained in compliance mode: nobody can delete or replace it before
 * its date, not even the account's root (Amazon S3 User Guide, “Locking objects with Object Lock”). Credentials and
 * region come from the environment the way every AWS program finds them.
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
            // Object lock demands an integrity header.
            ChecksumAlgorithm: "SHA256",
            ObjectLockMode: "COMPLIANCE",
            ObjectLockRetainUntilDate: new Date(Date.now() + days * 86_400_000),
          }),
        );
      } finally {
        client.destroy();
      }
    },
  };
}

/** The places this installation was told of. */
export function places(): Place[] {
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
  ];
}
