import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/actor/actor";
import { draftMessage, listMessages } from "@/lib/messages/read";
import { sendMessage } from "@/lib/messages/write";
import { downloadLetter, listLetters, madeLetter } from "@/lib/requests/letters";
import { receiveRequest } from "@/lib/requests/write";
import { getWording } from "@/lib/wordings/read";
import { type WordingInput, wordingInput, wordingPlace } from "@/lib/wordings/schema";
import { previewWording, saveWording } from "@/lib/wordings/write";
import { createMember, createOrganization, type TestOrganization } from "@/test/factories";
import { readPdf } from "@/test/pdf";
import { db } from "@/test/test-db";

let organization: TestOrganization;
let admin: Actor;
let officer: Actor;

beforeEach(async () => {
  organization = await createOrganization();
  admin = await createMember(organization, ["admin"]);
  officer = await createMember(organization, ["compliance"]);
});

const place = wordingPlace.parse({});
const input = (texts: WordingInput["texts"], version = 0): WordingInput =>
  wordingInput.parse({ ...place, texts, version });
const saidIn = async (bytes: Buffer) => (await readPdf(bytes)).told.map(({ text }) => text).join(" ");
const receive = async () =>
  (
    await receiveRequest(officer, {
      ...{ kind: "access", channel: "email", jurisdiction: "gdpr" },
      requester: { firstName: "Ada", lastName: "Byron" },
    })
  ).id;

describe("the texts of a letter", () => {
  it("are ours at first, then those of the newest version, and ours again", async () => {
    const first = await getWording(admin, place);
    expect(first).toMatchObject({ version: 0, versions: [] });
    expect(first.paragraphs.every(({ own }) => own === null)).toBe(true);
    const verifying = "We check who you are.";
    const saved = await saveWording(admin, input({ verifying }));
    expect(saved.paragraphs.find(({ name }) => name === "verifying")?.own).toBe(verifying);
    await saveWording(admin, input({ title: "Your request {id} is here" }, 1));
    const back = await saveWording(admin, input({ verifying: null }, 2));
    expect(back.version).toBe(3);
    expect(back.versions.map(({ version, changes }) => [version, changes])).toEqual([
      [3, [{ name: "verifying", before: verifying, after: null }]],
      [2, [{ name: "title", before: null, after: "Your request {id} is here" }]],
      [1, [{ name: "verifying", before: null, after: verifying }]],
    ]);
    const event = await db.auditEvent.findFirstOrThrow({
      where: { organizationPk: organization.pk, type: "letter.wording-saved" },
    });
    expect(event).toMatchObject({
      resourceId: "letters",
      metadata: { ...place, version: 1, changes: [{ name: "verifying", before: null, after: verifying }] },
    });
    // Each law and language has its own.
    expect(await getWording(admin, { ...place, language: "de" })).toMatchObject({ version: 0 });
    expect(await getWording(admin, { ...place, law: "uk_gdpr" })).toMatchObject({ version: 0 });
  });

  it("refuse what does not fit, and change nothing", async () => {
    for (const [texts, field] of [
      [{ received: "We have it." }, "texts.received"],
      [{ verifying: "{id}" }, "texts.verifying"],
      [{ court: "Go to court ({remedy})." }, "texts.court"],
      [{ title: `{id} ${"x".repeat(150)}` }, "texts.title"],
    ] as const)
      for (const refuse of [
        () => saveWording(admin, input(texts)),
        () => previewWording(admin, input(texts)),
      ])
        await expect(refuse(), field).rejects.toMatchObject({
          code: "validation_error",
          fields: [expect.objectContaining({ field })],
        });
    // No font has this Chinese character.
    await expect(saveWording(admin, input({ verifying: "\u{2ceb0}" }))).rejects.toMatchObject({
      code: "conflict",
    });
    for (const wrong of ["", " ", "a\nb", "a\u0007b", "a\u202eb", "a\u200bb", "x".repeat(2001), 3])
      expect(() => input({ verifying: wrong as string }), String(wrong)).toThrow();
    expect(() => input({ unknown: "x" } as never)).toThrow();
    expect(await getWording(admin, place)).toMatchObject({ version: 0 });
    await expect(saveWording(officer, input({ verifying: "x" }))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("are saved by one of two admins who began with the same version", async () => {
    const tries = await Promise.allSettled(
      ["One.", "Two.", "Three."].map((verifying) => saveWording(admin, input({ verifying }))),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const each of tries)
      if (each.status === "rejected") expect(each.reason).toMatchObject({ code: "conflict" });
    const { version, paragraphs } = await getWording(admin, place);
    const own = paragraphs.find(({ name }) => name === "verifying")?.own ?? null;
    expect(version).toBe(1);
    await expect(saveWording(admin, input({ verifying: own }, 1))).rejects.toMatchObject({
      code: "conflict",
      message: "These texts are saved already.",
    });
  });

  it("are in the preview before they are saved, among facts that are said to be fictional", async () => {
    await saveWording(admin, input({ verifying: "We check who you are." }));
    const { bytes } = await previewWording(admin, input({ due: "You hear from us by {due}." }));
    const said = await saidIn(bytes);
    expect(said).toContain("are fictional");
    expect(said).toContain("We check who you are.");
    expect(said).toContain("You hear from us by 1 February 2030.");
    expect(await getWording(admin, place)).toMatchObject({ version: 1 });
  });
});

describe("a letter that was made", () => {
  it("stays as it was made, and says with which version", async () => {
    const requestId = await receive();
    const make = () => downloadLetter(officer, { requestId, letter: "acknowledgement", language: "en" });
    const first = await make();
    await saveWording(admin, input({ verifying: "We check who you are." }));
    const second = await make();
    expect(await saidIn(first.bytes)).not.toContain("We check who you are.");
    expect(await saidIn(second.bytes)).toContain("We check who you are.");
    await saveWording(admin, input({ verifying: null }, 1));
    const { data } = await listLetters(officer, { requestId });
    expect(data.map(({ wording, letter }) => [letter, wording])).toEqual([
      ["acknowledgement", 1],
      ["acknowledgement", 0],
    ]);
    for (const [at, { bytes }] of [second, first].entries()) {
      const kept = await madeLetter(officer, { requestId, letterId: data[at]?.id ?? "" });
      expect(kept.bytes.equals(bytes)).toBe(true);
    }
    await expect(
      madeLetter(officer, { requestId: await receive(), letterId: data[0]?.id ?? "" }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(listLetters(admin, { requestId })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("goes with a message that has its title and its promise, and notes the version", async () => {
    const requestId = await receive();
    await saveWording(admin, input({ title: "Receipt of {id}", due: "You hear from us by {due}." }));
    const draft = await draftMessage(officer, { requestId, kind: "received", language: "en" });
    expect(draft.subject).toBe(`Receipt of ${requestId}`);
    expect(draft.text).toContain("You hear from us by ");
    const { subject, text } = draft;
    await sendMessage(officer, {
      ...{ requestId, kind: "received", language: "en", via: "letter", to: "1 Road", hasLetter: true },
      ...{ subject, text },
    });
    expect((await listMessages(officer, { requestId })).data[0]).toMatchObject({ wording: 1 });
  });
});
