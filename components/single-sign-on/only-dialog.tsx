"use client";

import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Checkbox } from "@/components/ui/checkbox";
import { FormDialog } from "@/components/ui/form-dialog";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { counted } from "@/lib/format/number";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { type OnlyInput, type OverviewDto, onlyInput } from "@/lib/single-sign-on/schema";
import { ChangeList } from "./change-list";

type OnlyDialogProps = { overview: OverviewDto; onClose: () => void };

/** Decides whether members sign in by single sign-on alone, and who keeps a password. */
export default function OnlyDialog({ overview: { ssoOnly, admins }, onClose }: OnlyDialogProps) {
  const save = useSecretAction(
    ssoQueries.all,
    (environment, input: OnlyInput) => ssoActions.setOnly(environment, input),
    ({ endedSignIns }) => {
      toast({ tone: "success", title: "Saved", detail: `${counted(endedSignIns, "sign-in")} ended.` });
      onClose();
    },
  );
  const before = admins.filter(({ isBreakGlass }) => isBreakGlass).map(({ id }) => id);
  const form = useActionForm({
    schema: onlyInput,
    values: { ssoOnly, breakGlass: before },
    send: (input) => save.mutateAsync(input),
  });
  const { error: _, ...only } = form.field("ssoOnly");
  const { error, ...glass } = form.field("breakGlass");
  const { name, onChange, onBlur, ref } = glass;
  const after = form.watch();
  const named = (ids: readonly string[]) =>
    admins
      .filter(({ id }) => ids.includes(id))
      .map((each) => each.name)
      .join(", ") || "none";
  const changes = [
    { label: "Single sign-on only", before: ssoOnly ? "on" : "off", after: after.ssoOnly ? "on" : "off" },
    { label: "Break-glass admins", before: named(before), after: named(after.breakGlass) },
  ].filter((change) => change.before !== change.after);
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      title="Single sign-on only"
      description="Members then sign in at an identity provider alone. Sign-ins with a password end at once, except those of break-glass admins. API keys go on."
      submit="Save"
    >
      <Switch {...only} label="Single sign-on only" />
      <fieldset aria-describedby={error ? "glass-error" : undefined} className="grid gap-1">
        <legend className="mb-1 font-medium">Break-glass admins</legend>
        <p className="text-sm text-ink-muted">
          They keep their password, for the day on which the identity provider does not work. Only admins who
          have signed in with a password are listed.
        </p>
        {admins.map((admin) => (
          <Checkbox key={admin.id} {...{ name, onChange, onBlur, ref }} value={admin.id} label={admin.name} />
        ))}
        {error ? (
          <p id="glass-error" role="alert" className="text-sm text-bad">
            {error}
          </p>
        ) : null}
      </fieldset>
      <ChangeList changes={changes} />
    </FormDialog>
  );
}
