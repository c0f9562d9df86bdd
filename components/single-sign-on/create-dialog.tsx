"use client";

import { useMutation } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useActionForm } from "@/components/shell/use-action-form";
import { useSecretAction } from "@/components/shell/use-secret-action";
import { Button } from "@/components/ui/button";
import { FormDialog } from "@/components/ui/form-dialog";
import { KeyValueList } from "@/components/ui/key-value-list";
import { TextField } from "@/components/ui/text-field";
import { ssoActions, ssoQueries } from "@/lib/single-sign-on/client";
import { connectionInput, type DiscoveryDto } from "@/lib/single-sign-on/schema";
import { blankConnection, inputOf } from "./connection-draft";
import { AccessFields, type ConnectionForm, ProviderFields } from "./connection-fields";
import SetUpDialog from "./set-up-dialog";

/** What a provider says of itself. */
export function Found({ found }: { found: DiscoveryDto }) {
  return (
    <KeyValueList
      labelWidth="9rem"
      items={[
        { key: "issuer", label: "Issuer", value: found.issuer },
        { key: "sign-in", label: "Sign-in", value: found.authorizationEndpoint },
        { key: "token", label: "Token", value: found.tokenEndpoint },
        { key: "keys", label: "Keys", value: found.jwksUri },
        { key: "out", label: "Sign-out", value: found.endSessionEndpoint ?? "not offered" },
      ]}
    />
  );
}

/** Asks the provider what it is before the form is sent. */
function Discovery({ issuer }: { issuer: string }) {
  const environment = useEnvironment();
  const ask = useMutation({ mutationFn: () => ssoActions.discover(environment, { issuer }), gcTime: 0 });
  return (
    <div className="grid gap-2">
      <div>
        <Button size="sm" disabled={!issuer.trim()} pending={ask.isPending} onClick={() => ask.mutate()}>
          Look up
        </Button>
      </div>
      <div role="status">
        {ask.error ? <p className="text-bad">{problemOf(ask.error).detail}</p> : null}
        {ask.data ? <Found found={ask.data} /> : null}
      </div>
    </div>
  );
}

/** Creates a connection, then shows what the provider must know of it. */
export default function CreateDialog({ onClose }: { onClose: () => void }) {
  const create = useSecretAction(ssoQueries.all, ssoActions.create);
  const form = useActionForm({
    schema: connectionInput,
    values: blankConnection,
    toInput: inputOf,
    send: (input) => create.mutateAsync(input),
  });
  if (create.data) return <SetUpDialog connection={create.data} onClose={onClose} />;
  const fields = form as unknown as ConnectionForm;
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Create a connection"
      description="To an identity provider that speaks OpenID Connect. It is off until you switch it on."
      submit="Create connection"
    >
      <ProviderFields form={fields}>
        <Discovery issuer={form.watch("issuer")} />
      </ProviderFields>
      <TextField
        label="Client secret"
        type="password"
        autoComplete="off"
        {...form.field("clientSecret", "Enter the client secret.")}
        hint="The provider has issued it. It is stored encrypted and not shown again."
        className="font-mono"
      />
      <AccessFields form={fields} />
    </FormDialog>
  );
}
