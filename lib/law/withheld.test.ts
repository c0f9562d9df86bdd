import { describe, expect, it } from "vitest";
import { type WithheldClass, withheldClassOf } from "@/lib/law/withheld";

const belongs: [WithheldClass | null, string[]][] = [
  ["social_security", ["ssn", "SSN", "ssn_last4", "socialSecurityNumber", "social-security-no", "itin"]],
  [
    "government_id",
    [
      ...["document_number", "documentNumber", "document-number", "Document Number", "license_number"],
      ...["licence_no", "driverLicenseNumber", "dl_number", "passport_number", "passportNo", "visa_number"],
      ...[
        "mrz",
        "mrz_lines",
        "mrzLines",
        "mrz_text",
        "mrz_raw",
        "daq",
        "DAQ",
        "national_id",
        "nationalIdNumber",
      ],
      ...["personal_number", "identity_card_number", "id_number", "tax_id", "taxpayer_identification_number"],
      ...["residence_permit_number", "national_insurance_number", "curp", "aadhaar"],
    ],
  ],
  [
    "financial_account",
    ["iban", "account_number", "bankAccountNumber", "card_number", "creditCard", "sort_code"],
  ],
  [
    "health_id",
    ["health_insurance_number", "medical_record_number", "medicare_id", "insurance_policy_number"],
  ],
  ["password", ["password", "user_password", "passcode"]],
  ["security_question", ["security_question", "securityAnswers", "secret_answer"]],
  ["biometric_template", ["face_template", "faceEmbedding", "face_vector", "fingerprint_data", "voiceprint"]],
  [
    null,
    [
      ...["first_name", "last_name", "date_of_birth", "document_type", "document_expiration_date"],
      ...["document_issuing_state", "address", "email", "phone", "phone_number", "nationality", "gender"],
      ...["face_match_score", "face_match_passed", "selfie", "session_id", "identity_id", "external_ref"],
      ...["passport", "license", "documents", "processing_attempts", "house_number", "order_number"],
      ...["case_number", "number", "id", "country", "device_id", "user_agent", "barcode_passed", "chip"],
    ],
  ],
];

describe("the class of a field", () => {
  for (const [expected, fields] of belongs)
    it.each(fields)(`of %s is ${expected ?? "none"}`, (name) => {
      expect(withheldClassOf(name, { any: "content" })).toBe(expected);
    });

  it.each(["barcode", "barcodeText", "pdf417", "pdf417_raw", "chip_data"])(
    "%s has the document's number if it is a bare text",
    (name) => {
      expect(withheldClassOf(name, "ANSI 636026080102DL…")).toBe("government_id");
      expect(withheldClassOf(name, { first_name: "Nobody" })).toBeNull();
      expect(withheldClassOf(name, true)).toBeNull();
    },
  );
});
