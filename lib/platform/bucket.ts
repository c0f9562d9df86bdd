import "server-only";
import type { S3Client } from "@aws-sdk/client-s3";

/** Where objects are: a bucket of Amazon S3, or of a service at `endpoint` that speaks its protocol. */
export type Place = {
  bucket: string;
  endpoint?: string | undefined;
  /** The milliseconds after which a call without an answer fails; 30 seconds where it is not given. */
  patienceMs?: number;
};

/** An object, or one of its versions. */
type Found = { Key?: string | undefined; VersionId?: string | undefined; LastModified?: Date | undefined };

/** From this size on an object is sent in parts, so that a cut connection costs one part. The protocol asks for 5 MiB. */
const partBytes = 8 * 1024 * 1024;
const deletesAtOnce = 8;
const tries = 3;

const sdk = () => import("@aws-sdk/client-s3");
const clients = new Map<string, Promise<S3Client>>();

/** The client of an endpoint. Credentials and region come from the environment, as for every AWS program. */
function clientOf({ endpoint, patienceMs = 30_000 }: Place): Promise<S3Client> {
  const name = JSON.stringify([endpoint, patienceMs]);
  const known = clients.get(name);
  if (known) return known;
  const made = sdk().then(
    ({ S3Client }) =>
      new S3Client({
        ...(endpoint && { endpoint, forcePathStyle: true }),
        maxAttempts: tries,
        // Not every service knows the checksums that Amazon S3 introduced in 2025.
        requestChecksumCalculation: "WHEN_REQUIRED",
        responseChecksumValidation: "WHEN_REQUIRED",
        requestHandler: {
          connectionTimeout: Math.min(5_000, patienceMs),
          requestTimeout: patienceMs,
          throwOnRequestTimeout: true,
        },
      }),
  );
  clients.set(name, made);
  return made;
}

type Said = { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };

const isSaid = (error: unknown, ...names: string[]) => names.includes((error as Said).name ?? "");
const statusOf = (error: unknown) => (error as Said).$metadata?.httpStatusCode;
const isUnknownCall = (error: unknown) =>
  isSaid(error, "NotImplemented", "MethodNotAllowed") || statusOf(error) === 501;

/** The error of a bucket that cannot be used now. `isUnavailable` knows its code. */
const unavailable = (bucket: string, cause: unknown) => {
  const { name = "Error", message = "" } = cause as Said;
  const said = [name, message].filter(Boolean).join(": ");
  return Object.assign(new Error(`The bucket ${bucket} cannot be used: ${said}`, { cause }), {
    code: "BUCKET_UNAVAILABLE",
  });
};

/**
 * The objects of a bucket. It asks for nothing that services other than Amazon S3 lack, except where it says so.
 * Every call throws an error with the code BUCKET_UNAVAILABLE when the bucket does not do what was asked.
 */
export function openBucket(place: Place) {
  const { bucket: Bucket } = place;
  const ask = async <T>(call: (client: S3Client, s3: Awaited<ReturnType<typeof sdk>>) => Promise<T>) => {
    try {
      return await call(await clientOf(place), await sdk());
    } catch (error) {
      throw unavailable(Bucket, error);
    }
  };
  return {
    /** Writes an object, and replaces the one with this name. */
    put: (Key: string, Body: Uint8Array) =>
      ask(async (client, { PutObjectCommand }) => {
        if (Body.length < partBytes) await client.send(new PutObjectCommand({ Bucket, Key, Body }));
        else await sendInParts(client, { Bucket, Key, Body });
      }),
    /**
     * Writes an object unless one with this name exists (If-None-Match, RFC 9110 §13.1.2).
     * @returns whether it was written
     */
    putNew: (Key: string, Body: Uint8Array) => ask((client) => putNew(client, { Bucket, Key, Body })),
    /** @returns null when there is no such object */
    get: (Key: string) => ask((client) => getWhole(client, { Bucket, Key })),
    /** Lists instead of asking for the head, because its answer does not tell a missing object from a missing bucket. */
    has: (Key: string) =>
      ask(async (client, { ListObjectsV2Command }) => {
        const { Contents } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: Key, MaxKeys: 1 }));
        return Contents?.[0]?.Key === Key;
      }),
    /** The objects whose names begin with a text. */
    list: (Prefix: string) => ask((client) => collect(objectsBelow(client, { Bucket, Prefix }))),
    /** The parts of names between a prefix and the next “/”, a page at a time. */
    async *folders(Prefix: string): AsyncGenerator<string[]> {
      for (let ContinuationToken: string | undefined; ; ) {
        const page = await ask((client, { ListObjectsV2Command }) =>
          client.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: "/", ContinuationToken })),
        );
        yield (page.CommonPrefixes ?? []).map(({ Prefix: own = "" }) => own.slice(Prefix.length, -1));
        ContinuationToken = page.NextContinuationToken;
        if (!ContinuationToken) return;
      }
    },
    /** Erases all versions of the objects whose names begin with a text, and uploads that did not end. */
    eraseBelow: (Prefix: string, isMeant: (name: string) => boolean = () => true) =>
      ask((client) => eraseBelow(client, { Bucket, Prefix }, isMeant)),
  };
}

type Named = { Bucket: string; Key: string };
type Below = { Bucket: string; Prefix: string };

async function sendInParts(client: S3Client, params: Named & { Body: Uint8Array }): Promise<void> {
  const { Upload } = await import("@aws-sdk/lib-storage");
  await new Upload({ client, params, partSize: partBytes, queueSize: 2 }).done();
}

async function putNew(client: S3Client, object: Named & { Body: Uint8Array }): Promise<boolean> {
  const { PutObjectCommand } = await sdk();
  try {
    await client.send(new PutObjectCommand({ ...object, IfNoneMatch: "*" }));
    return true;
  } catch (error) {
    // 409: another write of the same name is on its way, and one of the two wins.
    if (isSaid(error, "PreconditionFailed", "ConditionalRequestConflict")) return false;
    throw error;
  }
}

/** The client tries a call again, but not the reading of its answer. */
async function getWhole(client: S3Client, object: Named, left = tries): Promise<Buffer | null> {
  const { GetObjectCommand } = await sdk();
  const answer = await client.send(new GetObjectCommand(object)).catch((error) => {
    if (isSaid(error, "NoSuchKey")) return null;
    throw error;
  });
  if (!answer) return null;
  try {
    const bytes = Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
    if (bytes.length === (answer.ContentLength ?? bytes.length)) return bytes;
    throw new Error(`${bytes.length} of ${answer.ContentLength} bytes arrived`);
  } catch (error) {
    if (left <= 1) throw error;
    return getWhole(client, object, left - 1);
  }
}

async function* objectsBelow(client: S3Client, { Bucket, Prefix }: Below): AsyncGenerator<Found[]> {
  const { ListObjectsV2Command } = await sdk();
  for (let ContinuationToken: string | undefined; ; ) {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken }));
    yield page.Contents ?? [];
    ContinuationToken = page.NextContinuationToken;
    if (!ContinuationToken) return;
  }
}

/** Versions and delete markers. In a bucket without versions, each object is its only version. */
async function* versionsBelow(client: S3Client, { Bucket, Prefix }: Below): AsyncGenerator<Found[]> {
  const { ListObjectVersionsCommand } = await sdk();
  for (let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}; ; ) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix, ...next }));
    yield [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    if (!page.IsTruncated) return;
    next = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
  }
}

async function collect(pages: AsyncIterable<Found[]>): Promise<Found[]> {
  const all: Found[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

/** Everything that is stored below a prefix. A service without versions does not know how to list them. */
const everyVersion = (client: S3Client, below: Below): Promise<Found[]> =>
  collect(versionsBelow(client, below)).catch((error) => {
    if (!isUnknownCall(error)) throw error;
    return collect(objectsBelow(client, below));
  });

async function eraseBelow(client: S3Client, below: Below, isMeant: (name: string) => boolean): Promise<void> {
  await abortUploads(client, below, isMeant);
  // What was written while the list was made is erased by the next round.
  for (let round = 0; round < tries; round++) {
    const found = (await everyVersion(client, below)).filter(({ Key = "" }) => isMeant(Key));
    if (found.length === 0) return;
    await eraseAll(client, below.Bucket, found);
  }
  const left = (await everyVersion(client, below)).filter(({ Key = "" }) => isMeant(Key));
  if (left.length > 0) throw new Error(`${left.length} objects below ${below.Prefix} are still there`);
}

/** One call for each version: not every service accepts many in one call. */
async function eraseAll(client: S3Client, Bucket: string, found: readonly Found[]): Promise<void> {
  const { DeleteObjectCommand } = await sdk();
  for (let at = 0; at < found.length; at += deletesAtOnce) {
    const some = found.slice(at, at + deletesAtOnce);
    const deleted = some.map(({ Key, VersionId }) =>
      client.send(new DeleteObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) })),
    );
    await Promise.all(deleted);
  }
}

async function abortUploads(
  client: S3Client,
  below: Below,
  isMeant: (name: string) => boolean,
): Promise<void> {
  const { AbortMultipartUploadCommand, ListMultipartUploadsCommand } = await sdk();
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(below)).catch((error) => {
    if (!isUnknownCall(error)) throw error;
    return { Uploads: [] };
  });
  for (const { Key = "", UploadId } of Uploads)
    if (isMeant(Key))
      await client.send(new AbortMultipartUploadCommand({ Bucket: below.Bucket, Key, UploadId }));
}
