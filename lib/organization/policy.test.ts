import { expect, it } from "vitest";
import { type Contact, contactLines, controllerOf } from "@/lib/organization/policy";

const empty: Contact = {
  name: "Acme Ltd",
  postalAddress: "",
  email: "",
  phone: "",
  website: "",
  privacyNotice: "",
  officerName: "",
  officerEmail: "",
  officerAddress: "",
  hasNoOfficer: false,
};

it("names the controller once, whether the address begins with the name or not", () => {
  const postalAddress = "1 Street\n\n  Dublin \n";
  expect(controllerOf({ ...empty, postalAddress }).controller).toBe("Acme Ltd, 1 Street, Dublin");
  const whole = { ...empty, postalAddress: "ACME Ltd, 1 Street, Dublin" };
  expect(controllerOf(whole).controller).toBe("ACME Ltd, 1 Street, Dublin");
  expect(controllerOf(empty)).toEqual({
    controller: "",
    contact: "",
    dataProtectionOfficer: "",
    hasNoOfficer: false,
  });
});

it("says where to write, and to the address if there is nothing else", () => {
  const postalAddress = "1 Street";
  const { contact } = controllerOf({ ...empty, postalAddress, email: "a@acme.example", phone: "+353 1 1" });
  expect(contact).toBe("a@acme.example, +353 1 1");
  expect(controllerOf({ ...empty, postalAddress }).contact).toBe("1 Street");
});

it("joins what is known of the data protection officer", () => {
  const officer = { ...empty, officerName: "Dr. Ada", officerAddress: "2 Street\nCork" };
  expect(controllerOf(officer).dataProtectionOfficer).toBe("Dr. Ada, 2 Street, Cork");
});

it("does not repeat the name in the lines below it", () => {
  const postalAddress = "Acme Ltd\n1 Street";
  expect(contactLines({ ...empty, postalAddress, website: "https://acme.example" })).toEqual([
    "1 Street",
    "https://acme.example",
  ]);
  expect(contactLines(empty)).toEqual([]);
});
