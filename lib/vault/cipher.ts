import { open, openJson, seal, sealJson } from "@/lib/platform/aead";
import type { Sealed, SealedKind } from "@/lib/vault/sealed";

const contextOfRow = (kind: SealedKind, rowId: string) => `${kind}/${rowId}`;
const contextOfImage = (blobKey: string) => `blob/${blobKey}`;

/** What can be damaged: a row under the key of its session, and what is sealed under the key of its organization. */
export type DamagedKind = SealedKind | "identityCustomFields";

/** Called for a sealed value that cannot be opened, because it was changed or damaged. */
export type TellDamage = (kind: DamagedKind, rowId: string) => void;

/**
 * Opens and seals everything under one data key: the values and images of one session, request or package. The key
 * never leaves the object. lib/vault creates ciphers; the rest of the product gets them only from lib/records.
 */
export class RecordCipher {
  readonly #key: Buffer | undefined;

  /** @param key 32 bytes; undefined when it has been destroyed, and the cipher can open nothing */
  constructor(key?: Buffer) {
    this.#key = key;
  }

  /** Whether the key is destroyed: then nothing can be opened or sealed. */
  get isDestroyed(): boolean {
    return this.#key === undefined;
  }

  /**
   * Opens a row's sealed column.
   * @param rowId identifies the row within its owner; sealed bytes moved to another row cannot be opened
   * @returns null when the column is empty or the key is destroyed, as after a redaction
   * @throws Error when the bytes were changed or belong to another row (NIST SP 800-38D §5.2.2)
   */
  open<K extends SealedKind>(kind: K, rowId: string, sealed: Uint8Array | null): Sealed[K] | null {
    return this.#key && sealed ? openJson<Sealed[K]>(this.#key, contextOfRow(kind, rowId), sealed) : null;
  }

  /**
   * Seals the personal data of a row.
   * @throws Error when the key is destroyed
   */
  seal<K extends SealedKind>(kind: K, rowId: string, value: Sealed[K]): Buffer<ArrayBuffer> {
    return sealJson(this.#present(), contextOfRow(kind, rowId), value);
  }

  /**
   * Opens an image or a file.
   * @throws Error when it was changed, or the key is destroyed
   */
  openImage(blobKey: string, sealed: Uint8Array): Buffer<ArrayBuffer> {
    return open(this.#present(), contextOfImage(blobKey), sealed);
  }

  /**
   * Seals an image or a file under the name it is stored by.
   * @throws Error when the key is destroyed
   */
  sealImage(blobKey: string, bytes: Uint8Array): Buffer<ArrayBuffer> {
    return seal(this.#present(), contextOfImage(blobKey), bytes);
  }

  /** Returns a cipher that reports rows which cannot be opened and reads them as empty. */
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

/** A cipher that opens nothing, for values that an actor must not see. */
export const closedCipher = new RecordCipher();
