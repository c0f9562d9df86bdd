import "server-only";
import { readBytes } from "@/lib/http/request";
import { digest } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";

/** The most bytes of a form with its files, and the most files. */
export const formLimits = { bytes: 32 * 1024 * 1024, files: 50 } as const;

/** Forms that are read at one time, because each is held in memory as a whole. */
const atOnce = 4;
let reading = 0;

/** A file of a form. As JSON it is its name and digest: that is how a call with an Idempotency-Key is compared. */
export class UploadedFile {
  readonly #bytes: Buffer;
  constructor(
    readonly name: string,
    bytes: Buffer,
  ) {
    this.#bytes = bytes;
  }
  get bytes(): Buffer {
    return this.#bytes;
  }
  toJSON() {
    return { name: this.name, sha256: digest(this.#bytes).toString("hex") };
  }
}

/** A form as multipart/form-data (RFC 7578): its files by the name of their part. */
export type UploadedForm = ReadonlyMap<string, readonly UploadedFile[]>;

/**
 * Reads a form, with at most {@link formLimits}. A part without a file name is a file too.
 * @throws AppError payload_too_large; service_unavailable while others are read; bad_request for anything that is not
 * a form
 */
export async function readForm(request: Request): Promise<UploadedForm> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new AppError("bad_request", "The body must be multipart/form-data.");
  if (reading >= atOnce)
    throw new AppError("service_unavailable", "Other files are being received. Try again in a few seconds.", {
      retryAfterSeconds: 2,
    });
  reading++;
  try {
    const bytes = await readBytes(request, formLimits.bytes);
    return await parse(bytes, type);
  } finally {
    reading--;
  }
}

async function parse(bytes: Buffer, type: string): Promise<UploadedForm> {
  const given = await new Response(new Uint8Array(bytes), { headers: { "Content-Type": type } })
    .formData()
    .catch((cause) => {
      throw new AppError("bad_request", "The body is not a complete form.", { cause });
    });
  const form = new Map<string, UploadedFile[]>();
  let count = 0;
  for (const [part, value] of given) {
    if (++count > formLimits.files + 1)
      throw new AppError("payload_too_large", `A form may have at most ${formLimits.files} files.`);
    const file =
      typeof value === "string"
        ? new UploadedFile(part, Buffer.from(value))
        : new UploadedFile(value.name, Buffer.from(await value.arrayBuffer()));
    form.set(part, [...(form.get(part) ?? []), file]);
  }
  return form;
}
