import { type AuthenticityPart, type DocReaderAnswer, partOf, type StatusPart } from "@/lib/regula/answer";
import type { RegulaSession } from "@/lib/regula/session";
import type { RegulaSettings } from "@/lib/regula/settings";
import type { DocumentText } from "@/lib/regula/text";
import type { CheckStatus, VendorCheck } from "@/lib/vendors/bundle";
import { present, textOf } from "@/lib/vendors/fields";

const notRun = "Regula did not run this check.";

/** 0 failed, 1 passed, 2 not done. */
const statuses: Record<number, CheckStatus> = { 0: "failed", 1: "passed", 2: "skipped" };
const statusOf = (result: number): CheckStatus => statuses[result] ?? "error";
const wordOf = (result: number | null | undefined) =>
  result === null || result === undefined ? null : statusOf(result);

/** A check by its result; none where the answer does not name it. */
function checkOf(
  policy: string,
  result: number | null | undefined,
  details: Record<string, unknown> = {},
): VendorCheck[] {
  if (result === null || result === undefined) return [];
  const status = statusOf(result);
  const reason =
    status === "skipped"
      ? notRun
      : status === "error"
        ? `Regula's result ${result} is not known here.`
        : null;
  return [{ policy, status, details: present({ reason, ...details }) }];
}

/** The examinations of authenticity: each is a bit of `Type`. */
const examinations = new Map([
  [1, "UV luminescence"],
  [2, "IR B900 ink"],
  [4, "image pattern"],
  [8, "axial protection"],
  [16, "UV fibres"],
  [32, "IR visibility"],
  [64, "OCR security text"],
  [128, "invisible personal information"],
  [512, "photo embedding"],
  [4096, "hologram (older method)"],
  [8192, "photo area"],
  [32768, "portrait comparison"],
  [65536, "barcode format"],
  [131072, "kinegram"],
  [524288, "hologram"],
  [1048576, "fingerprint comparison"],
  [2097152, "document liveness"],
  [4194304, "extended OCR"],
  [8388608, "extended MRZ"],
]);

function examinationOf(type: number): string {
  const known = [...examinations].filter(([bit]) => Math.floor(type / bit) % 2 === 1);
  const rest = type - known.reduce((sum, [bit]) => sum + bit, 0);
  return [
    ...known.map(([, name]) => name),
    ...(rest > 0 || known.length === 0 ? [`type ${rest || type}`] : []),
  ].join(", ");
}

const shownItems = (list: NonNullable<AuthenticityPart["List"]>, page: number | null | undefined) =>
  list.map(({ Type, Result, List }) =>
    present({
      examination: examinationOf(Type),
      type: Type,
      page,
      result: wordOf(Result),
      elements: (List ?? []).map(({ ElementType, ElementResult, ElementDiagnose, CriticalFlag }) =>
        present({
          element: ElementType,
          result: wordOf(ElementResult),
          diagnose: ElementDiagnose,
          is_critical: CriticalFlag === null || CriticalFlag === undefined ? null : CriticalFlag !== 0,
        }),
      ),
    }),
  );

function authenticityCheck(answer: DocReaderAnswer, security: number | null | undefined): VendorCheck[] {
  const lists = answer.ContainerList.List.filter(
    ({ AuthenticityCheckList }) => AuthenticityCheckList?.List?.length,
  );
  const items = lists.flatMap(({ AuthenticityCheckList, page_idx }) =>
    shownItems(AuthenticityCheckList?.List ?? [], page_idx),
  );
  const results = lists.flatMap(({ AuthenticityCheckList }) =>
    AuthenticityCheckList?.List?.map(({ Result }) => Result),
  );
  const overall = results.includes(0) ? 0 : results.length > 0 && results.every((each) => each === 1) ? 1 : 2;
  const known = security ?? (results.length > 0 ? overall : null);
  return checkOf("document_authenticity", known, items.length > 0 ? { examinations: items } : {});
}

const chipDetails = (details: StatusPart["detailsRFID"]) =>
  Object.fromEntries(
    Object.entries(details ?? {}).flatMap(([key, result]) =>
      typeof result === "number" ? [[key, statusOf(result)]] : [],
    ),
  );

/** The checks of a DocReader answer, in the order in which the desk shows them. */
export function documentChecks(answer: DocReaderAnswer, text: DocumentText): VendorCheck[] {
  const status = partOf(answer, "Status");
  const optical = status?.detailsOptical;
  const said = optical?.text ?? partOf(answer, "Text")?.status;
  const { mrz, ...bySource } = text.bySource;
  const read = present({
    mrz_lines: text.mrzLines,
    // The desk reads the lines themselves; without them, these are the values of the zone.
    mrz_fields: text.mrzLines ? null : mrz,
    ...bySource,
    fields: text.fields.length > 0 ? text.fields : null,
  });
  const hasText = Object.keys(read).length > 0;
  const unsaid = { reason: "Regula does not say whether the text is right.", ...read };
  const ocr: VendorCheck[] =
    hasText && (said === null || said === undefined)
      ? [{ policy: "document_ocr", status: "skipped", details: unsaid }]
      : checkOf("document_ocr", said, read);
  const { detailsAge } = status ?? {};
  return [
    ...checkOf("document_quality", optical?.imageQA),
    ...checkOf("document_type", optical?.docType),
    ...ocr,
    ...checkOf("mrz", optical?.mrz),
    ...checkOf("document_expiration", optical?.expiry),
    ...authenticityCheck(answer, optical?.security),
    ...checkOf("visible_digital_seal", optical?.vds),
    ...checkOf("chip", status?.rfid, chipDetails(status?.detailsRFID)),
    ...checkOf("portrait_comparison", status?.portrait),
    ...checkOf("age_check", status?.age, detailsAge ? { age: detailsAge } : {}),
    ...checkOf("stop_list", status?.stopList),
    ...checkOf("mobile_driving_licence", status?.mDL),
  ];
}

const numberIn = (value: unknown): number | null => {
  const text = textOf(value)?.trim();
  const found = text ? Number(text) : Number.NaN;
  return Number.isFinite(found) ? found : null;
};

/** Whether the applicant was alive: 0 is confirmed and 1 is not, the other way round than everywhere else. */
export function livenessCheck({ properties }: RegulaSession, settings: RegulaSettings): VendorCheck[] {
  const name = settings.livenessStatus.find((each) => textOf(properties[each]) !== null);
  if (name === undefined) return [];
  const status = numberIn(properties[name]);
  if (status === 0) return [{ policy: "liveness", status: "passed" }];
  if (status === 1) return [{ policy: "liveness", status: "failed" }];
  return [
    {
      policy: "liveness",
      status: "skipped",
      details: { reason: "Regula does not say whether it was confirmed." },
    },
  ];
}

/**
 * Whether the portrait of the document and the face of the applicant are alike. Some descriptions of the similarity call it
 * a percentage, so a number above 1 is read as one.
 * @param compared the similarity that the file of the comparison gives, where no property does
 */
export function faceCheck(
  { properties }: RegulaSession,
  settings: RegulaSettings,
  compared: number | null,
  remarks: string[],
): VendorCheck[] {
  const name = settings.similarity.find((each) => numberIn(properties[each]) !== null);
  const given = name === undefined ? compared : numberIn(properties[name]);
  if (given === null) return [];
  if (given < 0 || given > 100) {
    remarks.push("The similarity of the faces is not between 0 and 1, and was not judged.");
    const details = { reason: "The similarity that Regula gives is not between 0 and 1." };
    return [{ policy: "face_match", status: "error", details }];
  }
  const score = given > 1 ? given / 100 : given;
  const threshold = settings.similarityThreshold;
  return [{ policy: "face_match", status: score >= threshold ? "passed" : "failed", score, threshold }];
}
