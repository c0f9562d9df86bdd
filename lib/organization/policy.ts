/** What an organization says of how it is reached. */
export type Contact = {
  name: string;
  postalAddress: string;
  email: string;
  phone: string;
  website: string;
  /** The address of the privacy notice; empty is not set. */
  privacyNotice: string;
  officerName: string;
  officerEmail: string;
  officerAddress: string;
  hasNoOfficer: boolean;
};

/** The lines of an address that is written over several. */
export const addressLines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

const joined = (...parts: readonly string[]) => parts.filter(Boolean).join(", ");
const inOneLine = (text: string) => addressLines(text).join(", ");

/**
 * The controller as letters name it (GDPR Art. 13(1)(a) and (b)). An empty controller is missing, and an empty officer
 * is unless there is none.
 */
export type Controller = {
  controller: string;
  contact: string;
  dataProtectionOfficer: string;
  hasNoOfficer: boolean;
};

/** Says in one line each who the controller is, where to write, and who the data protection officer is. */
export function controllerOf(organization: Contact): Controller {
  const { name, email, phone, website, officerName, officerEmail } = organization;
  const address = inOneLine(organization.postalAddress);
  const hasName = address.toLowerCase().startsWith(name.toLowerCase());
  return {
    controller: address && (hasName ? address : joined(name, address)),
    contact: joined(email, phone, website) || address,
    dataProtectionOfficer: joined(officerName, officerEmail, inOneLine(organization.officerAddress)),
    hasNoOfficer: organization.hasNoOfficer,
  };
}

/** The lines below the name at the head of a letter and at the foot of a public page. */
export function contactLines({ name, postalAddress, email, phone, website }: Contact): string[] {
  const [first = "", ...others] = addressLines(postalAddress);
  const address = first.toLowerCase() === name.toLowerCase() ? others : [first, ...others];
  return [address.filter(Boolean).join(", "), [email, phone, website].filter(Boolean).join(" · ")].filter(
    Boolean,
  );
}

/** Who a public page belongs to, as it shows it. */
export type PageOwner = {
  name: string;
  lines: readonly string[];
  /** The address of the privacy notice; empty is not set. */
  privacyNotice: string;
  logo: { url: string; width: number; height: number } | null;
};
