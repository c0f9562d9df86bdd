import { z } from "zod";
import type { Adapter, Notice, VendorRecord } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import type { Credentials } from "@/lib/vendors/credentials";
import { VendorError } from "@/lib/vendors/error";
import { vendorId } from "@/lib/vendors/fields";
import { hmacHex, proveByBody } from "@/lib/vendors/hmac";
import { probeBy } from "@/lib/vendors/probe";
import { readAnswer } from "@/lib/vendors/read";
import { withoutSignatures } from "@/lib/vendors/signatures";
import { mapVeriff, readDecision, type VeriffSettings, veriffSettings } from "@/lib/veriff/map";

const pathOf = (id: string) => `v1/sessions/${encodeURIComponent(id)}`;

/** The key of the integration and its shared secret, which signs the id in the path of each call. */
function signed(credentials: Credentials) {
  const { user, password } =
    credentials.kind === "basic" ? credentials : { user: credentials.key, password: credentials.key };
  return ({ url }: { url: string }): Record<string, string> => {
    const [, id = ""] = /\/(?:sessions|media|attempts)\/([^/?#]+)/.exec(new URL(url).pathname) ?? [];
    return { "X-AUTH-CLIENT": user, "X-HMAC-SIGNATURE": hmacHex(password, decodeURIComponent(id)) };
  };
}

async function fetchSession(client: VendorClient, _: VeriffSettings, id: string): Promise<VendorRecord> {
  const decision = await client.json(`${pathOf(id)}/decision`);
  const { verification } = readDecision(decision);
  if (verification && verification.id !== id)
    throw new VendorError("unreadable", "Veriff answered with another session than was asked for.");
  // Before a decision there is none in the answer, and its session would have no id.
  if (!verification) throw new VendorError("incomplete", "Veriff has not decided this session yet.");
  const record = { decision: withoutSignatures(decision) };
  try {
    return { ...record, media: withoutSignatures(await client.json(`${pathOf(id)}/media`)) };
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return record;
    throw error;
  }
}

async function imageOf(client: VendorClient | null, downloadUrl: string): Promise<Buffer | null> {
  const [, id] = /^v1\/media\/([\x21-\x2e\x30-\x7e]{1,128})$/.exec(downloadUrl) ?? [];
  if (!id || !client) return null;
  try {
    return await client.file(downloadUrl, id);
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return null;
    throw error;
  }
}

const notice = z.looseObject({
  id: vendorId.nullish(),
  verification: z.looseObject({ id: vendorId }).nullish(),
});

function idsIn(given: Notice): string[] {
  proveByBody(given, "x-hmac-signature");
  const { id, verification } = readAnswer(notice, given.body.toString(), "Veriff's webhook");
  const named = verification?.id ?? id;
  return named ? [named] : [];
}

function fromFile(value: unknown, text: string) {
  const { status, verification } = Object(value) as Record<string, unknown>;
  if (typeof status !== "string" || verification === undefined || Object(value).session !== undefined)
    return null;
  const read = readDecision(text);
  if (!read.verification)
    throw new VendorError(
      "incomplete",
      "Veriff had not decided this session when it was saved, so it has no id.",
    );
  return { id: read.verification.id, record: { decision: withoutSignatures(text) } };
}

const noSession = "00000000-0000-4000-8000-000000000000";

/** Veriff (devdocs.veriff.com). It has no list, and deletes sessions only where Veriff has switched that on. */
export const veriff: Adapter<VeriffSettings> = {
  vendor: "veriff",
  title: "Veriff",
  settings: veriffSettings,
  mappingVersion: 1,
  keys: ["basic"],
  authorize: signed,
  probe: (client) => probeBy(() => client.json(`${pathOf(noSession)}/decision`), { isMissingFine: true }),
  list: null,
  fetch: fetchSession,
  fromFile,
  essence: (record) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [name, JSON.parse(text)])),
  map: mapVeriff,
  image: (client, _, __, downloadUrl) => imageOf(client, downloadUrl),
  notice: idsIn,
  report: null,
};
