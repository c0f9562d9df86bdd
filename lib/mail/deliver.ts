import "server-only";
import { isMailAddress } from "@/lib/format/contact";
import { type MailOutcome, type MailPatience, type OutgoingMail, sendMail } from "@/lib/platform/mail";

/** Sends a mail, but to no address that would have to be quoted: it could be read as several. */
export const deliver = async (mail: OutgoingMail, patience?: MailPatience): Promise<MailOutcome> =>
  isMailAddress(mail.to.address)
    ? sendMail(mail, patience)
    : { result: "refused", answer: "The address cannot be written to." };
