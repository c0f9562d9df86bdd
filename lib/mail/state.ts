import "server-only";
import type { MailDto } from "@/lib/mail/kinds";
import { db } from "@/lib/platform/db";

const columns = { id: true, recipient: true, state: true, attempts: true, answer: true } as const;

type Row = {
  id: string;
  recipient: string;
  state: MailDto["state"];
  attempts: number;
  answer: string | null;
};

const toMailDto = ({ id, recipient, state, attempts, answer }: Row): MailDto => ({
  id,
  to: recipient,
  state,
  attempts,
  answer,
});

/** Returns the newest mail about each of these, by what it is about. */
export async function mailsAbout(
  organizationPk: bigint,
  aboutIds: readonly string[],
): Promise<Map<string, MailDto>> {
  if (aboutIds.length === 0) return new Map();
  const rows = await db.mail.findMany({
    where: { organizationPk, aboutId: { in: [...aboutIds] } },
    orderBy: { pk: "asc" },
    select: { ...columns, aboutId: true },
  });
  return new Map(rows.map((row) => [row.aboutId ?? "", toMailDto(row)]));
}

/** Returns one mail of the kinds that members cause; null when there is none. */
export async function findMail(organizationPk: bigint, id: string): Promise<MailDto | null> {
  const row = await db.mail.findFirst({
    where: { organizationPk, id, kind: { in: ["invitation", "password_link"] } },
    select: columns,
  });
  return row && toMailDto(row);
}
