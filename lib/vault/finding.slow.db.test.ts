import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { listLinks } from "@/lib/links/read";
import { listBlocklistEntries } from "@/lib/lists/read";
import { blocklistQuery } from "@/lib/lists/schema";
import { updateBlocklist } from "@/lib/lists/write";
import { mac } from "@/lib/platform/crypto";
import type { BlindIndexKind } from "@/lib/platform/generated/enums";
import { purposeKey } from "@/lib/platform/keys";
import { redactSession } from "@/lib/privacy/write";
import { requestInput } from "@/lib/requests/schema";
import { searchRequest } from "@/lib/requests/search";
import { receiveRequest, verifyRequester } from "@/lib/requests/write";
import { listSessions } from "@/lib/sessions/read";
import { sessionListQuery } from "@/lib/sessions/schema";
import { firstForm } from "@/lib/vault/first-index";
import { reindex } from "@/lib/vault/reindex";
import { claimAndReject } from "@/test/case-scene";
import {
  actorOf,
  createMember,
  createOrganization,
  fixture,
  importFor,
  removeAllSessions,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let importer: Actor;
let officer: Actor;
let reviewer: Actor;
let lead: Actor;

beforeEach(async () => {
  await db.requestIndex.deleteMany();
  await db.request.deleteMany();
  await db.listEntry.deleteMany();
  await removeAllSessions();
  organization = await createOrganization();
  importer = actorOf(organization);
  officer = await createMember(organization, ["compliance"]);
  reviewer = await createMember(organization, ["reviewer"], { capacity: 50 });
  lead = await createMember(organization, ["lead"], { capacity: 50 });
});

type Given = {
  session: { id: string; fields: Record<string, unknown> };
  result: { session_id: string; extracted_data: Record<string, unknown> };
};

/** A real bundle, as another session with other data. */
async function bring(
  name: string,
  id?: string,
  data: Record<string, unknown> = {},
  fields: Record<string, unknown> = {},
) {
  const bundle = fixture<Given>(`reading/bundles/${name}.json`);
  if (id) bundle.session.id = bundle.result.session_id = id;
  Object.assign(bundle.result.extracted_data, data);
  Object.assign(bundle.session.fields, fields);
  await importFor(importer, bundle);
  return bundle.session.id;
}

/** Sessions that are found for somebody who asks. */
async function foundFor(requester: Record<string, string>): Promise<string[]> {
  const input = requestInput.parse({ kind: "access", channel: "letter", requester });
  const { id: requestId } = await receiveRequest(officer, input);
  await verifyRequester(officer, { requestId, how: "signed_in" });
  const { matches } = await searchRequest(officer, { requestId });
  return matches.map(({ sessionId }) => sessionId).sort();
}

const caseOf = async (sessionId: string) =>
  (
    await db.reviewCase.findFirstOrThrow({
      where: { organizationPk: organization.pk, session: { id: sessionId } },
    })
  ).id;
const rowOf = (id: string) =>
  db.session.findFirstOrThrow({
    where: { organizationPk: organization.pk, id },
    include: { signals: true, result: true, blindIndexes: true },
  });

/** Makes the indexes of everything here what the first release made of them. */
async function asOfTheFirstRelease(values: Record<string, [BlindIndexKind, string][]>): Promise<void> {
  const key = await purposeKey(organization.id, "blind-index");
  const scope = { organizationPk: organization.pk, environment: "sandbox" as const };
  for (const [id, known] of Object.entries(values)) {
    const { pk } = await rowOf(id);
    await db.blindIndex.deleteMany({ where: { sessionPk: pk } });
    await db.blindIndex.createMany({
      data: known.map(([kind, value]) => ({
        ...scope,
        sessionPk: pk,
        kind,
        digest: Uint8Array.from(mac(key, `${kind}:${firstForm[kind](value)}`)),
      })),
    });
    await db.session.updateMany({ where: { pk }, data: { indexVersion: 1 } });
  }
}

describe("a person is found", () => {
  it("however the name is written", async () => {
    const id = await bring("dsar-name");
    for (const [firstName, lastName] of [
      ["José María", "O'Neill Öztürk"],
      ["Jose Maria", "ONeill Ozturk"],
      ["JOSE MARIA", "ONEILL OEZTUERK"],
      ["O’Neill-Öztürk", "José-María"],
      ["José", "O'Neill Öztürk"],
    ] as const)
      expect(
        await foundFor({ firstName, lastName, dateOfBirth: "1991-03-04" }),
        `${firstName} ${lastName}`,
      ).toEqual([id]);
    expect(
      await foundFor({ firstName: "José", lastName: "O'Neill Öztürk", dateOfBirth: "1991-03-05" }),
    ).toEqual([]);
    expect(
      await foundFor({ firstName: "José Luis", lastName: "O'Neill Öztürk", dateOfBirth: "1991-03-04" }),
    ).toEqual([]);
  });

  it("by one name alone, and by a birth of which only the year is known", async () => {
    await bring("dsar-name", "ses_suharto", {
      first_name: null,
      last_name: "Suharto",
      date_of_birth: "1921-06-08",
    });
    await bring("dsar-name", "ses_karimi", {
      first_name: "Ahmad",
      last_name: "Karimi",
      date_of_birth: "1968",
    });
    await bring("dsar-name", "ses_printed", {
      first_name: "Ana",
      last_name: "Silva",
      date_of_birth: "05 MAY /MAI 90",
    });
    expect(await foundFor({ lastName: "Suharto", dateOfBirth: "1921-06-08" })).toEqual(["ses_suharto"]);
    expect(await foundFor({ firstName: "Ahmad", lastName: "Karimi", dateOfBirth: "1968-03-01" })).toEqual([
      "ses_karimi",
    ]);
    expect(await foundFor({ firstName: "Ana", lastName: "Silva", dateOfBirth: "1990-05-05" })).toEqual([
      "ses_printed",
    ]);
  });

  it("by one of two family names, an initial, other characters, and letters that look alike", async () => {
    const born = { date_of_birth: "1991-03-04" };
    const ids = [
      await bring("dsar-name", "ses_lopez", { first_name: "Ana", last_name: "García López", ...born }),
      await bring("dsar-name", "ses_initial", { first_name: "John F.", last_name: "Kennedy", ...born }),
      await bring("dsar-name", "ses_taro", { first_name: "太郎", last_name: "髙橋", ...born }),
      await bring("dsar-name", "ses_greek", { document_number: "ΑΒ 123456" }),
      await bring("dsar-name", "ses_mexican", {}, { phone: "+52 1 55 1234 5678" }),
      await bring("dsar-name", "ses_quoted", {}, { email: '"Ana B"@example.com' }),
    ];
    const dateOfBirth = "1991-03-04";
    expect([
      await foundFor({ firstName: "Ana", lastName: "García", dateOfBirth }),
      await foundFor({ firstName: "John Fitzgerald", lastName: "Kennedy", dateOfBirth }),
      await foundFor({ firstName: "太郎", lastName: "高橋", dateOfBirth }),
      await foundFor({ documentNumber: "AB123456" }),
      await foundFor({ phone: "55 1234 5678" }),
      await foundFor({ email: '"ana b"@EXAMPLE.com' }),
    ]).toEqual(ids.map((id) => [id]));
    expect(await foundFor({ firstName: "Ana", lastName: "Pérez", dateOfBirth })).toEqual([]);
  });

  it("by data that only the machine readable zone has", async () => {
    const id = await bring("partial-birth", "ses_zone", {
      first_name: null,
      last_name: null,
      date_of_birth: null,
      document_number: null,
    });
    expect(await foundFor({ documentNumber: "AB1234567" })).toEqual([id]);
    expect(await foundFor({ firstName: "Ahmad", lastName: "Karimi", dateOfBirth: "1968-02-03" })).toEqual([
      id,
    ]);
    expect(await foundFor({ firstName: "Ahmad", lastName: "Karimi", dateOfBirth: "1969-02-03" })).toEqual([]);
  });

  it("by the name in the form as well as by the document's", async () => {
    const id = await bring("dsar-name", "ses_married", {}, { last_name: "Schmidt" });
    expect(
      await foundFor({ firstName: "José María", lastName: "Schmidt", dateOfBirth: "1991-03-04" }),
    ).toEqual([id]);
  });

  it("by a number or phone in every spelling", async () => {
    const cpf = await bring("cpf");
    const fr = await bring("phone-fr");
    const [a, b] = [await bring("phone-dk-a"), await bring("phone-dk-b")];
    expect(await foundFor({ documentNumber: "12345678909" })).toEqual([cpf]);
    expect(await foundFor({ phone: "06 12 34 56 78" })).toEqual([fr]);
    expect(await foundFor({ phone: "12 34 56 78" })).toEqual([a, b].sort());
    const query = sessionListQuery.parse({ q: "123456789-09" });
    expect((await listSessions(officer, query)).data.map((session) => session.id)).toEqual([cpf]);
  });
});

describe("a placeholder", () => {
  it("links nobody, and finds nobody", async () => {
    const ids = [];
    for (const name of ["phone-none-a", "phone-none-b", "phone-none-c", "phone-none-d"])
      ids.push(await bring(name));
    for (const id of ids) {
      const { data } = await listLinks(reviewer, { caseId: await caseOf(id) });
      expect(data.filter(({ kinds }) => kinds.includes("phone"))).toEqual([]);
    }
    for (const phone of ["n/a", "unknown", "—", "+", "000000000"])
      expect(await foundFor({ phone }).catch(() => [])).toEqual([]);
    expect((await rowOf(ids[0] ?? "")).blindIndexes.map(({ kind }) => kind)).not.toContain("phone");
    expect((await rowOf(ids[1] ?? "")).blindIndexes.map(({ kind }) => kind)).toContain("phone");
  });

  it("cannot be added to the blocklist, and blocks nobody", async () => {
    await updateBlocklist(lead, { matchMode: "block" });
    const first = await bring("phone-none-a");
    await claimAndReject(lead, {
      caseId: await caseOf(first),
      rejectionReasonCode: "fraud_suspected",
      addToBlocklist: ["phone"],
    });
    expect((await listBlocklistEntries(lead, blocklistQuery.parse({}))).data).toEqual([]);
    for (const name of ["phone-none-b", "phone-none-c", "phone-none-d"])
      expect(await rowOf(await bring(name))).toMatchObject({ status: "under_review" });
  });

  it("blocked by the first release blocks nobody, before and after it is indexed again", async () => {
    const first = await bring("phone-none-a");
    await claimAndReject(lead, {
      caseId: await caseOf(first),
      rejectionReasonCode: "fraud_suspected",
      addToBlocklist: true,
    });
    const entry = await db.listEntry.findFirstOrThrow({ where: { kind: "document_number" } });
    const key = await purposeKey(organization.id, "blind-index");
    const garbage = Uint8Array.from(mac(key, "phone:"));
    await db.listEntry.updateMany({ where: { pk: entry.pk }, data: { kind: "phone", indexVersion: 1 } });
    await db.listEntryIndex.deleteMany({ where: { entryPk: entry.pk } });
    await db.listEntryIndex.create({
      data: {
        entryPk: entry.pk,
        organizationPk: organization.pk,
        environment: "sandbox",
        kind: "phone",
        digest: garbage,
      },
    });
    await updateBlocklist(lead, { matchMode: "block" });
    expect((await rowOf(await bring("phone-none-c"))).status).toBe("under_review");
    await reindex();
    expect((await rowOf(await bring("phone-none-d"))).status).toBe("under_review");
  });
});

describe("the blocklist", () => {
  const block = async (id: string) =>
    claimAndReject(lead, {
      caseId: await caseOf(id),
      rejectionReasonCode: "fraud_suspected",
      addToBlocklist: true,
    });
  const kindsOf = async (id: string) =>
    (await rowOf(id)).signals.some(({ signalType }) => signalType === "blocklist_match");

  it("blocks the same number in another spelling, and flags a possible match", async () => {
    await updateBlocklist(lead, { matchMode: "block" });
    await block(await bring("cpf"));
    const other = { document_number: "OTHER12345" };
    const spelled = await bring("cpf", "ses_spelled", { document_number: "123 456 789 09" });
    expect((await rowOf(spelled)).resultStatus).toBe("rejected");
    await block(await bring("phone-fr"));
    const certain = await bring("phone-fr", "ses_certain", other, { phone: "0033 612 345 678" });
    expect((await rowOf(certain)).resultStatus).toBe("rejected");
    const perhaps = await bring("phone-fr", "ses_perhaps", other, { phone: "06 12 34 56 78" });
    expect(await rowOf(perhaps)).toMatchObject({ status: "under_review" });
    expect(await kindsOf(perhaps)).toBe(true);
    const german = await bring("phone-fr", "ses_german", other, { phone: "+49 6 12 34 56 78" });
    expect(await kindsOf(german)).toBe(false);
    const { data } = await listBlocklistEntries(lead, blocklistQuery.parse({ q: "06 12 34 56 78" }));
    expect(data.map(({ kind, matches }) => ({ kind, matches }))).toEqual([{ kind: "phone", matches: 2 }]);
  });
});

describe("indexing again", () => {
  const wanted = { firstName: "José María", lastName: "O’Neill Öztürk", dateOfBirth: "1991-03-04" };
  const first: [BlindIndexKind, string][] = [
    ["name_and_birth_date", "JOSÉ  MARÍA|O’NEILL ÖZTÜRK|1991-03-04"],
    ["document_number", "DSAR00001"],
  ];

  it("never loses a match meanwhile", async () => {
    const id = await bring("dsar-name");
    await asOfTheFirstRelease({ [id]: first });
    const exact = { firstName: "josé  maría", lastName: "O’Neill Öztürk", dateOfBirth: "1991-03-04" };
    expect(await foundFor(exact)).toEqual([id]);
    expect(await foundFor({ documentNumber: "dsar-00001" })).toEqual([id]);
    expect(
      await foundFor({ firstName: "Jose Maria", lastName: "Oneill Ozturk", dateOfBirth: "1991-03-04" }),
    ).toEqual([]);
    expect(await reindex()).toBeGreaterThan(0);
    expect(await foundFor(exact)).toEqual([id]);
    expect(await foundFor(wanted)).toEqual([id]);
    expect(
      await foundFor({ firstName: "Jose Maria", lastName: "Oneill Ozturk", dateOfBirth: "1991-03-04" }),
    ).toEqual([id]);
    expect(await reindex()).toBe(0);
  });

  it("links sessions of both rules with each other meanwhile", async () => {
    const [old, fresh] = [await bring("dsar-name"), await bring("dsar-name", "ses_fresh")];
    await asOfTheFirstRelease({ [old]: first });
    const linked = async (id: string) =>
      (await listLinks(reviewer, { caseId: await caseOf(id) })).data.map(({ sessionId, kinds }) => [
        sessionId,
        kinds.toSorted(),
      ]);
    const kinds = ["document_number", "name_and_birth_date"];
    expect(await linked(fresh)).toEqual([[old, kinds]]);
    await reindex();
    expect(await linked(fresh)).toEqual([[old, kinds]]);
    expect(await linked(old)).toEqual([[fresh, kinds]]);
  });

  it("continues where it stopped, in bounded batches, and several at once", async () => {
    const values: Record<string, [BlindIndexKind, string][]> = {};
    for (let at = 0; at < 12; at++) {
      const number = `NUMBER-${String(at).padStart(4, "0")}`;
      const id = await bring("dsar-name", `ses_many_${at}`, { document_number: number });
      values[id] = [["document_number", number]];
    }
    await asOfTheFirstRelease(values);
    const stopped = new AbortController();
    stopped.abort();
    expect(await reindex(stopped.signal)).toBe(0);
    const [one, other] = await Promise.all([reindex(), reindex()]);
    expect(one + other).toBe(12);
    expect(await db.session.count({ where: { organizationPk: organization.pk, indexVersion: 1 } })).toBe(0);
    for (const id of Object.keys(values)) {
      const digests = (await rowOf(id)).blindIndexes.filter(({ kind }) => kind === "document_number");
      expect(digests).toHaveLength(1);
    }
    expect(await foundFor({ documentNumber: "number 0007" })).toEqual(["ses_many_7"]);
  });

  it("finds other requests of the same person, of both rules", async () => {
    const email = "JOSE@xn--mnchen-3ya.example";
    const { id: requestId } = await receiveRequest(
      officer,
      requestInput.parse({ kind: "access", channel: "letter", requester: { email } }),
    );
    const key = await purposeKey(organization.id, "blind-index");
    const { pk } = await db.request.findFirstOrThrow({ where: { id: requestId } });
    await db.requestIndex.updateMany({
      where: { requestPk: pk },
      data: { digest: Uint8Array.from(mac(key, `email:${firstForm.email(email)}`)) },
    });
    await db.request.updateMany({ where: { pk }, data: { indexVersion: 1 } });
    const again = (address: string) =>
      receiveRequest(
        officer,
        requestInput.parse({ kind: "erasure", channel: "letter", requester: { email: address } }),
      );
    expect((await again("jose@xn--mnchen-3ya.example")).duplicates).toEqual([requestId]);
    await reindex();
    expect((await again("jose@münchen.example")).duplicates).toContain(requestId);
  });

  it("keeps list entries of erased sessions", async () => {
    const id = await bring("cpf");
    await claimAndReject(lead, {
      caseId: await caseOf(id),
      rejectionReasonCode: "fraud_suspected",
      addToBlocklist: ["document_number"],
    });
    const entry = await db.listEntry.findFirstOrThrow({ where: { organizationPk: organization.pk } });
    const key = await purposeKey(organization.id, "blind-index");
    await db.listEntryIndex.updateMany({
      where: { entryPk: entry.pk },
      data: {
        digest: Uint8Array.from(mac(key, `document_number:${firstForm.document_number("123.456.789-09")}`)),
      },
    });
    await db.listEntry.updateMany({ where: { pk: entry.pk }, data: { indexVersion: 1 } });
    await redactSession(await createMember(organization, ["compliance"]), {
      sessionId: id,
      confirm: id,
      reason: "test",
    });
    await reindex();
    const later = await bring("cpf", "ses_later", { document_number: "123.456.78909" });
    expect((await rowOf(later)).signals.map(({ signalType }) => signalType)).toContain("blocklist_match");
  });
});
