"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { rolesInWords } from "@/components/team/role-words";
import { Card } from "@/components/ui/card";
import { CopyableId } from "@/components/ui/copyable-id";
import { ErrorState } from "@/components/ui/error-state";
import { KeyValueList } from "@/components/ui/key-value-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { accountQuery } from "@/lib/account/client";
import type { AccountDto } from "@/lib/account/schema";
import { DevicesCard } from "./devices-card";
import { NameForm } from "./name-form";
import { PreferencesCard } from "./preferences-card";
import { SecurityCard } from "./security-card";

function ProfileCard({ account, now }: { account: AccountDto; now: number }) {
  return (
    <Card title="Profile">
      <div className="grid gap-3">
        <NameForm name={account.name} />
        <KeyValueList
          items={[
            { key: "email", label: "E-mail address", value: account.email },
            { key: "roles", label: "Roles", value: rolesInWords(account.roles) },
            { key: "joined", label: "Joined", value: <RelativeTime at={account.joinedAt} now={now} /> },
            { key: "id", label: "Member ID", value: <CopyableId id={account.id} label="Member ID" /> },
          ]}
        />
        <p className="text-sm text-ink-muted">Roles are given by an admin.</p>
      </div>
    </Card>
  );
}

/** One's own account: profile, password, second factor, and the browsers that are signed in. */
export function AccountView({ now }: { now: number }) {
  const { data, error, refetch } = useQuery(accountQuery(useEnvironment()));
  if (!data)
    return error ? (
      <ErrorState title="Your account could not be loaded" {...problemOf(error)} onRetry={() => refetch()} />
    ) : (
      <Skeleton className="m-4 h-60" />
    );
  return (
    <div className="grid flex-1 content-start items-start gap-4 p-4 lg:grid-cols-2">
      {data.mustAddFactor ? (
        <p role="status" className="rounded-md border border-warn bg-warn-soft px-3 py-2 lg:col-span-2">
          Your organization requires a second factor for your role. Set up an authenticator app or add a
          passkey; until then every other page leads here.
        </p>
      ) : null}
      <ProfileCard account={data} now={now} />
      <SecurityCard account={data} now={now} />
      <PreferencesCard account={data} />
      <DevicesCard devices={data.devices} now={now} />
    </div>
  );
}
