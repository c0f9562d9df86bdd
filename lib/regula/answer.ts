import { z } from "zod";
import { number, whole, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

/** 0 negative, 1 positive, 2 not performed. */
const checkResult = whole.nullish();

const status = z.looseObject({
  overallStatus: checkResult,
  optical: checkResult,
  portrait: checkResult,
  rfid: checkResult,
  stopList: checkResult,
  age: checkResult,
  mDL: checkResult,
  detailsOptical: z
    .looseObject({
      overallStatus: checkResult,
      docType: checkResult,
      expiry: checkResult,
      imageQA: checkResult,
      mrz: checkResult,
      security: checkResult,
      text: checkResult,
      vds: checkResult,
      pagesCount: whole.nullish(),
    })
    .nullish(),
  detailsRFID: z.record(z.string(), z.unknown()).nullish(),
  detailsAge: z.record(z.string(), z.unknown()).nullish(),
});
export type StatusPart = z.infer<typeof status>;

const textValue = z.looseObject({
  source: words.nullish(),
  value: words.nullish(),
  originalValue: words.nullish(),
  originalValidity: checkResult,
  pageIndex: whole.nullish(),
  probability: number.nullish(),
});
const textField = z.looseObject({
  fieldType: whole,
  fieldName: words.nullish(),
  lcid: whole.nullish(),
  lcidName: words.nullish(),
  status: checkResult,
  validityStatus: checkResult,
  comparisonStatus: checkResult,
  value: words.nullish(),
  valueList: z.array(textValue).nullish(),
  validityList: z.array(z.looseObject({ source: words.nullish(), status: checkResult })).nullish(),
  comparisonList: z
    .array(z.looseObject({ sourceLeft: words.nullish(), sourceRight: words.nullish(), status: checkResult }))
    .nullish(),
});
export type TextField = z.infer<typeof textField>;
const text = z.looseObject({
  status: checkResult,
  validityStatus: checkResult,
  comparisonStatus: checkResult,
  dateFormat: words.nullish(),
  fieldList: z.array(textField).nullish(),
});
export type TextPart = z.infer<typeof text>;

const imageValue = z.looseObject({
  source: words.nullish(),
  pageIndex: whole.nullish(),
  lightIndex: whole.nullish(),
  value: z.string().nullish(),
});
const images = z.looseObject({
  fieldList: z
    .array(
      z.looseObject({
        fieldType: whole,
        fieldName: words.nullish(),
        valueList: z.array(imageValue).nullish(),
      }),
    )
    .nullish(),
});

/** The text of one source, in answers without `Text`. */
const visual = z.looseObject({
  pArrayFields: z
    .array(
      z.looseObject({
        wFieldType: whole.nullish(),
        FieldType: whole.nullish(),
        FieldName: words.nullish(),
        wLCID: whole.nullish(),
        Buf_Text: words.nullish(),
      }),
    )
    .nullish(),
});
const base64 = z.looseObject({ image: z.string().nullish() });
/** The images of one source, in answers without `Images`. */
const graphics = z.looseObject({
  pArrayFields: z
    .array(z.looseObject({ FieldType: whole, FieldName: words.nullish(), image: base64.nullish() }))
    .nullish(),
});

const candidate = z.looseObject({
  DocumentName: words.nullish(),
  ID: words.nullish(),
  P: number.nullish(),
  FDSIDList: z
    .looseObject({
      ICAOCode: words.nullish(),
      dType: whole.nullish(),
      dCountryName: words.nullish(),
      dDescription: words.nullish(),
      dYear: words.nullish(),
      dStateCode: words.nullish(),
    })
    .nullish(),
});
export type Candidate = z.infer<typeof candidate>;

const authenticity = z.looseObject({
  List: z
    .array(
      z.looseObject({
        Type: whole,
        Result: checkResult,
        List: z
          .array(
            z.looseObject({
              ElementType: whole.nullish(),
              ElementResult: checkResult,
              ElementDiagnose: whole.nullish(),
              CriticalFlag: whole.nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});
export type AuthenticityPart = z.infer<typeof authenticity>;

const container = z.looseObject({
  result_type: whole,
  page_idx: whole.nullish(),
  light: whole.nullish(),
  Status: status.nullish(),
  Text: text.nullish(),
  Images: images.nullish(),
  OneCandidate: candidate.nullish(),
  DocVisualExtendedInfo: visual.nullish(),
  DocGraphicsInfo: graphics.nullish(),
  RawImageContainer: base64.nullish(),
  AuthenticityCheckList: authenticity.nullish(),
});
export type Container = z.infer<typeof container>;

const answer = z.looseObject({
  ChipPage: whole.nullish(),
  ProcessingFinished: whole.nullish(),
  ContainerList: z.looseObject({ List: z.array(container) }),
  TransactionInfo: z.looseObject({ TransactionID: words.nullish() }).nullish(),
});
/** What Regula's DocReader says of a document: the body of a file of the type REGULA_DOC_READER. */
export type DocReaderAnswer = z.infer<typeof answer>;

/** @throws VendorError unreadable, naming the field */
export const readDocReader = (text: string): DocReaderAnswer =>
  readAnswer(answer, text, "Regula's DocReader answer");

/** Returns the first payload of a kind among the containers of an answer. */
export function partOf<K extends keyof Container>(
  { ContainerList }: DocReaderAnswer,
  key: K,
): NonNullable<Container[K]> | null {
  for (const each of ContainerList.List) {
    const found = each[key];
    if (found !== null && found !== undefined) return found as NonNullable<Container[K]>;
  }
  return null;
}
