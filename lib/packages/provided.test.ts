import { expect, it } from "vitest";
import { bundleSchema } from "@/lib/contract/bundle";
import { providedBy, providedCsv } from "@/lib/packages/provided";

const bundle = bundleSchema.parse({
  session: {
    id: "ses_1",
    status: "completed",
    is_sandbox: true,
    created_at: "2026-11-01T10:00:00Z",
    updated_at: "2026-11-01T10:00:00Z",
    external_ref: "cust_1",
    metadata: { segment: "gold" },
    tags: ["vip"],
    consent_ip: "192.0.2.1",
    fields: { phone: "+49 30 1", addresses: [{ city: "Köln, Nord" }], empty: "" },
    device: { model: "Phone" },
  },
  result: {
    status: "approved",
    created_at: "2026-11-01T10:00:00Z",
    face_match_score: 0.98,
    extracted_age: 30,
    extracted_data: { last_name: "=1+1", address: { city: "Köln" } },
  },
  documents: [
    { id: "doc_1", document_type: "passport", page: "front", download_url: "images/passport.jpg" },
    { id: "doc_2", document_type: "selfie" },
  ],
  fraud_signals: [{ signal_type: "vpn", details: {} }],
  case_notes: [{ note_id: "n1", content: "Seems nervous." }],
});

it("takes what the person provided, and nothing that was made of it", () => {
  const provided = providedBy(bundle);
  expect(provided).toEqual({
    session: "ses_1",
    provided_at: "2026-11-01T10:00:00Z",
    form: { phone: "+49 30 1", addresses: [{ city: "Köln, Nord" }], empty: "" },
    document: { last_name: "=1+1", address: { city: "Köln" } },
    device: { ip_address: "192.0.2.1", model: "Phone" },
    images: [{ type: "passport", page: "front", file: "images/passport.jpg" }],
  });
  for (const word of ["approved", "0.98", "30,", "vpn", "nervous", "gold", "vip", "cust_1"])
    expect(JSON.stringify(provided)).not.toContain(word);
});

it("writes one line for each value, and no formula", () => {
  expect(providedCsv(providedBy(bundle)).split("\r\n")).toEqual([
    "session,part,field,value",
    "ses_1,form,phone,'+49 30 1",
    'ses_1,form,addresses.1.city,"Köln, Nord"',
    "ses_1,document,last_name,'=1+1",
    "ses_1,document,address.city,Köln",
    "ses_1,device,ip_address,192.0.2.1",
    "ses_1,device,model,Phone",
    "ses_1,images,1.type,passport",
    "ses_1,images,1.page,front",
    "ses_1,images,1.file,images/passport.jpg",
    "",
  ]);
});

it("writes nothing but the heading for a session without data", () => {
  const { session } = bundle;
  const bare = { session: { id: session.id, created_at: session.created_at } };
  expect(providedCsv(providedBy(bare as typeof bundle))).toBe("session,part,field,value\r\n");
});
