import { z } from "zod";
import { mapStripe } from "@/lib/stripe-identity/map";
import { readSession, stripeList } from "@/lib/stripe-identity/read";
import { type StripeSettings, stripeSettings } from "@/lib/stripe-identity/settings";
import type { Adapter, ListPage, Notice, Report, VendorRecord, Wanted } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { vendorId, words } from "@/lib/vendors/fields";
import { proveByTime } from "@/lib/vendors/hmac";
import { probeBy } from "@/lib/vendors/probe";
import { readAnswer } from "@/lib/vendors/read";
import { withoutSignatures } from "@/lib/vendors/signatures";

const sessions = "v1/identity/verification_sessions";
const pathOf = (id: string) => `${sessions}/${encodeURIComponent(id)}`;

async function list(
  client: VendorClient,
  _: StripeSettings,
  wanted: Wanted,
  at: string | null,
): Promise<ListPage> {
  const query = new URLSearchParams({ limit: "100" });
  if (wanted.since) query.set("created[gte]", String(Math.floor(wanted.since.getTime() / 1000)));
  if (at) query.set("starting_after", at);
  const { data, has_more } = readAnswer(
    stripeList,
    await client.json(`${sessions}?${query}`),
    "Stripe's list of sessions",
  );
  const listed = data.map(({ id, status, last_verification_report: report, redaction }) => ({
    id,
    version: [status, report, redaction?.status].map((each) => each ?? "").join("/"),
  }));
  return { sessions: listed, next: has_more ? (listed.at(-1)?.id ?? null) : null };
}

async function fetchSession(
  client: VendorClient,
  settings: StripeSettings,
  id: string,
): Promise<VendorRecord> {
  const text = await client.json(pathOf(id));
  const session = readSession(text);
  if (session.id !== id)
    throw new VendorError("unreadable", "Stripe answered with another session than was asked for.");
  const record = { session: withoutSecret(text) };
  const { last_verification_report: reportId, redaction } = session;
  if (!reportId || redaction) return record;
  const query = settings.expand.map((field) => `expand[]=${field}`).join("&");
  try {
    const report = await client.json(
      `v1/identity/verification_reports/${encodeURIComponent(reportId)}${query && `?${query}`}`,
    );
    return { ...record, report };
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return record;
    throw error;
  }
}

/** The client secret and the link of a session let the applicant go on: nobody here needs them. */
const withoutSecret = (text: string) =>
  withoutSignatures(text)
    .replaceAll(/"client_secret"(\s*:\s*)"[^"]{0,4000}"/g, '"client_secret"$1null')
    // Other URLs, such as one in the metadata, stay.
    .replaceAll(/"url"(\s*:\s*)"https:(?:\\?\/){2}verify\.[^"]{0,4000}"/g, '"url"$1null');

const link = z.looseObject({ url: z.string() });

async function imageOf(
  client: VendorClient | null,
  settings: StripeSettings,
  downloadUrl: string,
): Promise<Buffer | null> {
  const [, file] = /^file:([\x21-\x7e]{1,128})$/.exec(downloadUrl) ?? [];
  if (!file || !client) return null;
  try {
    // The file itself is on another host, to which the key is not sent; a link to it needs none.
    const form = { file, expires_at: String(Math.floor(Date.now() / 1000) + settings.linkSeconds) };
    const text = await client.json("v1/file_links", { method: "POST", form });
    return await client.file(readAnswer(link, text, "Stripe's link to a file").url, file);
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return null;
    throw error;
  }
}

const event = z.looseObject({
  data: z.looseObject({ object: z.looseObject({ id: vendorId, object: words.nullish() }) }),
});

function idsIn(notice: Notice): string[] {
  proveByTime(notice, "stripe-signature");
  const { object } = readAnswer(event, notice.body.toString(), "Stripe's event").data;
  return object.object === "identity.verification_session" ? [object.id] : [];
}

async function report(client: VendorClient, _: StripeSettings, id: string, { kind }: Report): Promise<void> {
  if (kind !== "redaction")
    throw new VendorError("not_allowed", "Stripe Identity takes no decisions; it only redacts sessions.");
  const { redaction } = readSession(await client.json(pathOf(id)));
  if (!redaction) await client.json(`${pathOf(id)}/redact`, { method: "POST", form: {} });
}

function fromFile(value: unknown, text: string) {
  const { object, url } = Object(value) as Record<string, unknown>;
  if (object === "identity.verification_session") {
    const { id } = readSession(text);
    return { id, record: { session: withoutSecret(text) } };
  }
  if (object === "identity.verification_report")
    throw new VendorError(
      "incomplete",
      "This is a report of Stripe Identity's without its verification session: put both into one folder, each in a file of its own.",
    );
  if (object === "list" && String(url).startsWith("/v1/identity/"))
    throw new VendorError(
      "incomplete",
      "This is a list of Stripe Identity's: give each of its verification sessions in a file of its own, with its report beside it.",
    );
  return null;
}

/** Stripe Identity (docs.stripe.com/identity). */
export const stripeIdentity: Adapter<StripeSettings> = {
  vendor: "stripe_identity",
  title: "Stripe Identity",
  settings: stripeSettings,
  mappingVersion: 1,
  keys: ["api_key"],
  authorize: (credentials) => ({
    Authorization: `Bearer ${credentials.kind === "api_key" ? credentials.key : credentials.password}`,
  }),
  probe: (client) => probeBy(() => client.json(`${sessions}?limit=1`), { schema: stripeList }),
  isNewestFirst: true,
  list,
  fetch: fetchSession,
  fromFile,
  essence: (record) =>
    Object.fromEntries(Object.entries(record).map(([name, text]) => [name, JSON.parse(withoutSecret(text))])),
  map: mapStripe,
  image: (client, _, settings, downloadUrl) => imageOf(client, settings, downloadUrl),
  notice: idsIn,
  takes: ["redaction"],
  report,
};
