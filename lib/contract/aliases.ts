import { inflect } from "@/lib/contract/inflection";

type Named = Record<string, unknown>;

const isMap = (value: unknown): value is Named =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Other platforms' names for the parameters of a new session, in camel case. The contract says that there are aliases
 * and does not list them; these are ours.
 */
const parameters = new Map(
  Object.entries({
    externalRef:
      "externalReference externalId externalUserId referenceId clientReferenceId customerId userId vendorData",
    metadata: "customMetadata",
    country: "countryCode selectedCountryCode",
    checks: "verifications requiredChecks",
    workflowId: "workflow inquiryTemplateId templateId verificationTemplateId flowId",
    redirectUrl: "redirectUri returnUrl successUrl",
    fields: "prefill prefilledFields applicant applicantData userData",
    tags: "labels",
    sendEmail: "emailInvite sendInvite",
    applicantEmail: "inviteEmail",
  }).flatMap(([own, others]) => others.split(" ").map((other): [string, string] => [other, own])),
);

/** Other names of pre-filled fields, in snake case. */
const prefilled = new Map(
  Object.entries({
    first_name: "name_first given_name firstname forename",
    last_name: "name_last family_name surname lastname",
    date_of_birth: "birthdate birth_date dob birthday",
    document_number: "identification_number id_number document_id",
    email: "email_address",
    phone: "phone_number mobile mobile_number",
    nationality: "nationality_code",
    gender: "sex",
    ssn: "social_security_number",
  }).flatMap(([own, others]) => others.split(" ").map((other): [string, string] => [other, own])),
);

/** Other names of the parts of an address, in snake case. */
const addressParts = new Map(
  Object.entries({
    line1: "street_1 street1 street address_line1 address_line_1 line_1",
    line2: "street_2 street2 address_line2 address_line_2 line_2",
    city: "town locality",
    state: "subdivision province region",
    zip: "postal_code postcode zip_code",
    country: "country_code",
  }).flatMap(([own, others]) => others.split(" ").map((other): [string, string] => [other, own])),
);

/** Respells the keys of a map; a value under the contract's own name comes before one under another name. */
function renamed(given: Named, names: ReadonlyMap<string, string>): Named {
  const entries = Object.entries(given);
  const own = entries.filter(([key]) => !names.has(key));
  const held = new Set(own.map(([key]) => key));
  const others = entries.flatMap(([key, value]): [string, unknown][] => {
    const name = names.get(key);
    if (name === undefined || held.has(name)) return [];
    held.add(name);
    return [[name, value]];
  });
  return Object.fromEntries([...own, ...others]);
}

const inSnake = (given: Named): Named => {
  const spelled = (key: string) => Object.keys(inflect({ [key]: null }, "snake") as object)[0] ?? key;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [spelled(key), value]));
};

/** Some platforms wrap each value of a field: `{"type": "string", "value": "Jane"}`. */
const plain = (value: unknown): unknown =>
  isMap(value) && "type" in value && "value" in value ? value.value : value;

/** Returns pre-filled fields under the contract's names; `address_city` becomes a part of `address`. */
function canonicalFields(given: Named): Named {
  const fields = renamed(inSnake(given), prefilled);
  const parts: Named = {};
  const rest: Named = {};
  for (const [key, value] of Object.entries(fields)) {
    const part = /^address_(.+)$/.exec(key)?.[1];
    if (part) Object.assign(parts, renamed({ [part]: plain(value) }, addressParts));
    else Object.defineProperty(rest, key, { value: plain(value), enumerable: true, configurable: true });
  }
  const { address, ...others } = rest;
  const whole = isMap(address) ? renamed(inSnake(address), addressParts) : address;
  if (Object.keys(parts).length === 0) return address === undefined ? rest : { ...others, address: whole };
  return { ...others, address: isMap(whole) ? { ...parts, ...whole } : (whole ?? parts) };
}

/**
 * Returns the body of a new session under the contract's own names. Accepts the JSON:API envelope
 * `{"data": {"attributes": {…}}}`, whose siblings are ignored, and other platforms' names of parameters and fields.
 * @param given the body, its keys in camel case outside of free-form maps
 */
export function canonicalSession(given: unknown): unknown {
  const body =
    isMap(given) && isMap(given.data) && "attributes" in given.data ? given.data.attributes : given;
  if (!isMap(body)) return body;
  const named = renamed(body, parameters);
  return isMap(named.fields) ? { ...named, fields: canonicalFields(named.fields) } : named;
}
