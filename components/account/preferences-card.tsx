import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { rememberChoice } from "@/components/shell/cookies";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { Card } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { timeZoneOptions } from "@/components/ui/time-zones";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import type { AccountDto, MeInput } from "@/lib/account/schema";
import { languageNames, languages, readLanguage } from "@/lib/language/languages";

/** The language of the shell, the clock of the pages, and the daily mail for those whose work it tells of. Saved at once. */
export function PreferencesCard({ account }: { account: AccountDto }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  const save = useMutation({
    mutationFn: (input: MeInput) => accountActions.update(environment, input),
    onSuccess: (_, { timeZone, language }) => {
      toast({ tone: "success", title: "Preference saved" });
      // The sign-in page follows the cookie.
      if (language) rememberChoice("language", language);
      // The layout gives both to every page.
      if (timeZone || language) router.refresh();
    },
    onError: (error) => toastProblem("The preference was not saved", error),
    onSettled: () => client.invalidateQueries({ queryKey: accountQuery(environment).queryKey }),
  });
  const { dailyMail, roles, sendsMail, timeZone } = account;
  const language = (save.isPending && save.variables.language) || account.language;
  const shown = (save.isPending && save.variables.timeZone) || timeZone;
  const isTold = sendsMail && roles.some((role) => role === "compliance" || role === "lead");
  return (
    <Card title="Preferences">
      <div className="grid gap-3">
        <Select
          label="Language"
          hint="Menus and navigation. The pages are still in English."
          value={language}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          disabled={save.isPending}
          onChange={(event) => save.mutate({ language: readLanguage(event.target.value) })}
        />
        <Select
          label="Time zone"
          hint="Pages show times on this clock. The audit log, letters and deadlines do not follow it."
          value={shown}
          options={timeZoneOptions(shown)}
          disabled={save.isPending}
          onChange={(event) => save.mutate({ timeZone: event.target.value })}
        />
        {isTold ? (
          <Switch
            label="Daily mail"
            hint="At 8:00, if requests are due or cases are overdue: counts and links, no personal data."
            checked={dailyMail}
            disabled={save.isPending}
            onChange={(event) => save.mutate({ dailyMail: event.target.checked })}
          />
        ) : null}
      </div>
    </Card>
  );
}
