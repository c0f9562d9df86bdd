import { z } from "zod";
import { deliveryChannels, linkStates } from "@/lib/delivery/policy";
import { isStorable, storable } from "@/lib/format/text";

const instant = z.string().meta({ format: "date-time" });

export const linkParams = z.object({
  requestId: z.string().min(1).max(128),
  linkId: z.string().min(1).max(128),
});

/** A one-time link to a package. */
export const linkInput = z.strictObject({ expiresInDays: z.int().min(1).max(30).default(7) });
export type LinkInput = z.infer<typeof linkInput>;

export const linkDto = z.object({
  id: z.string(),
  packageId: z.string(),
  state: z.enum(linkStates),
  createdBy: z.string(),
  createdAt: instant,
  expiresAt: instant,
  triesLeft: z.int(),
  deliveredAt: instant.nullable(),
  sha256: z
    .string()
    .nullable()
    .meta({ description: "SHA-256 of the bytes that were sent; part of the receipt." }),
});
export type LinkDto = z.infer<typeof linkDto>;
export const linkList = z.object({ data: z.array(linkDto) });
export type LinkList = z.infer<typeof linkList>;

/** The link and its code. Both are shown once and not stored. */
export const madeLinkDto = z.object({ url: z.string(), code: z.string(), link: linkDto });
export type MadeLinkDto = z.infer<typeof madeLinkDto>;

/** The recipient's token and code. */
export const openInput = z.strictObject({
  token: z.string().min(20).max(100),
  code: z.string().min(1).max(40),
});
export type OpenInput = z.infer<typeof openInput>;
export const openedDto = z.object({ until: instant });

/** How an answer reached the requester by another channel. Without a time, it is now. */
export const deliverInput = z.strictObject({
  via: z.enum(deliveryChannels),
  to: z.string().trim().min(1).max(255).refine(isStorable, storable).meta({
    description: "The recipient: an address, a mailbox or a person.",
  }),
  deliveredAt: z.iso.datetime({ offset: true }).optional(),
  version: z.int().min(1).optional(),
});
export type DeliverInput = z.infer<typeof deliverInput>;
const paperDto = z.object({
  title: z.string(),
  intro: z.array(z.string()),
  sections: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(z.string()),
      pairs: z.array(z.object({ name: z.string(), value: z.string() })),
    }),
  ),
});

/** The answer as it would be built now. */
export const previewDto = z.object({
  letter: paperDto,
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z
        .int()
        .nullable()
        .meta({ description: "Size of the file; null if it is laid out when the package is built." }),
    }),
  ),
  withheld: z.array(z.string()).meta({ description: "Withheld data with its legal ground." }),
  unreadable: z.array(z.string()).meta({ description: "Unreadable data with the reason." }),
});
export type PreviewDto = z.infer<typeof previewDto>;
