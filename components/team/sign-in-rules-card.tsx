import Link from "next/link";
import { Card } from "@/components/ui/card";
import { KeyValueList } from "@/components/ui/key-value-list";
import { idleMinutes } from "@/lib/browser/presence";
import { counted } from "@/lib/format/number";
import { signInHours } from "@/lib/members/policy";

type SignInRulesProps = { environment: string; showsProviders: boolean };

/** States how long a sign-in lasts and what a password must be: rules that nobody can switch off. */
export function SignInRulesCard({ environment, showsProviders }: SignInRulesProps) {
  return (
    <Card title="Rules of sign-in">
      <KeyValueList
        items={[
          { key: "idle", label: "Ends unused", value: `after ${counted(idleMinutes, "minute")}` },
          { key: "last", label: "Ends in any case", value: `after ${counted(signInHours, "hour")}` },
          {
            key: "password",
            label: "Passwords",
            value: "12 characters or more, none that is easily guessed",
          },
          {
            key: "provider",
            label: "Single sign-on",
            value: showsProviders ? (
              <Link className="text-link" href={`/${environment}/settings/single-sign-on`}>
                Identity providers and single sign-on only
              </Link>
            ) : (
              "set by admins"
            ),
          },
        ]}
      />
    </Card>
  );
}
