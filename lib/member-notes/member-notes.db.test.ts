import { beforeEach, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { listMemberNotes } from "@/lib/member-notes/read";
import { memberNoteInput } from "@/lib/member-notes/schema";
import { addMemberNote } from "@/lib/member-notes/write";
import { memberNames } from "@/lib/members/load";
import { requestRecordOf } from "@/lib/packages/record";
import { closeRequest } from "@/lib/requests/close";
import { ownRequestOf } from "@/lib/requests/load";
import * as requests from "@/lib/requests/write";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { db } from "@/test/test-db";

const words = "The mother called; see her letter of 3 November.";
let organization: TestOrganization;
let officer: Actor;
let requestId: string;

beforeEach(async () => {
  await db.request.deleteMany();
  organization = await createOrganization();
  officer = await createMember(organization, ["compliance"]);
  const requester = { email: "ada@mail.example" };
  ({ id: requestId } = await requests.receiveRequest(officer, {
    kind: "access",
    channel: "email",
    requester,
  }));
});

it("is read by the other members who answer requests, newest first, also after the request was closed", async () => {
  await addMemberNote(officer, { requestId, text: words });
  const other = await createMember(organization, ["compliance"]);
  await closeRequest(other, { requestId, status: "withdrawn", reason: "The person asked us to stop." });
  const { data } = await addMemberNote(other, { requestId, text: "Second" });
  const names = await memberNames(officer);
  expect(data.map(({ text, writtenBy }) => [text, writtenBy])).toEqual([
    ["Second", names.get(other.id)],
    [words, names.get(officer.id)],
  ]);
});

it("is stored sealed, recorded without its words, and is in no answer to the requester", async () => {
  const { data } = await addMemberNote(officer, { requestId, text: words });
  const row = await db.requestNote.findFirstOrThrow();
  expect(Buffer.from(row.sealed ?? []).toString("latin1")).not.toContain("mother");
  const event = await db.auditEvent.findFirstOrThrow({
    where: { type: "request.member-note-added", resourceId: requestId },
  });
  expect(event).toMatchObject({ metadata: { noteId: data[0]?.id } });
  expect(JSON.stringify(event.metadata)).not.toContain("mother");
  const told = await requestRecordOf(officer, await ownRequestOf(officer, requestId));
  expect(JSON.stringify(told)).not.toContain("mother");
});

it("is neither read nor written by members who do not answer requests, nor by another organization", async () => {
  for (const role of ["reviewer", "lead", "auditor"] as const) {
    const member = await createMember(organization, [role]);
    const forbidden = { code: "forbidden" };
    await expect(listMemberNotes(member, { requestId })).rejects.toMatchObject(forbidden);
    await expect(addMemberNote(member, { requestId, text: "x" })).rejects.toMatchObject(forbidden);
  }
  const stranger = await createMember(await createOrganization(), ["compliance"]);
  await expect(addMemberNote(stranger, { requestId, text: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await db.requestNote.count()).toBe(0);
});

it("says something that can be stored", () => {
  for (const text of ["", "  ", "a\0b", "x".repeat(10_001)])
    expect(memberNoteInput.safeParse({ text }).success).toBe(false);
});
