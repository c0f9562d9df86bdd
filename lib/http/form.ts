import "server-only";
import { readBytes } from "@/lib/http/request";
import { digest } from "@/lib/platform/crypto";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";

/** The most bytes of a form with its files, and the most files. */
export const formLimits = { bytes: 32 * 1024 * 1024, files: 50 } as const;

type Room = {
  readonly atOnce: number;
  readonly bytes: number;
  readonly isOneEach: boolean;
  readonly held: Set<string>;
};

/**
 * Room for forms that are read at one time, because each is held in memory as a whole. Applicants have their own, each
 * of them for one form: many send from slow phones, and nobody may keep members and programs from sending.
 */
const rooms = {
  callers: { atOnce: 4, bytes: formLimits.bytes, isOneEach: false, held: new Set<string>() },
  applicants: { atOnce: 16, bytes: 11 * 1024 * 1024, isOneEach: true, held: new Set<string>() },
} as const satisfies Record<string, Room>;
export type FormRoom = keyof typeof rooms;

/** How long a form may take to arrive, in milliseconds: 10 MB at 0.7 Mbit/s. */
const patienceMs = 120_000;

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
 * @param given.sender who sends it; an applicant sends one form at a time
 * @throws AppError payload_too_large; service_unavailable while others are read; bad_request for anything that is not
 * a form, and for one that takes too long
 */
export async function readForm(
  request: Request,
  given: { room?: FormRoom; sender?: string } = {},
): Promise<UploadedForm> {
  const room: Room = rooms[given.room ?? "callers"];
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type))
    throw new AppError("bad_request", "The body must be multipart/form-data.");
  const place = room.isOneEach ? (given.sender ?? "") : newId("req");
  if (room.held.size >= room.atOnce || room.held.has(place))
    throw new AppError("service_unavailable", "Other files are being received. Try again in a few seconds.", {
      retryAfterSeconds: 2,
    });
  room.held.add(place);
  try {
    const bytes = await readBytes(request, room.bytes, patienceMs);
    return await parse(bytes, type);
  } finally {
    room.held.delete(place);
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
