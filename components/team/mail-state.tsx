import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { Pill } from "@/components/ui/pill";
import { teamQueries } from "@/lib/team/client";
import type { MemberMail } from "@/lib/team/schema";

const looks = {
  waiting: { tone: "info", label: "Mail waiting" },
  sent: { tone: "good", label: "Mail sent" },
  failed: { tone: "bad", label: "Mail failed" },
} as const;

/** Says what came of a mail, with the mail server's own words when it was not taken. */
export function MailState({ mail }: { mail: MemberMail }) {
  const { tone, label } = looks[mail.state];
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
      <Pill tone={tone}>{label}</Pill>
      <span className="min-w-0 break-all text-sm">{mail.to}</span>
      {mail.state !== "sent" && mail.answer ? (
        <span className="min-w-0 basis-full break-words text-sm text-ink-muted">
          {mail.state === "waiting" ? "Tried, and is tried again. " : ""}The mail server said: {mail.answer}
        </span>
      ) : null}
    </span>
  );
}

/** {@link MailState} of a mail that was queued just now, until it has ended. */
export function LiveMailState({ mail }: { mail: MemberMail }) {
  const { data } = useQuery({
    ...teamQueries.mail(useEnvironment(), mail.id),
    initialData: mail,
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? 1500 : false),
  });
  return (
    <div role="status">
      <MailState mail={data} />
    </div>
  );
}
