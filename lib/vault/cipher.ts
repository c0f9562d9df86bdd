import { open, openJson, seal, sealJson } from "@/lib/platform/aead";
import type { Sealed, SealedKind } from "@/lib/vault/sealed";

const contextOfRow = (kind: SealedKind, rowId: string) => `${kind}/${rowId}`;
const contextOfImage = (blobKey: string) => `blob/${blobKey}`;

/** Told of a sealed value that does not open: it was changed or damaged. */
export type TellDamage = (kind: SealedKind, rowId: string) => void;

/**
 * Opens and seals what is held under one data key: the values and images of one session, request or package. The key
 * stays inside. lib/vault makes ciphers; the rest of the product gets them from lib/records alone.
 */
export class RecordCipher {
  readonly #key: Buffer | undefined;

  /** @param key 32 bytes; undefined once it has been destroyed: such a cipher opens nothing */
  constructor(key?: Buffer) {
    this.#key = key;
  }

  /** Whether the key is gone: then nothing opens and nothing can be sealed. */
  get isDestroyed(): boolean {
    return this.#key === undefined;
  }

  /**
   * Opens a row's sealed column.
   * @param rowId what names the row within its owner; sealed bytes moved to another row do not open
   * @returns null when the column is empty or the key is destroyed, as after a redaction
   * @throws Error when the bytes were changed or belong to another row (NIST SP 800-38D §5.2.2)
   */
  open<K extends SealedKind>(kind: K, rowId: string, sealed: Uint8Array | null): Sealed[K] | null {
    return this.#key && sealed ? openJson<Sealed[K]>(this.#key, contextOfRow(kind, rowId), sealed) : null;
  }

  /** Seals what a row holds of a person. @throws Error when the key is destroyed */
  seal<K extends SealedKind>(kind: K, rowId: string, value: Sealed[K]): Buffer<ArrayBuffer> {
    return sealJson(this.#present(), contextOfRow(kind, rowId), value);
  }

  /** Opens an image or a file. @throws Error when it was changed, or the key is destroyed */
  openImage(blobKey: string, sealed: Uint8Array): Buffer<ArrayBuffer> {
    return open(this.#present(), contextOfImage(blobKey), sealed);
  }

  /** Seals an image or a file under the name it is stored by. @throws Error when the key is destroyed */
  sealImage(blobKey: string, bytes: Uint8Array): Buffer<ArrayBuffer> {
    return seal(this.#present(), contextOfImage(blobKey), bytes);
  }

  /** This cipher, except that rows which do not open are told of and read as empty. */
  pastDamage(tell: TellDamage): RecordCipher {
    return new LenientCipher(tell, this.#key);
  }

  #present(): Buffer {
    if (!this.#key) throw new Error("The data key is destroyed.");
    return this.#key;
  }
}

class LenientCipher extends RecordCipher {
  constructor(
    private readonly tell: TellDamage,
    key?: Buffer,
  ) {
    super(key);
  }

  override open<K extends SealedKind>(kind: K, rowId: string, sealed: Uint8Array | null): Sealed[K] | null {
    try {
      return super.open(kind, rowId, sealed);
    } catch {
      this.tell(kind, rowId);
      return null;
    }
  }
}

/** Opens nothing: for values that an actor does not get to see. */
export const closedCipher = new RecordCipher();
