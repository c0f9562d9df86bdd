import type { IncomingHttpHeaders } from "node:http";
import type { z } from "zod";
import type { Environment } from "@/lib/actor/actor";
import type { VendorClient } from "@/lib/vendors/client";
import type { Credentials } from "@/lib/vendors/credentials";

/**
 * What a vendor sent about one session: the text of each JSON document, exactly as it came, by a name that the adapter
 * chooses (`session`, `file:doc_reader_results`). It is kept sealed, so that another mapping can be applied without
 * asking the vendor again.
 */
export type VendorRecord = Readonly<Record<string, string>>;

/** A session in a vendor's list. `version` is another one when the session has changed; null when the list does not say. */
export type Listed = { id: string; version: string | null };

/** One page of a vendor's list. `next` continues it; null at its end. It is stored, and asked for again after a crash. */
export type ListPage = { sessions: Listed[]; next: string | null };

/**
 * What a source takes in. An adapter passes on to the vendor what the vendor can filter by. A status is not among it:
 * a session that is here must be listed when its status becomes another one.
 */
export type Wanted = { since: Date | null; workflows: readonly string[] };

/** What a mapping needs and the vendor's record does not say. */
export type MappingFacts = {
  environment: Environment;
  /** When the session was first seen here: its beginning, for a vendor that does not say when it began. */
  firstSeenAt: Date;
  /** When this record was first seen here: its last change, for a vendor that does not say when it changed. */
  changedAt: Date;
  /**
   * When the session ended, if it is here and has ended: a vendor that does not say when it changed may change it again,
   * and what is retained is retained from its end.
   */
  endedAt?: Date | null;
};

export type Mapped = {
  /**
   * The session in the shape of an export bundle (`lib/contract/bundle.ts`), in snake_case. The importer checks it.
   * `download_url` of a document is only a name, which {@link Adapter.image} understands.
   */
  bundle: unknown;
  /** The status as the vendor wrote it. */
  vendorStatus: string;
  /** Sentences about what was not understood, such as a status that the table does not name. Without values of persons. */
  remarks: string[];
};

/** What a trial of a connection found. Null: it was not tried, because an earlier step failed or the vendor has no way to try it. */
export type Probe = {
  reached: boolean;
  keyAccepted: boolean | null;
  mayRead: boolean | null;
  mayDecide: boolean | null;
  mayRedact: boolean | null;
  /** The vendor's own words, or why it could not be reached; null when all went well. */
  said: string | null;
};

/** A notice by which a vendor says that sessions have changed. Only ids are taken from it; the rest is fetched. */
export type Notice = {
  headers: IncomingHttpHeaders;
  query: URLSearchParams;
  body: Buffer;
  secret: string | null;
  now: Date;
};

/** What is told to a vendor of a session that came from it. */
export type Report =
  | { kind: "decision"; decision: "approved" | "rejected"; note: string | null }
  | { kind: "redaction" };

/** A call as it is sent, for a vendor that wants it signed. */
export type SignedCall = { method: string; url: string; body: string | undefined };
export type KeyHeaders = Record<string, string> | ((call: SignedCall) => Record<string, string>);

/**
 * A vendor whose sessions come in. An adapter only knows the vendor: what it asks for and how its answers read. When to
 * ask, what to store and what to try again is the engine's (`lib/sources`).
 *
 * Every function throws VendorError for what the vendor did wrong, and tolerates fields that it does not know.
 */
export type Adapter<Settings = unknown> = {
  /** The vendor's name in the database and in the API, such as `regula`. It never changes. */
  readonly vendor: string;
  /** The vendor's name for people. */
  readonly title: string;
  /** What an admin sets for a connection beyond address and key, with a default for everything. */
  readonly settings: z.ZodType<Settings>;
  /** Counts up when the same record and settings give another bundle than before. */
  readonly mappingVersion: number;
  /** The ways to prove who asks. */
  readonly keys: readonly ("api_key" | "basic")[];
  /** The header that carries the key; a function of the call for a vendor that wants each call signed. */
  authorize(credentials: Credentials): KeyHeaders;
  probe(client: VendorClient, settings: Settings): Promise<Probe>;
  /** Lists sessions, page by page. Null when the vendor has no list: then ids come from notices or by hand. */
  readonly list:
    | ((client: VendorClient, settings: Settings, wanted: Wanted, at: string | null) => Promise<ListPage>)
    | null;
  /** Whether it is listed by these settings, for a vendor whose list is one of them; always, when it does not say. */
  lists?(settings: Settings): boolean;
  /** Whether the list has the newest sessions first: then a look for news stops at the first page without any. */
  readonly isNewestFirst?: boolean;
  /** Fetches every JSON document of a session. */
  fetch(client: VendorClient, settings: Settings, id: string): Promise<VendorRecord>;
  /** The record of a session in a file, with the id of the session; null when the value is not this vendor's. */
  fromFile(value: unknown, text: string): { id: string; record: VendorRecord } | null;
  /**
   * The part of a record that makes it another one: without signatures of URLs and times of the answer itself.
   * Two records with equal essence are not imported twice.
   */
  essence(record: VendorRecord): unknown;
  /** Reads a record as a bundle. Pure: the same record, settings and facts give the same bundle. */
  map(record: VendorRecord, settings: Settings, facts: MappingFacts): Mapped;
  /** The bytes of an image that a bundle of {@link map} names; null when the vendor has none. */
  image(
    client: VendorClient | null,
    record: VendorRecord,
    settings: Settings,
    downloadUrl: string,
  ): Promise<Buffer | null>;
  /** The ids of the sessions that a notice names. @throws VendorError refused_key when it does not prove its sender */
  readonly notice: ((notice: Notice, settings: Settings) => string[]) | null;
  /** Which reports the vendor takes; all of them when it does not say. */
  readonly takes?: readonly Report["kind"][];
  /** Tells the vendor of a decision or a redaction here. Repeating it is harmless. Null when the vendor takes none. */
  readonly report:
    | ((client: VendorClient, settings: Settings, id: string, report: Report) => Promise<void>)
    | null;
};
