import "server-only";
import { randomInt } from "node:crypto";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { showCase } from "@/lib/cases/dto";
import { ownCaseOf } from "@/lib/cases/load";
import type { CaseDto } from "@/lib/cases/schema";
import type { Bundle } from "@/lib/contract/bundle";
import { bringIn } from "@/lib/imports/session";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { drawImage } from "@/lib/platform/images";

/** The contract allows this many open demo cases. */
const mostDemoCases = 3;

/**
 * Creates a case of an invented person, to try the desk.
 * @throws AppError forbidden in live; conflict when three demo cases are open already
 */
export async function createDemoCase(actor: Actor): Promise<CaseDto> {
  authorize(actor, "cases:write");
  if (actor.scope.environment !== "sandbox")
    throw new AppError("forbidden", "Demo cases can only be created in the sandbox.");
  const bundle = demoBundle(new Date());
  await db.$transaction(
    async (tx) => {
      const lock = `demo_cases/${actor.scope.organizationPk}`;
      const [{ isMine } = { isMine: false }] = await tx.$queryRaw<{ isMine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) AS "isMine"`;
      if (!isMine) throw new AppError("conflict", "A demo case is already being created. Wait a moment.");
      const open = await tx.reviewCase.count({ where: { ...inScope(actor), isDemo: true, decidedAt: null } });
      if (open >= mostDemoCases)
        throw new AppError("conflict", `There are ${open} open demo cases. Decide one first.`);
      await bringIn(actor, bundle, { source: "demo", readImage: drawPicture, isDemo: true });
    },
    { timeout: 30_000 },
  );
  const { id } = await db.reviewCase.findFirstOrThrow({
    where: { ...inScope(actor), session: { id: bundle.session.id } },
    select: { id: true },
  });
  return showCase(actor, await ownCaseOf(actor, id, "read"));
}

const firstNames = ["Ada", "Bruno", "Chiara", "Dmitri", "Esra", "Farid", "Greta", "Hugo"];
const lastNames = [
  "Beispiel",
  "Esempio",
  "Ejemplo",
  "Przyklad",
  "Voorbeeld",
  "Exempel",
  "Exemple",
  "Specimen",
];
const oneOf = (names: readonly string[]) => names[randomInt(names.length)] ?? "";

const face = (x: number, y: number, size: number, skin: string) =>
  `<g transform="translate(${x} ${y}) scale(${size})"><path d="M-60 90C-60 40 60 40 60 90Z" fill="#4a5a78"/>
    <ellipse rx="34" ry="44" fill="${skin}"/><path d="M-36-8C-40-64 40-64 36-8 20-34-20-34-36-8Z" fill="#3a2d26"/>
    <circle cx="-12" cy="-2" r="4"/><circle cx="12" cy="-2" r="4"/><path d="M-12 20q12 8 24 0" fill="none" stroke="#000" stroke-width="3"/></g>`;

const lines = (count: number) =>
  Array.from(
    { length: count },
    (_, at) =>
      `<rect x="340" y="${110 + at * 52}" width="${420 - (at % 3) * 90}" height="16" fill="#7d879c"/>`,
  ).join("");

/** Drawings instead of photographs: they show nobody, and no document looks like them. */
const pictures: Record<string, string> = {
  front: `<svg xmlns="http://www.w3.org/2000/svg" width="860" height="540"><rect width="860" height="540" rx="28" fill="#dfe6f2"/>
    <rect x="60" y="100" width="230" height="300" fill="#c3cede"/>${face(175, 240, 1.7, "#d9b08c")}${lines(6)}
    <rect x="60" y="450" width="740" height="14" fill="#4a5568"/><rect x="60" y="482" width="740" height="14" fill="#4a5568"/></svg>`,
  selfie: `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#b9c4b4"/>
    ${face(300, 380, 4, "#cfa27c")}</svg>`,
};

const drawPicture = async (url: string) => {
  const picture = pictures[url];
  return picture ? drawImage(picture) : null;
};

/** Document numbers that no state issues, an address reserved for documentation, and a domain without mail. */
function demoBundle(now: Date): Bundle {
  const id = newId("ses");
  const at = now.toISOString();
  const [first_name, last_name] = [oneOf(firstNames), oneOf(lastNames)];
  const document_number = `DEMO${randomInt(100_000, 1_000_000)}`;
  const address = { line1: "1 Example Street", city: "Springfield", zip: "00000" };
  const birth = { date_of_birth: `19${randomInt(60, 99)}-0${randomInt(1, 10)}-1${randomInt(10)}` };
  const check = { attempt: 1, created_at: at, completed_at: at };
  return {
    session: {
      id,
      status: "under_review",
      is_sandbox: true,
      created_at: at,
      updated_at: at,
      external_ref: null,
      country: "US",
      document_type: "passport",
      tags: ["demo"],
      consent_ip: "192.0.2.10",
      fields: { first_name, last_name, ...birth, email: `${id}@applicant.example`, address },
      device: { id: `demo-${id}` },
    },
    result: {
      session_id: id,
      status: "needs_review",
      created_at: at,
      face_match_passed: false,
      face_match_score: 0.61,
      age_check_passed: true,
      extracted_data: {
        first_name,
        last_name,
        ...birth,
        address,
        document_number,
        nationality: "UTO",
        document_type: "passport",
        document_expiration_date: `${now.getUTCFullYear() + 4}-06-15`,
        document_issuing_state: "UTO",
      },
      processing_mode: "auto",
      country_used: "US",
    },
    documents: [
      { id: newId("doc"), document_type: "passport", page: "front", download_url: "front", captured_at: at },
      { id: newId("doc"), document_type: "selfie", page: "front", download_url: "selfie", captured_at: at },
    ],
    fraud_signals: [
      { signal_type: "vpn_detected", risk_score: 15, risk_level: "low", details: {} },
      { signal_type: "completion_too_fast", risk_score: 10, risk_level: "low", details: { seconds: 12 } },
    ],
    verifications: [
      { policy: "document_ocr", ...check, status: "passed", score: 0.97, threshold: 0.8, details: {} },
      { policy: "face_match", ...check, status: "failed", score: 0.61, threshold: 0.8, details: {} },
      { policy: "liveness", ...check, status: "passed", score: 0.93, threshold: 0.7, details: {} },
    ],
  };
}
