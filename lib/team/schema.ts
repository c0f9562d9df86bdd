import { z } from "zod";
import { roles } from "@/lib/actor/permissions";
import { isMailAddress } from "@/lib/format/contact";
import { type MailDto, mailDto } from "@/lib/mail/kinds";

const role = z.enum(roles);
const instant = z.string().meta({ format: "date-time" });

/** A member of the organization, as admins and auditors see them. */
export const teamMemberDto = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  joinedAt: instant,
  lastSeenAt: instant.nullable().meta({ description: "Null if the member has no sign-in on record." }),
  secondFactor: z.boolean().meta({ description: "Whether sign-in asks the member for a code." }),
  claimed: z.int().meta({ description: "Claimed or assigned cases that are not decided, live and sandbox." }),
});
export type TeamMemberDto = z.infer<typeof teamMemberDto>;
export const teamDto = z.object({ data: z.array(teamMemberDto) });
export type TeamDto = z.infer<typeof teamDto>;

/** The roles of a member. A member has at least one. */
export const rolesInput = z.strictObject({
  roles: z.array(role).min(1, "must contain at least one role").max(roles.length),
});
export type RolesInput = z.infer<typeof rolesInput>;

/** An invitation. With an address and a mail server, its link is sent there. */
export const inviteInput = rolesInput.extend({
  email: z
    .string()
    .trim()
    .max(254)
    .refine(isMailAddress, "must contain a name, an @ and a domain, such as name@example.com")
    .optional(),
});
export type InviteInput = z.infer<typeof inviteInput>;

/** A password link; `send` also mails it to the member. */
export const passwordLinkWanted = z.strictObject({ send: z.boolean().optional() });
export type PasswordLinkWanted = z.infer<typeof passwordLinkWanted>;

/** The roles for which sign-in must ask for a second factor; none for an empty list. */
export const requiredFactorInput = z.strictObject({ roles: z.array(role).max(roles.length) });
export type RequiredFactorInput = z.infer<typeof requiredFactorInput>;
export const requiredFactorDto = z.object({ roles: z.array(role) });
export type RequiredFactorDto = z.infer<typeof requiredFactorDto>;

/** The input of an operation that asks for nothing more. */
export const emptyInput = z.strictObject({});

/** An invitation that can still be accepted. */
export const invitationDto = z.object({
  id: z.string(),
  roles: z.array(role),
  invitedBy: z.string().meta({ description: "The name of the member who invited." }),
  createdAt: instant,
  expiresAt: instant,
  mail: mailDto.nullable().meta({ description: "The mail with the link; null if none was sent." }),
});
export type InvitationDto = z.infer<typeof invitationDto>;
export const invitationList = z.object({
  data: z.array(invitationDto),
  sendsMail: z.boolean().meta({ description: "Whether a mail server is set, so that links can be sent." }),
});
export type InvitationListDto = z.infer<typeof invitationList>;

export const newInvitationDto = z.object({
  id: z.string(),
  url: z.string().meta({ description: "The one-time link. It is returned only once." }),
  expiresAt: instant,
  mail: mailDto.nullable(),
});
export type NewInvitationDto = z.infer<typeof newInvitationDto>;

export const newPasswordLinkDto = z.object({
  url: z.string().meta({ description: "The one-time link. It is returned only once." }),
  expiresAt: instant,
  mail: mailDto.nullable(),
});
export type NewPasswordLinkDto = z.infer<typeof newPasswordLinkDto>;

export const noSecondFactorDto = z.object({ id: z.string(), status: z.literal("removed") });
export type NoSecondFactorDto = z.infer<typeof noSecondFactorDto>;

/** The mail with an invitation or a password link. */
export const mailOfMember = mailDto;
export type MemberMail = MailDto;

export const mailParams = z.object({ mailId: z.string().min(1).max(128) });
export const invitationParams = z.object({ invitationId: z.string().min(1).max(128) });
export const revokedInvitationDto = z.object({ id: z.string(), status: z.literal("revoked") });

export const removedMemberDto = z.object({
  id: z.string(),
  status: z.literal("removed"),
  releasedCases: z.int().meta({ description: "Cases that went back to the queue." }),
});
export type RemovedMemberDto = z.infer<typeof removedMemberDto>;

/** A browser in which a member is signed in, as admins see it. */
export const signInDto = z.object({
  id: z.string(),
  memberId: z.string(),
  name: z.string(),
  email: z.string(),
  isCurrent: z.boolean().meta({ description: "The sign-in of this call." }),
  isByProvider: z
    .boolean()
    .meta({ description: "By single sign-on; otherwise with a password or a passkey." }),
  signedInAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  ipAddress: z.string().nullable(),
  browser: z.string().nullable().meta({ description: "As the browser describes itself." }),
});
export type SignInDto = z.infer<typeof signInDto>;
export const signInList = z.object({
  data: z.array(signInDto),
  hasMore: z.boolean().meta({ description: "More members are signed in than the list contains." }),
});
export type SignInListDto = z.infer<typeof signInList>;
export const endedSignInsDto = z.object({ ended: z.int().meta({ description: "Sign-ins that ended." }) });
export type EndedSignInsDto = z.infer<typeof endedSignInsDto>;
