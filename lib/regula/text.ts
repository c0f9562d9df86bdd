import type { ComparedField } from "@/lib/contract/vocabulary";
import type { Container, DocReaderAnswer, TextField } from "@/lib/regula/answer";
import { partOf } from "@/lib/regula/answer";
import { countryOf } from "@/lib/vendors/bundle";
import { oneLine, present, sexOf } from "@/lib/vendors/fields";

/** The sources of a value, as Regula names them and as the desk does. */
const sources: Record<string, string> = {
  MRZ: "mrz",
  VISUAL: "visual",
  BARCODE: "barcode",
  RFID: "chip",
  MAGNETIC: "magnetic_stripe",
  EXTERNAL: "external",
  LIVE: "live",
  FINGERPRINT: "fingerprint",
};
/** The source of the text in a container of one source, by its `result_type`. */
const containerSources: Record<number, string> = {
  3: "MRZ",
  17: "VISUAL",
  18: "BARCODE",
  26: "MAGNETIC",
  102: "RFID",
};

/** The types of text that the contract has a field for. An earlier one is preferred. */
const fieldTypes: readonly (readonly [number, ComparedField])[] = [
  [0, "document_type"],
  [1, "document_issuing_state"],
  [38, "document_issuing_state"],
  [2, "document_number"],
  [3, "document_expiration_date"],
  [5, "date_of_birth"],
  [8, "last_name"],
  [9, "first_name"],
  [26, "nationality"],
  [11, "nationality"],
  [12, "gender"],
  [17, "address"],
];
const dateTypes = [3, 4, 5];
const mrzTypes = [51, 172];
const fullName = 25;
const ageType = 185;

/** What a DocReader answer says of a document in words. */
export type DocumentText = {
  /** The overall value of each field. */
  extracted: Record<string, string>;
  /** The values of each source that gives any. */
  bySource: Record<string, Record<string, string>>;
  mrzLines: string[] | null;
  fullName: string | null;
  age: number | null;
  /** Each field as Regula compared it, for people who want to look. */
  fields: Record<string, unknown>[];
};

const words = (result: number | null | undefined) =>
  result === 0 ? "failed" : result === 1 ? "passed" : result === 2 ? "skipped" : null;

/**
 * Reads a day in the answer's own format, such as `M/d/yyyy`, as `YYYY-MM-DD`. A text of another form, or with two digits for
 * the year, stays as it is: the reviewer must see what was read.
 */
export function dayIn(value: string, format: string | null | undefined): string {
  if (!format || !/yyyy/.test(format)) return value;
  const places: string[] = [];
  const pattern = format.replaceAll(/yyyy|M{1,2}|d{1,2}|[^\w\s]|\s+/g, (token) => {
    if (!/^[yMd]/.test(token)) return token.trim() ? `\\${token}` : "\\s+";
    places.push(token.charAt(0));
    return token === "yyyy" ? "(\\d{4})" : "(\\d{1,2})";
  });
  if (/[a-z]/i.test(pattern.replaceAll(/\\[ds]/g, "")) || places.length !== 3) return value;
  const found = new RegExp(`^${pattern}$`).exec(value);
  if (!found) return value;
  const part = (place: string) => (found[places.indexOf(place) + 1] ?? "").padStart(2, "0");
  const day = `${part("y")}-${part("M")}-${part("d")}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : value;
}

function cleaned(
  type: number,
  value: string | null | undefined,
  format: string | null | undefined,
): string | null {
  if (type === 17) return oneLine((value ?? "").replaceAll(/\s*[\r\n^]+\s*/g, ", "));
  const text = oneLine(value);
  if (!text) return null;
  if (dateTypes.includes(type)) return dayIn(text, format);
  if (type === 12) return sexOf(text);
  return type === 26 || type === 1 ? (countryOf(text) ?? text) : text;
}

/** The fields of an answer without `Text`, from the containers of its sources. */
function fieldsOfContainers(list: readonly Container[]): TextField[] {
  const found = new Map<string, TextField>();
  for (const { result_type, page_idx, DocVisualExtendedInfo } of list) {
    const source = containerSources[result_type];
    if (!source) continue;
    for (const each of DocVisualExtendedInfo?.pArrayFields ?? []) {
      const fieldType = each.wFieldType ?? each.FieldType;
      if (fieldType === null || fieldType === undefined || !each.Buf_Text) continue;
      const lcid = each.wLCID ?? 0;
      const key = `${fieldType}/${lcid}`;
      const field = found.get(key) ?? {
        fieldType,
        fieldName: each.FieldName,
        lcid,
        value: each.Buf_Text,
        valueList: [],
      };
      field.valueList?.push({ source, value: each.Buf_Text, pageIndex: page_idx });
      found.set(key, field);
    }
  }
  return [...found.values()];
}

/** A comparison of Regula's in plain words, with every value that a source gives. */
const shownField = (field: TextField, format: string | null | undefined) =>
  present({
    type: field.fieldType,
    name: oneLine(field.fieldName),
    language: field.lcid || null,
    language_name: field.lcid ? oneLine(field.lcidName) : null,
    value: cleaned(field.fieldType, field.value, format),
    status: words(field.status),
    validity: words(field.validityStatus),
    comparison: words(field.comparisonStatus),
    values: (field.valueList ?? []).map(({ source, value, originalValue, pageIndex, probability }) =>
      present({
        source: source && (sources[source] ?? source.toLowerCase()),
        value: cleaned(field.fieldType, value, format),
        as_printed: originalValue === value ? null : oneLine(originalValue),
        page: pageIndex,
        probability,
      }),
    ),
    validities: (field.validityList ?? []).map(({ source, status }) =>
      present({ source, status: words(status) }),
    ),
    comparisons: (field.comparisonList ?? []).map(({ sourceLeft, sourceRight, status }) =>
      present({ left: sourceLeft, right: sourceRight, status: words(status) }),
    ),
  });

/** Puts the fields without a language first: the others repeat them in a language of the document. */
const byLanguage = (fields: readonly TextField[]) =>
  fields.toSorted((left, right) => (left.lcid ? 1 : 0) - (right.lcid ? 1 : 0));

/** Reads the text of a document: of all sources together (`Text`), or else of the container of each source. */
export function readText(answer: DocReaderAnswer): DocumentText {
  const text = partOf(answer, "Text");
  const format = text?.dateFormat;
  const given = text?.fieldList?.length ? text.fieldList : fieldsOfContainers(answer.ContainerList.List);
  const fields = byLanguage(given);
  const extracted: Record<string, string> = {};
  const bySource: Record<string, Record<string, string>> = {};
  const put = (into: Record<string, string>, key: string, value: string | null) => {
    if (value !== null) into[key] ??= value;
  };
  for (const [type, name] of fieldTypes) {
    for (const field of fields.filter(({ fieldType }) => fieldType === type)) {
      const values = field.valueList ?? [];
      put(extracted, name, cleaned(type, field.value || values.find(({ value }) => value)?.value, format));
      for (const { source, value } of values) {
        const key = source && sources[source];
        if (!key) continue;
        bySource[key] ??= {};
        put(bySource[key], name, cleaned(type, value, format));
      }
    }
  }
  const first = (...types: number[]) =>
    types.flatMap((type) => fields.filter(({ fieldType }) => fieldType === type)).find(({ value }) => value);
  const lines = (first(...mrzTypes)?.value ?? "").split(/[\r\n^]+/).map((line) => line.trim());
  const age = Number(first(ageType)?.value);
  return {
    extracted,
    bySource,
    mrzLines: lines.some(Boolean) ? lines.filter(Boolean) : null,
    fullName: oneLine(first(fullName)?.value),
    age: first(ageType) && Number.isInteger(age) && age >= 0 && age < 150 ? age : null,
    fields: fields.map((field) => shownField(field, format)),
  };
}
