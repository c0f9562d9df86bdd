import "server-only";
import { mac } from "@/lib/platform/crypto";
import type { BlindIndexKind } from "@/lib/platform/generated/enums";
import { purposeKey } from "@/lib/platform/keys";
import type { Bundle } from "@/lib/sessions/bundle";

const fold = (value: string) => value.normalize("NFKC").trim().toLowerCase();

/** How a value is written before it is hashed, so that spellings of the same thing meet. */
const normalize: Record<BlindIndexKind, (value: string) => string> = {
  document_number: (value) => fold(value).replaceAll(/[\s-]/g, ""),
  name_and_birth_date: fold,
  email: fold,
  phone: (value) => value.replaceAll(/\D/g, "").slice(-10),
  device: fold,
  address: (value) => fold(value).replaceAll(/[\s,.-]+/g, " "),
  ip_address: fold,
  face_reference: fold,
};

/** The blind index of a value: HMAC-SHA-256 under a key of the organization. */
export async function blindIndex(organizationId: string, kind: BlindIndexKind, value: string) {
  return mac(await purposeKey(organizationId, "blind-index"), `${kind}:${normalize[kind](value)}`);
}

const asText = (value: unknown) => (typeof value === "string" && value.trim() ? value : undefined);

/** The vendor's own name for a face, where a check tells it: the same face bears the same name. */
export function faceReferenceOf(details: readonly unknown[]): string | undefined {
  const told = details.map((each) =>
    each && typeof each === "object" && "face_reference" in each ? asText(each.face_reference) : undefined,
  );
  return told.find(Boolean);
}

/** What a session can be found by, wherever it comes from: a bundle, or its own opened rows. */
export type Findable = {
  extractedData?: Record<string, unknown> | null;
  fields?: Record<string, unknown> | null;
  device?: Record<string, unknown> | null;
  consentIp?: string | null;
  faceReference?: string;
};

/** {@link Findable} of a bundle. */
export const findableOf = ({ session, result, verifications }: Bundle): Findable => ({
  extractedData: result?.extracted_data,
  fields: session.fields,
  device: session.device,
  consentIp: session.consent_ip,
  faceReference: faceReferenceOf((verifications ?? []).map(({ details }) => details)),
});

/** The digests of everything a session can be found by. */
export async function blindIndexesOf(organizationId: string, findable: Findable) {
  const data = findable.extractedData ?? {};
  const fields = findable.fields ?? {};
  const either = (field: string) => asText(data[field] ?? fields[field]);
  const name = [either("first_name"), either("last_name"), either("date_of_birth")];
  const address = data.address ?? fields.address;
  const found: [BlindIndexKind, string | undefined][] = [
    ["document_number", asText(data.document_number)],
    ["name_and_birth_date", name.every(Boolean) ? name.join("|") : undefined],
    ["email", asText(fields.email)],
    ["phone", asText(fields.phone)],
    ["device", asText(findable.device?.id)],
    [
      "address",
      address && typeof address === "object"
        ? Object.values(address).filter(asText).join(" ") || undefined
        : undefined,
    ],
    ["ip_address", asText(findable.consentIp)],
    ["face_reference", findable.faceReference],
  ];
  const present = found.filter((entry): entry is [BlindIndexKind, string] => entry[1] !== undefined);
  return Promise.all(
    present.map(async ([kind, value]) => ({ kind, digest: await blindIndex(organizationId, kind, value) })),
  );
}
