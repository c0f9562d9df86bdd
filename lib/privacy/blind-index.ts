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
function faceReferenceOf({ verifications }: Bundle): string | undefined {
  const told = (verifications ?? []).map(({ details }) =>
    details && typeof details === "object" && "face_reference" in details
      ? asText(details.face_reference)
      : undefined,
  );
  return told.find(Boolean);
}

/** Everything a session can be found by. */
export async function blindIndexesOf(organizationId: string, bundle: Bundle) {
  const { session, result } = bundle;
  const data = result?.extracted_data;
  const fields = session.fields ?? {};
  const name = [
    data?.first_name ?? asText(fields.first_name),
    data?.last_name ?? asText(fields.last_name),
    data?.date_of_birth ?? asText(fields.date_of_birth),
  ];
  const address = data?.address ?? fields.address;
  const found: [BlindIndexKind, string | undefined][] = [
    ["document_number", asText(data?.document_number)],
    ["name_and_birth_date", name.every(Boolean) ? name.join("|") : undefined],
    ["email", asText(fields.email)],
    ["phone", asText(fields.phone)],
    ["device", asText(session.device?.id)],
    [
      "address",
      address && typeof address === "object"
        ? Object.values(address).filter(asText).join(" ") || undefined
        : undefined,
    ],
    ["ip_address", asText(session.consent_ip)],
    ["face_reference", faceReferenceOf(bundle)],
  ];
  const present = found.filter((entry): entry is [BlindIndexKind, string] => entry[1] !== undefined);
  return Promise.all(
    present.map(async ([kind, value]) => ({ kind, digest: await blindIndex(organizationId, kind, value) })),
  );
}
