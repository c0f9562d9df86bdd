import { useMutation } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { FormAlert } from "@/components/ui/form-alert";
import { sendTestMail } from "@/lib/organization/client";

/** Says whether mail is sent, and tries it. */
export function MailCard({ sendsMail, mayUpdate }: { sendsMail: boolean; mayUpdate: boolean }) {
  const environment = useEnvironment();
  const test = useMutation({ mutationFn: () => sendTestMail(environment) });
  if (!sendsMail)
    return (
      <Card title="Mail">
        <p className="text-ink-muted">
          No mail server is set, so links are copied by hand. The operator sets SMTP_URL and MAIL_FROM.
        </p>
      </Card>
    );
  return (
    <Card title="Mail">
      <div className="flex flex-col gap-3">
        <p className="text-ink-muted">
          Invitations, password links and the daily mail of what is due are sent by mail.
        </p>
        <FormAlert>{test.error ? problemOf(test.error).detail : undefined}</FormAlert>
        {test.data ? (
          <div role="status" className={test.data.isSent ? "text-good" : "text-bad"}>
            <p className="font-medium">
              {test.data.isSent ? "The test mail was sent to" : "The test mail was not sent to"}{" "}
              {test.data.to}
            </p>
            <p className="break-words text-sm">The mail server said: {test.data.answer}</p>
          </div>
        ) : null}
        {mayUpdate ? (
          <div>
            <Button pending={test.isPending} onClick={() => test.mutate()}>
              Send a test mail
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  );
}
