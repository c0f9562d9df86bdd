import type { Actor } from "@/lib/actor/actor";
import type { RequestKind } from "@/lib/law/kinds";
import * as review from "@/lib/requests/review";
import { searchRequest } from "@/lib/requests/search";
import * as requests from "@/lib/requests/write";
import {
  createMember,
  createOrganization,
  importFor,
  removeAllSessions,
  sampleAs,
  type TestOrganization,
} from "@/test/factories";
import { db } from "@/test/test-db";

/** Imports three sessions of one person, whose reference is cust_1. */
export const ids = [
  "ses_aaaaaaaaaaaaaaaaaaaaaaaaaa",
  "ses_bbbbbbbbbbbbbbbbbbbbbbbbbb",
  "ses_cccccccccccccccccccccccccc",
] as const;
export const somebodyElse = "ses_dddddddddddddddddddddddddd";

export type RequestScene = { organization: TestOrganization; officer: Actor; admin: Actor };

/**
 * Imports one person's sessions, approved years ago, approved recently and rejected, and a session of another person.
 * @param image is used for every image of that person
 */
export async function requestScene(image?: Buffer): Promise<RequestScene> {
  await removeAllSessions();
  await db.request.deleteMany();
  const organization = await createOrganization();
  const officer = await createMember(organization, ["compliance"]);
  const admin = await createMember(organization, ["admin"]);
  const outcomes = ["approved", "approved", "rejected"] as const;
  const updated = ["2019-05-01T10:00:00Z", "2026-11-01T10:00:00Z", "2026-11-02T10:00:00Z"];
  for (const [at, id] of ids.entries()) {
    const bundle = sampleAs(id, { external_ref: "cust_1", status: "completed", updated_at: updated[at] });
    const urls = (bundle.documents ?? []).flatMap(({ download_url }) => download_url ?? []);
    const images = image ? Object.fromEntries(urls.map((url) => [url, image])) : {};
    const result = bundle.result && {
      ...bundle.result,
      status: outcomes[at],
      rejection_reason_code: at === 2 ? "other" : null,
    };
    await importFor(admin, { ...bundle, result }, images);
    await db.session.updateMany({ where: { id }, data: { terminalAt: new Date(updated[at] ?? 0) } });
  }
  const other = sampleAs(somebodyElse, { external_ref: "cust_2" });
  await importFor(admin, {
    ...other,
    result: null,
    session: { ...other.session, fields: undefined, device: undefined, consent_ip: null },
  });
  return { organization, officer, admin };
}

export const receive = (officer: Actor, more = {}) =>
  requests.receiveRequest(officer, {
    kind: "access_and_erasure",
    channel: "email",
    requester: { externalRef: "cust_1", firstName: "Nobody", lastName: "Known" },
    ...more,
  });

/** Creates a request whose answer is reviewed. @returns its id */
export async function reviewed(officer: Actor, kind: RequestKind = "erasure", more = {}) {
  const { id: requestId } = await receive(officer, { kind, ...more });
  await requests.verifyRequester(officer, { requestId, how: "signed_in" });
  const { matches } = await searchRequest(officer, { requestId });
  for (const { sessionId } of matches)
    await review.decideMatch(officer, { requestId, sessionId, state: "accepted" });
  await review.reviewRequest(officer, { requestId });
  return requestId;
}
