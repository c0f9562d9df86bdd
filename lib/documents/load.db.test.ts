import sharp from "sharp";
import { expect, it } from "vitest";
import { viewBytes, viewKeyOf } from "@/lib/documents/load";
import { blobs } from "@/lib/platform/blobs";
import { redactSession } from "@/lib/privacy/write";
import { cipherOf } from "@/lib/records/open";
import { actorOf, createMember, createOrganization, importFor, sampleAs } from "@/test/factories";
import { db } from "@/test/test-db";

it("a very large image is shrunk once, sealed next to the original, and erased with it", async () => {
  const organization = await createOrganization();
  const bundle = {
    ...sampleAs("ses_large"),
    documents: [
      { id: "doc_large", download_url: "a" },
      { id: "doc_usual", download_url: "b" },
    ],
  };
  const image = (width: number) =>
    sharp({ create: { width, height: 400, channels: 3, background: "#777" } })
      .jpeg()
      .toBuffer();
  await importFor(actorOf(organization), bundle, { a: await image(5_000), b: await image(800) });
  const session = await db.session.findFirstOrThrow({
    where: { organizationPk: organization.pk },
    include: { documents: { orderBy: { pk: "asc" } } },
  });
  const cipher = await cipherOf(actorOf(organization), "session", session);
  const widthOf = async (at: number) => {
    const { blobKey, width, height } = session.documents[at] ?? {};
    const bytes = await viewBytes(cipher, {
      blobKey: blobKey ?? "",
      width: width ?? null,
      height: height ?? null,
    });
    return (await sharp(bytes ?? Buffer.alloc(0)).metadata()).width;
  };
  expect([await widthOf(0), await widthOf(0), await widthOf(1)]).toEqual([4_096, 4_096, 800]);
  const copies = await Promise.all(
    session.documents.map(({ blobKey }) => blobs().get(viewKeyOf(blobKey ?? ""))),
  );
  expect(copies.map((copy) => copy !== null)).toEqual([true, false]);
  expect(copies[0]?.includes(Buffer.from("JFIF"))).toBe(false);
  const officer = await createMember(organization, ["compliance"]);
  await redactSession(officer, { sessionId: session.id, confirm: session.id, reason: "asked for" });
  expect(await blobs().get(viewKeyOf(session.documents[0]?.blobKey ?? ""))).toBeNull();
});
