import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest();

const userPresent = 0x01;
const userVerified = 0x04;
const hasCredential = 0x40;

/** What a dishonest device or page does otherwise. */
type Lie = {
  origin?: string;
  rpId?: string;
  challenge?: string;
  counter?: number;
  userHandle?: string;
  isVerified?: boolean;
};

/** A device that keeps one passkey, in software: it answers as a browser does (W3C Web Authentication Level 3). */
export function passkeyDevice(origin: string, credentialId = randomBytes(32)) {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  let counter = 0;

  const client = (type: string, options: { challenge: string }, lie: Lie) =>
    Buffer.from(
      JSON.stringify({ type, challenge: lie.challenge ?? options.challenge, origin: lie.origin ?? origin }),
    );
  const flagsOf = (lie: Lie) => userPresent | (lie.isVerified === false ? 0 : userVerified);
  const authenticator = (rpId: string, flags: number, count: number, ...rest: Buffer[]) => {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(count);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counted, ...rest]);
  };
  const answer = (response: object) =>
    JSON.stringify({
      id: text(credentialId),
      rawId: text(credentialId),
      type: "public-key",
      clientExtensionResults: { credProps: { rk: true } },
      authenticatorAttachment: "platform",
      response,
    });

  return {
    /** Creates the passkey for these options. */
    create(optionsText: string, lie: Lie = {}): string {
      const options = JSON.parse(optionsText);
      const cose = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x, "base64url")],
        [-3, Buffer.from(y, "base64url")],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const authData = authenticator(
        lie.rpId ?? options.rp.id,
        flagsOf(lie) | hasCredential,
        lie.counter ?? counter,
        Buffer.alloc(16),
        length,
        credentialId,
        Buffer.from(isoCBOR.encode(cose)),
      );
      const attestation = new Map<string, string | Map<string, never> | Uint8Array>([
        ["fmt", "none"],
        ["attStmt", new Map<string, never>()],
        ["authData", authData],
      ]);
      return answer({
        clientDataJSON: text(client("webauthn.create", options, lie)),
        attestationObject: text(isoCBOR.encode(attestation)),
        transports: ["internal"],
      });
    },
    /** Signs the challenge of these options. */
    use(optionsText: string, lie: Lie = {}): string {
      const options = JSON.parse(optionsText);
      counter = lie.counter ?? counter + 1;
      const clientData = client("webauthn.get", options, lie);
      const authData = authenticator(lie.rpId ?? options.rpId, flagsOf(lie), counter);
      const signature = sign("sha256", Buffer.concat([authData, sha256(clientData)]), privateKey);
      return answer({
        clientDataJSON: text(clientData),
        authenticatorData: text(authData),
        signature: text(signature),
        userHandle: lie.userHandle,
      });
    },
  };
}
