import { z } from "zod";
import { mapPersona, type PersonaSettings, personaSettings, readInquiry, urlOf } from "@/lib/persona/map";
import type { Adapter, ListPage, Notice, Report, VendorRecord, Wanted } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { vendorId, words } from "@/lib/vendors/fields";
import { proveByTime } from "@/lib/vendors/hmac";
import { probeBy } from "@/lib/vendors/probe";
import { readAnswer } from "@/lib/vendors/read";
import { isEmptied, withoutSignatures } from "@/lib/vendors/signatures";

const pathOf = (id: string) => `inquiries/${encodeURIComponent(id)}`;
const whole = (id: string) => `${pathOf(id)}?include=verifications,documents,selfies,inquiry-template`;

/** The URLs of pictures with their tokens, as long as the record is in memory. The record itself holds none. */
const signed = new WeakMap<VendorRecord, string>();

const page = z.looseObject({
  data: z.array(
    z.looseObject({
      id: vendorId,
      attributes: z.looseObject({ status: words.nullish(), "updated-at": words.nullish() }).nullish(),
    }),
  ),
  links: z.looseObject({ next: words.nullish() }).nullish(),
});

async function list(
  client: VendorClient,
  _: PersonaSettings,
  __: Wanted,
  at: string | null,
): Promise<ListPage> {
  const query = new URLSearchParams({ "page[size]": "100", ...(at && { "page[after]": at }) });
  const { data, links } = readAnswer(
    page,
    await client.json(`inquiries?${query}`),
    "Persona's list of inquiries",
  );
  const sessions = data.map(({ id, attributes }) => {
    const changed = attributes?.["updated-at"];
    return { id, version: changed ? `${attributes?.status ?? ""}/${changed}` : null };
  });
  return { sessions, next: links?.next ? (sessions.at(-1)?.id ?? null) : null };
}

async function ask(client: VendorClient, id: string): Promise<string> {
  const text = await client.json(whole(id));
  if (readInquiry(text).data.id !== id)
    throw new VendorError("unreadable", "Persona answered with another inquiry than was asked for.");
  return text;
}

async function fetchInquiry(client: VendorClient, _: PersonaSettings, id: string): Promise<VendorRecord> {
  const text = await ask(client, id);
  const record = { inquiry: withoutSignatures(text) };
  signed.set(record, text);
  return record;
}

const photoIn = (text: string, at: number, key: string) =>
  urlOf(readInquiry(text).included?.[at]?.attributes?.[key]);

async function imageOf(
  client: VendorClient | null,
  record: VendorRecord,
  downloadUrl: string,
): Promise<Buffer | null> {
  const [, at, key] = /^photo:(\d{1,4})\/([a-z-]{1,40})$/.exec(downloadUrl) ?? [];
  if (!at || !key || !client || record.inquiry === undefined) return null;
  const text = signed.get(record) ?? record.inquiry;
  const url = photoIn(text, Number(at), key);
  if (url === null) return null;
  try {
    if (!isEmptied(url)) return await client.file(url);
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return null;
    if (!(error instanceof VendorError) || error.fault !== "expired") throw error;
  }
  const fresh = photoIn(await ask(client, readInquiry(text).data.id), Number(at), key);
  return fresh === null ? null : client.file(fresh);
}

const event = z.looseObject({
  data: z.looseObject({
    attributes: z.looseObject({
      payload: z.looseObject({ data: z.looseObject({ type: words.nullish(), id: vendorId }) }),
    }),
  }),
});

function idsIn(notice: Notice): string[] {
  proveByTime(notice, "persona-signature");
  const { type, id } = readAnswer(event, notice.body.toString(), "Persona's webhook").data.attributes.payload
    .data;
  return type === "inquiry" ? [id] : [];
}

async function report(client: VendorClient, _: PersonaSettings, id: string, { kind }: Report): Promise<void> {
  if (kind !== "redaction")
    throw new VendorError("not_allowed", "Persona is told of redactions only; its workflows decide.");
  try {
    await client.json(pathOf(id), { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof VendorError) || error.fault !== "not_found") throw error;
  }
}

/** Persona (docs.withpersona.com). */
export const persona: Adapter<PersonaSettings> = {
  vendor: "persona",
  title: "Persona",
  settings: personaSettings,
  mappingVersion: 1,
  keys: ["api_key"],
  authorize: (credentials) => ({
    Authorization: `Bearer ${credentials.kind === "api_key" ? credentials.key : credentials.password}`,
    "Persona-Version": "2023-01-05",
    "Key-Inflection": "kebab",
  }),
  probe: (client) => probeBy(() => client.json("inquiries?page[size]=1"), { schema: page }),
  isNewestFirst: true,
  list,
  fetch: fetchInquiry,
  fromFile(value, text) {
    if (Object(Object(value).data).type !== "inquiry") return null;
    const { data } = readInquiry(text);
    return { id: data.id, record: { inquiry: withoutSignatures(text) } };
  },
  essence: (record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, text]) => [name, JSON.parse(withoutSignatures(text))]),
    ),
  map: mapPersona,
  image: (client, record, _, downloadUrl) => imageOf(client, record, downloadUrl),
  notice: idsIn,
  takes: ["redaction"],
  report,
};
