import "server-only";
import {
  createPrivateKey,
  generateKeyPair,
  type KeyPairKeyObjectResult,
  randomBytes,
  sign,
  X509Certificate,
} from "node:crypto";
import { promisify } from "node:util";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";
import type { Provider } from "@/lib/auth/sso-person";
import { db } from "@/lib/platform/db";
import { connectionKey } from "@/lib/single-sign-on/load";
import { openSigningKey, sealSigningKey } from "@/lib/vault/sso-secret";

const generatePair = promisify(generateKeyPair);
const validYears = 20;
const sha256WithRsa = () => new AlgorithmIdentifier({ algorithm: "1.2.840.113549.1.1.11", parameters: null });
const commonName = (value: string) =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: "2.5.4.3", value: new AttributeValue({ utf8String: value }) }),
    ]),
  ]);

/**
 * Makes a self-signed certificate (RFC 5280 §4.1), which only carries the public key: a provider trusts it because an
 * admin gave it to them.
 */
function certificateOf(id: string, { publicKey, privateKey }: KeyPairKeyObjectResult): string {
  const [notBefore, notAfter] = [new Date(), new Date()];
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + validYears);
  const name = commonName(`Countersign ${id}`);
  const body = new TBSCertificate({
    version: Version.v3,
    // A positive number of at most 20 bytes.
    serialNumber: Uint8Array.from([0x40, ...randomBytes(15)]).buffer,
    signature: sha256WithRsa(),
    ...{ issuer: name, subject: name, validity: new Validity({ notBefore, notAfter }) },
    subjectPublicKeyInfo: AsnConvert.parse(
      publicKey.export({ format: "der", type: "spki" }),
      SubjectPublicKeyInfo,
    ),
  });
  const signed = sign("sha256", Buffer.from(AsnConvert.serialize(body)), privateKey);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: sha256WithRsa(),
    signatureValue: Uint8Array.from(signed).buffer,
  });
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString();
}

async function newPair(id: string): Promise<{ certificate: string; key: Buffer }> {
  const pair = await generatePair("rsa", { modulusLength: 3072 });
  return {
    certificate: certificateOf(id, pair),
    key: pair.privateKey.export({ format: "der", type: "pkcs8" }),
  };
}

/** Makes the key pair of a connection, unless another process was faster. */
async function makePair({ connection, organization }: Provider): Promise<void> {
  const { certificate, key } = await newPair(connection.id);
  const sealedSigningKey = await sealSigningKey(organization.id, connection.id, key);
  const { organizationPk, pk } = connection;
  await db.ssoConnection.updateMany({
    where: { organizationPk, pk, sealedSigningKey: null },
    data: { signingCertificate: certificate, sealedSigningKey },
  });
}

/**
 * Returns the key pair with which a SAML connection signs, in PEM. The first use makes it.
 * @throws Error when the stored key cannot be opened
 */
export async function signingPair(provider: Provider): Promise<{ certificate: string; key: string }> {
  const { connection, organization } = provider;
  if (!connection.sealedSigningKey) await makePair(provider);
  const row = await db.ssoConnection.findUniqueOrThrow({
    where: connectionKey(connection),
    select: { signingCertificate: true, sealedSigningKey: true },
  });
  const sealed = row.sealedSigningKey ?? new Uint8Array();
  const key = await openSigningKey(organization.id, connection.id, sealed);
  const pem = createPrivateKey({ key, format: "der", type: "pkcs8" }).export({
    format: "pem",
    type: "pkcs8",
  });
  return { certificate: row.signingCertificate ?? "", key: String(pem) };
}
