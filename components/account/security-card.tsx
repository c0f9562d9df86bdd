"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccountDto } from "@/lib/account/schema";

const PasswordDialog = dynamic(() => import("./password-dialog").catch(missingDialog), { ssr: false });
const FactorDialog = dynamic(() => import("./factor-dialog").catch(missingDialog), { ssr: false });
const RemoveFactorDialog = dynamic(() => import("./remove-factor-dialog").catch(missingDialog), {
  ssr: false,
});
const CodesDialog = dynamic(() => import("./codes-dialog").catch(missingDialog), { ssr: false });

type Asked = "password" | "add" | "remove" | "codes";

function Factor({
  account,
  now,
  onAsk,
}: {
  account: AccountDto;
  now: number;
  onAsk: (asked: Asked) => void;
}) {
  const { secondFactorSince: since, recoveryCodesLeft: left } = account;
  if (!since)
    return (
      <>
        <p className="text-ink-muted">
          Sign-in asks only for your password. With an authenticator app it also asks for a code that only
          your phone shows.
        </p>
        <Button className="justify-self-start" onClick={() => onAsk("add")}>
          Set up an authenticator app
        </Button>
      </>
    );
  return (
    <>
      <p>
        <Pill tone="good">on</Pill> Authenticator app since <RelativeTime at={since} now={now} />.{" "}
        <span className={left <= 2 ? "text-warn" : "text-ink-muted"}>{left} of 10 recovery codes left.</span>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => onAsk("codes")}>Replace recovery codes</Button>
        <Button onClick={() => onAsk("remove")}>Remove the app</Button>
      </div>
    </>
  );
}

/** Password and second factor. */
export function SecurityCard({ account, now }: { account: AccountDto; now: number }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  return (
    <Card title="Sign-in">
      <div className="grid gap-3">
        <h3 className="font-medium">Password</h3>
        <Button className="justify-self-start" onClick={() => setAsked("password")}>
          Change password
        </Button>
        <h3 className="mt-2 border-t pt-3 font-medium">Second factor</h3>
        <Factor account={account} now={now} onAsk={setAsked} />
      </div>
      {asked === "password" ? <PasswordDialog email={account.email} onClose={close} /> : null}
      {asked === "add" ? <FactorDialog email={account.email} onClose={close} /> : null}
      {asked === "remove" ? <RemoveFactorDialog email={account.email} onClose={close} /> : null}
      {asked === "codes" ? <CodesDialog email={account.email} onClose={close} /> : null}
    </Card>
  );
}
