import { z } from "zod";
import { isEmailAddress, isPhoneNumber } from "@/lib/format/contact";
import { isStorable, storable } from "@/lib/format/text";
import { timeZoneName } from "@/lib/format/time-zone";
import { languages } from "@/lib/language/languages";

/** The largest file that is taken as a logo, and its longest side. */
export const logoLimits = { bytes: 512 * 1024, pixels: 2000 } as const;

export const logoDto = z.object({
  url: z.string().meta({ description: "Public address of the picture. It changes with the picture." }),
  width: z.int(),
  height: z.int(),
});

/** What the organization says about itself, in letters and on public pages. */
export const organizationDto = z.object({
  id: z.string(),
  name: z.string(),
  logo: logoDto.nullable(),
  postalAddress: z.string(),
  email: z.string(),
  phone: z.string(),
  website: z.string(),
  privacyNotice: z.string().meta({
    description: "Address of the privacy notice (GDPR Art. 13), which public pages link to.",
  }),
  officerName: z.string(),
  officerEmail: z.string(),
  officerAddress: z.string(),
  hasNoOfficer: z.boolean().meta({
    description:
      "The organization has no data protection officer, because no law requires one (GDPR Art. 37).",
  }),
  timeZone: z.string(),
  language: z.enum(languages).meta({
    description: "Language of public pages and invitations where the reader's language is not known.",
  }),
  sendsMail: z.boolean().meta({ description: "Whether the operator has set a mail server." }),
  version: z.int(),
  updatedAt: z.string(),
});
export type OrganizationDto = z.infer<typeof organizationDto>;

const lines = z.string().trim().max(1000).refine(isStorable, storable);
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(isStorable, storable)
    .refine((text) => !/\p{Cc}/u.test(text), "must be one line");
const email = line(254).refine(
  (text) => text === "" || isEmailAddress(text),
  "must contain a name, an @ and a domain, such as name@example.com",
);
const isWebAddress = (text: string) =>
  URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);

const webAddress = line(500).refine(
  (text) => text === "" || isWebAddress(text),
  "must begin with https:// or http://",
);

/** A change of what the organization says about itself; what is not named stays. */
export const organizationInput = z.strictObject({
  name: line(120)
    .refine((text) => text !== "", "must not be empty")
    .optional(),
  postalAddress: lines.optional(),
  email: email.optional(),
  phone: line(60)
    .refine((text) => text === "" || isPhoneNumber(text), "must contain a phone number")
    .optional(),
  website: webAddress.optional(),
  privacyNotice: webAddress.optional(),
  officerName: line(200).optional(),
  officerEmail: email.optional(),
  officerAddress: lines.optional(),
  hasNoOfficer: z.boolean().optional(),
  timeZone: timeZoneName.optional(),
  language: z.enum(languages).optional(),
  version: z.int32(),
});
export type OrganizationInput = z.infer<typeof organizationInput>;

/** A new logo. The version is that of the organization. */
export const logoInput = z.strictObject({
  image: z
    .string()
    .min(1)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, "must be Base64")
    .max(Math.ceil(logoLimits.bytes / 3) * 4, "must not be larger than 512 kB")
    .meta({ description: "A PNG, JPEG or WebP file in Base64." }),
  version: z.int32(),
});
export type LogoInput = z.infer<typeof logoInput>;

export const logoRemoval = z.object({ version: z.coerce.number().int() });

export const logoParams = z.object({ organizationId: z.string().min(1).max(128) });

/** What the mail server said of a test mail. */
export const testMailAnswer = z.object({ to: z.string(), isSent: z.boolean(), answer: z.string() });
