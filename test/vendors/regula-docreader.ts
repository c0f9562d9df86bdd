import { picture } from "./pictures";

/** The pictures of the fictional identity card, by what they show. */
export async function cardPictures() {
  const names = [
    "front",
    "frontInfrared",
    "back",
    "portrait",
    "chipPortrait",
    "signature",
    "ghost",
    "barcode",
  ] as const;
  const made = await Promise.all(names.map(async (name, at) => [name, await picture(20 + at * 25)] as const));
  return Object.fromEntries(made) as Record<(typeof names)[number], Buffer>;
}

const base64 = (bytes: Buffer) => bytes.toString("base64");
const value = (source: string, text: string, more: Record<string, unknown> = {}) => ({
  source,
  value: text,
  originalValidity: 1,
  pageIndex: 0,
  probability: 100,
  containerType: 17,
  ...more,
});
const field = (
  fieldType: number,
  fieldName: string,
  text: string,
  valueList: unknown[],
  more: Record<string, unknown> = {},
) => ({
  ...{ fieldType, fieldName, lcid: 0, status: 1, validityStatus: 1, comparisonStatus: 1 },
  value: text,
  valueList,
  validityList: [],
  comparisonList: [],
  ...more,
});

const zone = "I<UTOD231458907<<<<<<<<<<<<<<<^7408122F3004153UTO<<<<<<<<<<<6^ERIKSSON<<ANNA<MARIA<<<<<<<<<<";

/** The text of the card, with the oddities of real answers: repeated languages, line breaks, American dates. */
export const cardText = {
  ...{ status: 1, validityStatus: 1, comparisonStatus: 1, dateFormat: "M/d/yyyy" },
  availableSourceList: [{ source: "MRZ", containerType: 3, validityStatus: 1 }],
  fieldList: [
    field(0, "Document Class Code", "I", [value("MRZ", "I")]),
    field(1, "Issuing State Code", "AUT", [value("MRZ", "AUT"), value("VISUAL", "AUT")]),
    field(2, "Document Number", "D23145890", [
      value("MRZ", "D23145890"),
      value("VISUAL", "D23145890"),
      value("BARCODE", "D23145890"),
      value("RFID", "D23145890"),
    ]),
    field(3, "Date of Expiry", "4/15/2030", [
      value("MRZ", "4/15/2030"),
      value("VISUAL", "4/15/2030", { originalValue: "15.04.2030" }),
    ]),
    field(5, "Date of Birth", "8/12/1974", [value("MRZ", "8/12/1974"), value("RFID", "8/12/1974")], {
      comparisonList: [{ sourceLeft: "MRZ", sourceRight: "RFID", status: 1 }],
    }),
    field(8, "Surname", "Эрикссон", [value("VISUAL", "Эрикссон")], { lcid: 1049, lcidName: "Russian" }),
    field(8, "Surname", "ERIKSSON", [value("MRZ", "ERIKSSON"), value("VISUAL", "ERIKSSEN")], {
      status: 0,
      comparisonStatus: 0,
      comparisonList: [{ sourceLeft: "MRZ", sourceRight: "VISUAL", status: 0 }],
    }),
    field(9, "Given Names", "ANNA\nMARIA", [value("MRZ", "ANNA MARIA"), value("VISUAL", "ANNA\nMARIA")]),
    field(11, "Nationality", "Austria", [value("VISUAL", "Austria")]),
    field(26, "Nationality Code", "AUT", [value("MRZ", "AUT")]),
    field(12, "Sex", "F", [value("MRZ", "F")]),
    field(17, "Address", "Musterweg 3^1010 Wien", [value("BARCODE", "Musterweg 3^1010 Wien")]),
    field(51, "MRZ Strings", zone, [value("MRZ", zone)]),
    field(185, "Age", "52", [value("MRZ", "52")]),
    field(682, "Document Status", "SPECIMEN", [value("VISUAL", "SPECIMEN")]),
  ],
};

const candidate = (page: number, code: number, icao: string) => ({
  result_type: 9,
  page_idx: page,
  OneCandidate: {
    ...{ DocumentName: "Utopia - Id Card (2021)", ID: -1234567, P: 0.95, RFID_Presence: 1, RotationAngle: 0 },
    FDSIDList: {
      ICAOCode: icao,
      dType: code,
      dFormat: 0,
      dMRZ: true,
      dCountryName: "Austria",
      dDescription: "Identity Card",
      dYear: "2021",
    },
  },
});

const graphic = (fieldType: number, fieldName: string, valueList: unknown[]) => ({
  fieldType,
  fieldName,
  valueList,
});
const image = (source: string, bytes: Buffer, pageIndex: number, lightIndex: number) => ({
  ...{ source, containerType: source === "RFID" ? 103 : 6, pageIndex, lightIndex },
  value: base64(bytes),
});

type Pictures = Awaited<ReturnType<typeof cardPictures>>;

/** Every image of the card: both sides are type 207, and only the page tells them apart. */
export const cardImages = (of: Pictures) => ({
  fieldList: [
    graphic(205, "Barcode", [image("VISUAL", of.barcode, 1, 6)]),
    graphic(201, "Portrait", [image("RFID", of.chipPortrait, 0, 0), image("VISUAL", of.portrait, 0, 6)]),
    graphic(207, "Document Front", [
      image("VISUAL", of.back, 1, 6),
      image("VISUAL", of.frontInfrared, 0, 24),
      image("VISUAL", of.front, 0, 6),
    ]),
    graphic(204, "Signature", [image("VISUAL", of.signature, 0, 6)]),
    graphic(210, "Ghost portrait", [image("VISUAL", of.ghost, 1, 6)]),
  ],
});

/** As a real 8.3 answer, without age, detailsAge and mDL. */
export const cardStatus = {
  ...{ overallStatus: 0, optical: 0, portrait: 2, rfid: 1, stopList: 2 },
  detailsOptical: {
    ...{ overallStatus: 0, docType: 1, expiry: 1, imageQA: 1, mrz: 1, security: 1, text: 0, pagesCount: 2 },
  },
  detailsRFID: { overallStatus: 1, AA: 2, BAC: 1, CA: 1, PA: 1, PACE: 1, TA: 2 },
};

/** A DocReader answer about the identity card of a fictional person, in the shape that Regula documents. */
export const cardAnswer = (of: Pictures, parts: Record<string, unknown>[] = []) => ({
  ...{ ChipPage: 1, CoreLibResultCode: 0, ProcessingFinished: 1, morePagesAvailable: 0, elapsedTime: 1234 },
  TransactionInfo: {
    TransactionID: "5b1f3c1e-0000-4000-8000-000000000001",
    DateTime: "2026-11-20T10:00:00Z",
    Version: "8.3",
  },
  ContainerList: {
    Count: 6 + parts.length,
    List: [
      { result_type: 33, Status: cardStatus },
      { result_type: 36, page_idx: 0, list_idx: 0, light: 0, buf_length: 0, Text: cardText },
      { result_type: 37, Images: cardImages(of) },
      candidate(1, 12, "AUT"),
      candidate(0, 20, "AUT"),
      {
        result_type: 20,
        page_idx: 0,
        AuthenticityCheckList: {
          Count: 2,
          List: [
            {
              Type: 4,
              Result: 1,
              List: [{ ElementType: 17, ElementResult: 1, ElementDiagnose: 1, CriticalFlag: 1 }],
            },
            {
              Type: 2097152,
              Result: 0,
              List: [{ ElementType: 36, ElementResult: 0, ElementDiagnose: 233, CriticalFlag: 0 }],
            },
          ],
        },
      },
      ...parts,
    ],
  },
});

/** The same card in the containers of each source, as answers without `Text` and `Images` have it. */
export const cardAnswerBySource = (of: Pictures) => {
  const visual = (result_type: number, fields: [number, string][]) => ({
    result_type,
    page_idx: 0,
    DocVisualExtendedInfo: {
      nFields: fields.length,
      pArrayFields: fields.map(([wFieldType, Buf_Text]) => ({
        wFieldType,
        FieldName: "",
        wLCID: 0,
        Buf_Text,
      })),
    },
  });
  const graphics = (result_type: number, page_idx: number, fields: [number, Buffer][]) => ({
    result_type,
    page_idx,
    light: 6,
    DocGraphicsInfo: {
      nFields: fields.length,
      pArrayFields: fields.map(([FieldType, bytes]) => ({
        FieldType,
        FieldName: "",
        image: { format: ".jpg", image: base64(bytes) },
      })),
    },
  });
  const page = (page_idx: number, light: number, bytes: Buffer) => ({
    result_type: 1,
    page_idx,
    light,
    RawImageContainer: { format: ".jpg", image: base64(bytes) },
  });
  return {
    ProcessingFinished: 1,
    ContainerList: {
      List: [
        visual(3, [
          [8, "ERIKSSON"],
          [9, "ANNA MARIA"],
          [51, zone],
        ]),
        visual(17, [
          [8, "ERIKSSON"],
          [2, "D23145890"],
        ]),
        visual(18, [[17, "Musterweg 3^1010 Wien"]]),
        visual(102, [[5, "1974-08-12"]]),
        graphics(6, 0, [
          [201, of.portrait],
          [204, of.signature],
        ]),
        graphics(103, 0, [[201, of.chipPortrait]]),
        page(1, 6, of.back),
        page(0, 24, of.frontInfrared),
        page(0, 6, of.front),
      ],
    },
  };
};

/** A session of the sample workflow, with its files at these addresses. */
export const cardSession = (changes: Record<string, unknown> = {}) => ({
  ...{
    id: "3f0b7a52-1111-4222-8333-444444444444",
    status: 4,
    locale: "de",
    workflow: { id: "wf-general-kyc" },
  },
  properties: {
    ...{
      FULL_NAME: "ERIKSSON ANNA MARIA",
      LIVENESS_STATUS: 0,
      LIVENESS_DOC_SIMILARITY: 0.91,
      DOCTYPE: 12,
      AGE: 52,
    },
    TRANSACTION_ID: "5b1f3c1e-0000-4000-8000-000000000001",
  },
  files: {
    doc_reader_results: { url: "https://idv.example/files/reader.json", type: "REGULA_DOC_READER" },
    LIVENESS_PORTRAIT: "https://store.example/selfie.jpg?X-Amz-Signature=abc123&X-Amz-Expires=300",
    DOC_PHOTO: "https://store.example/doc-photo.jpg?token=abc123",
    LIVENESS_VIDEO: "https://store.example/video.mp4",
  },
  metadata: { external_ref: "order-77", campaign: "spring" },
  ...changes,
});
