import { createHmac } from "node:crypto";
import { z } from "zod";
import { isSame } from "@/lib/platform/crypto";
import { mapSumsub, readApplicant, type SumsubSettings, sumsubSettings } from "@/lib/sumsub/map";
import type { Adapter, Notice, SignedCall, VendorRecord } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import type { Credentials } from "@/lib/vendors/credentials";
import { VendorError } from "@/lib/vendors/error";
import { vendorId } from "@/lib/vendors/fields";
import { hmacHex, secretOf } from "@/lib/vendors/hmac";
import { probeBy } from "@/lib/vendors/probe";
import { readAnswer } from "@/lib/vendors/read";
import { withoutSignatures } from "@/lib/vendors/signatures";

const pathOf = (id: string) => `resources/applicants/${encodeURIComponent(id)}`;

/** The app token, and its secret, which signs the time, the method, the path and the body of each call. */
function signed(credentials: Credentials) {
  const { user, password } =
    credentials.kind === "basic" ? credentials : { user: credentials.key, password: credentials.key };
  return ({ method, url, body = "" }: SignedCall): Record<string, string> => {
    const { pathname, search } = new URL(url);
    const seconds = String(Math.floor(Date.now() / 1000));
    return {
      "X-App-Token": user,
      "X-App-Access-Ts": seconds,
      "X-App-Access-Sig": hmacHex(password, seconds, method, pathname, search, body),
    };
  };
}

async function fetchApplicant(client: VendorClient, _: SumsubSettings, id: string): Promise<VendorRecord> {
  const text = await client.json(`${pathOf(id)}/one`);
  if (readApplicant(text).id !== id)
    throw new VendorError("unreadable", "Sumsub answered with another applicant than was asked for.");
  const record = { applicant: withoutSignatures(text) };
  try {
    return { ...record, resources: withoutSignatures(await client.json(`${pathOf(id)}/metadata/resources`)) };
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return record;
    throw error;
  }
}

async function imageOf(client: VendorClient | null, downloadUrl: string): Promise<Buffer | null> {
  const [, id] =
    /^resources\/inspections\/[\x21-\x2e\x30-\x7e]{1,128}\/resources\/([\x21-\x2e\x30-\x7e]{1,128})$/.exec(
      downloadUrl,
    ) ?? [];
  if (!id || !client) return null;
  try {
    return await client.file(downloadUrl, id);
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return null;
    throw error;
  }
}

/** The digests that Sumsub offers for a webhook; SHA-1 is not taken. */
const digests = new Map([
  ["HMAC_SHA256_HEX", "sha256"],
  ["HMAC_SHA512_HEX", "sha512"],
]);
const event = z.looseObject({ applicantId: vendorId.nullish() });

function idsIn(notice: Notice): string[] {
  const { "x-payload-digest": given, "x-payload-digest-alg": named } = notice.headers;
  const secret = secretOf(notice);
  const digest = digests.get(String(named));
  const expected = digest ? createHmac(digest, secret).update(notice.body).digest("hex") : "";
  if (!expected || !isSame(Buffer.from(String(given ?? "").toLowerCase()), Buffer.from(expected)))
    throw new VendorError(
      "refused_key",
      "The notice was refused: its signature is wrong, missing, or of SHA-1.",
    );
  const { applicantId } = readAnswer(event, notice.body.toString(), "Sumsub's webhook");
  return applicantId ? [applicantId] : [];
}

/** Sumsub (docs.sumsub.com). It documents no list of applicants by pages, and no erasure by its API. */
export const sumsub: Adapter<SumsubSettings> = {
  vendor: "sumsub",
  title: "Sumsub",
  settings: sumsubSettings,
  mappingVersion: 1,
  keys: ["basic"],
  authorize: signed,
  probe: (client) =>
    probeBy(() => client.json(`${pathOf("000000000000000000000000")}/one`), { isMissingFine: true }),
  list: null,
  fetch: fetchApplicant,
  fromFile(value, text) {
    const { id, review, info, inspectionId } = Object(value) as Record<string, unknown>;
    if (typeof id !== "string" || Object(review).reviewStatus === undefined || !(info ?? inspectionId))
      return null;
    return { id: readApplicant(text).id, record: { applicant: withoutSignatures(text) } };
  },
  essence: (record) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [name, JSON.parse(text)])),
  map: mapSumsub,
  image: (client, _, __, downloadUrl) => imageOf(client, downloadUrl),
  notice: idsIn,
  report: null,
};
