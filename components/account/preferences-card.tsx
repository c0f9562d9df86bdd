import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import type { AccountDto, MeInput } from "@/lib/account/schema";

/** The daily mail, for those whose work it tells of. Saved at once. */
export function PreferencesCard({ account }: { account: AccountDto }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (input: MeInput) => accountActions.update(environment, input),
    onSuccess: () => toast({ tone: "success", title: "Preference saved" }),
    onError: (error) => toastProblem("The preference was not saved", error),
    onSettled: () => client.invalidateQueries({ queryKey: accountQuery(environment).queryKey }),
  });
  const { dailyMail, roles, sendsMail } = account;
  const isTold = sendsMail && roles.some((role) => role === "compliance" || role === "lead");
  if (!isTold) return null;
  return (
    <Card title="Preferences">
      <Switch
        label="Daily mail"
        hint="At 8:00, if requests are due or cases are overdue: counts and links, no personal data."
        checked={dailyMail}
        disabled={save.isPending}
        onChange={(event) => save.mutate({ dailyMail: event.target.checked })}
      />
    </Card>
  );
}
