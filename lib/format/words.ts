/**
 * Phrases for codes whose own words would not explain them: documents, checks, fraud signals, and shared codes of
 * cases.
 */
const PHRASES: Record<string, string> = {
  drivers_license: "driver licence",
  driving_license: "driver licence",
  driver_license: "driver licence",
  national_id: "national ID",
  id_card: "ID card",
  poa_document: "proof of address",
  email: "e-mail",
  face_reference: "face",
  // Checks
  check_against_list: "blocklist",
  identity_crossref: "identity cross-check",
  id_document_filter: "accepted document type",
  document_ocr: "text recognition",
  // Fraud signals
  completion_too_fast: "completed too fast",
  completion_too_slow: "completed too slowly",
  high_hesitation: "long pauses",
  high_distraction: "page left often",
  copy_paste_name: "pasted name",
  mouse_bot_pattern: "automated pointer movement",
  keystroke_bot_pattern: "automated typing",
  screen_sharing_detected: "screen sharing",
  autofill_then_edit: "autofill edited",
  bot_detected: "bot",
  webdriver_evasion_detected: "automated browser",
  devtools_open: "developer tools open",
  webgl_vm_detected: "virtual machine",
  incognito_detected: "private browsing",
  vpn_detected: "VPN",
  proxy_detected: "proxy",
  tor_detected: "Tor network",
  datacenter_ip: "data-centre IP",
  ip_velocity: "many sessions from one IP",
  ip_risk: "IP reported for abuse",
  exif_editing: "image edited (EXIF)",
  exif_editing_detected: "image edited (EXIF)",
  screen_photo: "photo of a screen",
  screen_photo_detected: "photo of a screen",
  duplicate_device: "same device",
  duplicate_email: "same e-mail",
  duplicate_phone: "same phone",
  duplicate_document_number: "same document number",
  duplicate_face: "same face",
  duplicate_name_dob: "same name and birth date",
  duplicate_name_and_dob: "same name and birth date",
  duplicate_ip: "same IP address",
  integrity_checksum_mismatch: "file checksum mismatch",
  payload_tampering: "data changed in transit",
  ai_generated_face: "AI-generated face",
  camera_injection_detected: "camera injection",
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

/** Vendors choose the codes, so a code may be `constructor`. */
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

/** {@link words} with a capital: `under_review` → `Under review`, `drivers_license` → `Driver licence` */
export function sentence(code: string | null | undefined): string {
  return capital(words(code));
}

/** Capitalizes the first letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
