const PHRASES: Record<string, string> = {
  drivers_license: "driver licence",
  driving_license: "driver licence",
  driver_license: "driver licence",
  national_id: "national ID",
  id_card: "ID card",
  poa_document: "proof of address",
  email: "e-mail",
  ai_generated_face: "AI-generated face",
};

const ACRONYMS: Record<string, string> = {
  ai: "AI",
  aml: "AML",
  api: "API",
  ccpa: "CCPA",
  dsar: "DSAR",
  exif: "EXIF",
  gdpr: "GDPR",
  id: "ID",
  ids: "IDs",
  ip: "IP",
  json: "JSON",
  mrz: "MRZ",
  nfc: "NFC",
  ocr: "OCR",
  pdf: "PDF",
  pep: "PEP",
  pii: "PII",
  poa: "proof of address",
  sla: "SLA",
  ssn: "SSN",
  url: "URL",
  usa: "USA",
  vpn: "VPN",
};

/** A code comes from a vendor and may be called `constructor`. */
const own = (map: Record<string, string>, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined);

/** `under_review` → `under review`, `drivers_license` → `driver licence`, `aml_screening` → `AML screening` */
export function words(code: string | null | undefined): string {
  if (!code) return "—";
  const key = code
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[\s.:-]+/g, "_");
  return (
    own(PHRASES, key) ??
    key
      .split("_")
      .filter(Boolean)
      .map((word) => own(ACRONYMS, word) ?? word)
      .join(" ")
  );
}

/** The same with a capital: `under_review` → `Under review`, `drivers_license` → `Driver licence` */
export function sentence(code: string | null | undefined): string {
  const text = words(code);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
