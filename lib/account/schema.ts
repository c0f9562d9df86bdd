import { z } from "zod";
import { roles } from "@/lib/actor/permissions";
import { timeZoneName } from "@/lib/format/time-zone";
import { languages } from "@/lib/language/languages";
import { passkeyCreated } from "@/lib/members/schema";

const instant = z.string().meta({ format: "date-time" });

/** A browser in which a member is signed in. */
export const deviceDto = z.object({
  id: z.string(),
  isCurrent: z.boolean().meta({ description: "The sign-in of this call." }),
  signedInAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  ipAddress: z.string().nullable(),
  browser: z.string().nullable().meta({ description: "As the browser describes itself." }),
});
export type DeviceDto = z.infer<typeof deviceDto>;

/** A passkey of a member. */
export const passkeyDto = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  isSynced: z.boolean().meta({ description: "The device may copy it to other devices of its owner." }),
});
export type PasskeyDto = z.infer<typeof passkeyDto>;

/** A member's own account. */
export const accountDto = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.enum(roles)),
  language: z.enum(languages),
  timeZone: z.string().meta({ description: "The IANA time zone in which the pages show instants." }),
  dailyMail: z.boolean().meta({ description: "Whether a mail tells every day what is due." }),
  sendsMail: z.boolean().meta({ description: "Whether the operator has set a mail server." }),
  joinedAt: instant,
  secondFactorSince: instant.nullable().meta({ description: "Null without an app and a passkey." }),
  appSince: instant.nullable().meta({ description: "Null without an authenticator app." }),
  passkeys: z.array(passkeyDto),
  mustAddFactor: z.boolean().meta({
    description: "A second factor is required and missing; all else is refused until it is set up.",
  }),
  recoveryCodesLeft: z.int(),
  devices: z.array(deviceDto),
});
export type AccountDto = z.infer<typeof accountDto>;

/** What members change of their own account; fields that are absent stay. */
export const meInput = z
  .strictObject({
    name: z.string().trim().min(1).max(120).optional(),
    language: z.enum(languages).optional(),
    timeZone: timeZoneName.optional(),
    dailyMail: z.boolean().optional(),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), "must change something");
export const nameInput = z.strictObject({ name: z.string().trim().min(1).max(120) });
export type MeInput = z.infer<typeof meInput>;
export const meDto = z.object({
  id: z.string(),
  name: z.string(),
  language: z.enum(languages),
  timeZone: z.string(),
  dailyMail: z.boolean(),
});
export type MeDto = z.infer<typeof meDto>;

const currentPassword = z.string().min(1).max(1000);

export const passwordInput = z.strictObject({
  currentPassword,
  newPassword: z.string().min(12, "must have at least 12 characters").max(1000),
});
export type PasswordInput = z.infer<typeof passwordInput>;
export const passwordDto = z.object({
  status: z.literal("changed"),
  endedSignIns: z.int().meta({ description: "Sign-ins in other browsers that ended." }),
});
export type PasswordDto = z.infer<typeof passwordDto>;

/** What adds or removes a second factor: the member's password once more. */
export const confirmInput = z.strictObject({ currentPassword });
export type ConfirmInput = z.infer<typeof confirmInput>;

/** What an authenticator app needs. It counts once a code of the app is confirmed. */
export const newFactorDto = z.object({
  secret: z.string().meta({ description: "Base 32. It is returned only once." }),
  uri: z.string().meta({ description: "The otpauth address that the QR code contains." }),
  qrCode: z.string().meta({ description: "A PNG image as a data URL." }),
});
export type NewFactorDto = z.infer<typeof newFactorDto>;

export const codeInput = z.strictObject({
  code: z
    .string()
    .transform((code) => code.replaceAll(/\s/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "must have 6 digits")),
});
export type CodeInput = z.infer<typeof codeInput>;

export const recoveryCodesDto = z.object({
  recoveryCodes: z.array(z.string()).meta({ description: "Each works once. They are returned only once." }),
});
export type RecoveryCodesDto = z.infer<typeof recoveryCodesDto>;

/** Recovery codes for the first second factor. Later ones keep the codes that the member has. */
export const firstCodesDto = z.object({ recoveryCodes: recoveryCodesDto.shape.recoveryCodes.nullable() });
export type FirstCodesDto = z.infer<typeof firstCodesDto>;

/** What a browser's Web Authentication needs, as JSON text: the spelling of its keys is fixed. */
export const passkeyOptionsDto = z.object({
  options: z.string().meta({
    description: "PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON, as text.",
  }),
});
export type PasskeyOptionsDto = z.infer<typeof passkeyOptionsDto>;
export const passkeyInput = z.strictObject({
  name: z.string().trim().min(1).max(60),
  answer: passkeyCreated,
});
export type PasskeyInput = z.infer<typeof passkeyInput>;
/** What the form of a new passkey asks for. */
export const newPasskeyForm = confirmInput.extend({ name: passkeyInput.shape.name });
export const addedPasskeyDto = firstCodesDto.extend({ passkey: passkeyDto });
export type AddedPasskeyDto = z.infer<typeof addedPasskeyDto>;
export const passkeyParams = z.object({ passkeyId: z.string().min(1).max(128) });

export const factorGoneDto = z.object({ status: z.literal("removed") });
export const deviceParams = z.object({ signInId: z.string().min(1).max(128) });
export const deviceGoneDto = z.object({ id: z.string(), status: z.literal("ended") });
