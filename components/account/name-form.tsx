"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { Button } from "@/components/ui/button";
import { FormAlert } from "@/components/ui/form-alert";
import { TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import { accountActions, accountQuery } from "@/lib/account/client";
import { nameInput } from "@/lib/account/schema";

/** Changes one's own name. */
export function NameForm({ name }: { name: string }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const router = useRouter();
  const form = useActionForm({
    schema: nameInput,
    values: { name },
    send: async (input) => {
      const saved = await accountActions.update(environment, input);
      form.reset({ name: saved.name });
      toast({ tone: "success", title: "Name saved" });
      await client.invalidateQueries({ queryKey: accountQuery(environment).queryKey });
      // The menu under the initials shows the name too.
      router.refresh();
    },
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <FormAlert>{form.problem}</FormAlert>
      <div className="flex items-start gap-2">
        <TextField
          label="Name"
          autoComplete="name"
          fieldClassName="flex-1"
          hint="Colleagues see it. The audit log shows your e-mail address."
          {...form.field("name", "Enter your name.")}
        />
        <Button type="submit" className="mt-5.5" pending={form.isBusy} disabled={!form.formState.isDirty}>
          Save name
        </Button>
      </div>
    </form>
  );
}
