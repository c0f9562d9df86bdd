import { z } from "zod";
import { isSame } from "@/lib/platform/crypto";
import { listAnswer, listRegula, searchBody } from "@/lib/regula/listing";
import { addressOf, fileDocument, fileNamed, fileUrl, mapRegula, sessionDocument } from "@/lib/regula/map";
import { looksLikeSession, type RegulaSession, readSession } from "@/lib/regula/session";
import { type RegulaSettings, regulaSettings } from "@/lib/regula/settings";
import type { Adapter, Notice, Probe, VendorRecord } from "@/lib/vendors/adapter";
import type { VendorClient } from "@/lib/vendors/client";
import { VendorError } from "@/lib/vendors/error";
import { vendorId, words } from "@/lib/vendors/fields";
import { inlineImage, isInline } from "@/lib/vendors/inline";
import { probeBy } from "@/lib/vendors/probe";
import { readAnswer } from "@/lib/vendors/read";
import { isEmptied, withoutSignatures } from "@/lib/vendors/signatures";

const title = "Regula IDV Platform";
const pathOf = (id: string) => `api/sessions/${encodeURIComponent(id)}`;

/**
 * The addresses of files with their signatures, as long as the record is in memory. The record itself is stored, and holds
 * none that opens anything.
 */
const signed = new WeakMap<VendorRecord, RegulaSession>();

function textOfFile(bytes: Buffer, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const error = new VendorError("unreadable", `Regula's file ${name} is no text in UTF-8.`);
    error.cause = cause;
    throw error;
  }
}

async function askSession(
  client: VendorClient,
  id: string,
): Promise<{ text: string; session: RegulaSession }> {
  const text = await client.json(pathOf(id));
  const session = readSession(text);
  if (session.id !== id)
    throw new VendorError("unreadable", "Regula answered with another session than was asked for.");
  return { text, session };
}

/** Fetches a file. Its address may have expired since the session was read: then a new one is asked for, once. */
async function fetchFile(client: VendorClient, session: RegulaSession, name: string): Promise<Buffer | null> {
  const url = addressOf(session, name);
  if (url === null) return null;
  if (!isEmptied(url)) {
    try {
      return await client.file(url, name);
    } catch (error) {
      if (!(error instanceof VendorError) || error.fault !== "expired") throw error;
    }
  }
  const again = addressOf((await askSession(client, session.id)).session, name);
  return again === null ? null : client.file(again, name);
}

/** Fetches a session and its JSON files. A file that is gone is left out. */
async function fetchRegula(
  client: VendorClient,
  settings: RegulaSettings,
  id: string,
): Promise<VendorRecord> {
  const { text, session } = await askSession(client, id);
  const record: Record<string, string> = { [sessionDocument]: withoutSignatures(text) };
  for (const wanted of [settings.docReader, settings.faceMatch]) {
    const name = fileNamed(session, wanted);
    if (name === null) continue;
    try {
      const bytes = await fetchFile(client, session, name);
      if (bytes) record[fileDocument(name)] = textOfFile(bytes, name);
    } catch (error) {
      if (!(error instanceof VendorError) || error.fault !== "not_found") throw error;
    }
  }
  signed.set(record, session);
  return record;
}

async function imageOf(
  client: VendorClient | null,
  record: VendorRecord,
  downloadUrl: string,
): Promise<Buffer | null> {
  if (isInline(downloadUrl)) return inlineImage(record, downloadUrl);
  const name = downloadUrl.startsWith(fileUrl("")) ? downloadUrl.slice(fileUrl("").length) : null;
  if (name === null || !client) return null;
  const session = signed.get(record) ?? readSession(record[sessionDocument] ?? "");
  try {
    return await fetchFile(client, session, name);
  } catch (error) {
    if (error instanceof VendorError && error.fault === "not_found") return null;
    throw error;
  }
}

const hint = z.looseObject({ sessionId: words.nullish(), session_id: words.nullish(), id: words.nullish() });

/** A webhook of Regula's has no signature that is documented, so only the id in it counts. */
function idsIn({ headers, body, secret }: Notice, settings: RegulaSettings): string[] {
  const given = headers[settings.noticeHeader];
  if (secret !== null && !isSame(Buffer.from(String(given ?? "")), Buffer.from(secret)))
    throw new VendorError(
      "refused_key",
      `The notice does not carry the secret in the header ${settings.noticeHeader}.`,
    );
  const { sessionId, session_id, id } = readAnswer(hint, body.toString(), "Regula's notice");
  const named = vendorId.safeParse(sessionId ?? session_id ?? id);
  if (!named.success) throw new VendorError("unreadable", "Regula's notice names no session.");
  return [named.data];
}

const noSession = "00000000-0000-4000-8000-000000000000";

function probeRegula(client: VendorClient, settings: RegulaSettings): Promise<Probe> {
  if (settings.list.mode === "none")
    return probeBy(() => client.json(pathOf(noSession)), { isMissingFine: true });
  const { path, limitParameter } = settings.list;
  const body = searchBody(settings, { since: null, workflows: [] }, new Date());
  return probeBy(() => client.json(`${path}?${limitParameter}=1`, { method: "POST", body }), {
    schema: listAnswer,
  });
}

const isDocReader = (value: unknown) => Object(Object(value).ContainerList).List !== undefined;

/** What an answer says of its own making, and not of the document. */
function essential(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!isDocReader(value)) return value;
  const { elapsedTime: _, TransactionInfo, ...rest } = Object(value);
  const { DateTime: __, ...transaction } = Object(TransactionInfo);
  return { ...rest, TransactionInfo: transaction };
}

/** Regula's IDV Platform (docs.regulaforensics.com/develop/idv). It documents no way to tell it of decisions. */
export const regula: Adapter<RegulaSettings> = {
  vendor: "regula",
  title,
  settings: regulaSettings,
  mappingVersion: 1,
  keys: ["api_key", "basic"],
  authorize: (credentials) => ({
    Authorization:
      credentials.kind === "api_key"
        ? `ApiKey ${credentials.key}`
        : `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`,
  }),
  probe: probeRegula,
  list: listRegula,
  lists: ({ list: { mode } }) => mode !== "none",
  fetch: fetchRegula,
  fromFile(value, text) {
    if (looksLikeSession(value)) {
      const { id } = readSession(text);
      return { id, record: { [sessionDocument]: withoutSignatures(text) } };
    }
    if (!isDocReader(value)) return null;
    throw new VendorError(
      "incomplete",
      "This is a DocReader answer without its session: put it beside the JSON of the session, under the name of the file.",
    );
  },
  essence: (record) =>
    Object.fromEntries(
      Object.entries(record).map(([name, text]) => [name, essential(withoutSignatures(text))]),
    ),
  map: mapRegula,
  image: (client, record, _, downloadUrl) => imageOf(client, record, downloadUrl),
  notice: idsIn,
  report: null,
};
