"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { missingDialog } from "@/components/ui/missing-part";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccountDto, PasskeyDto } from "@/lib/account/schema";

const PasswordDialog = dynamic(() => import("./password-dialog").catch(missingDialog), { ssr: false });
const FactorDialog = dynamic(() => import("./factor-dialog").catch(missingDialog), { ssr: false });
const RemoveFactorDialog = dynamic(() => import("./remove-factor-dialog").catch(missingDialog), {
  ssr: false,
});
const CodesDialog = dynamic(() => import("./codes-dialog").catch(missingDialog), { ssr: false });

const PasskeyDialog = dynamic(() => import("./passkey-dialog").catch(missingDialog), { ssr: false });
const RemovePasskeyDialog = dynamic(() => import("./remove-passkey-dialog").catch(missingDialog), {
  ssr: false,
});

type Asked = "password" | "add" | "remove" | "codes" | "passkey" | PasskeyDto;
type PartProps = { account: AccountDto; now: number; onAsk: (asked: Asked) => void };

function App({ account: { appSince: since }, now, onAsk }: PartProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {since ? (
        <>
          <span className="grow">
            <Pill tone="good">on</Pill> Authenticator app since <RelativeTime at={since} now={now} />
          </span>
          <Button size="sm" onClick={() => onAsk("remove")}>
            Remove the app
          </Button>
        </>
      ) : (
        <Button onClick={() => onAsk("add")}>Set up an authenticator app</Button>
      )}
    </div>
  );
}

function Passkeys({ account: { passkeys }, now, onAsk }: PartProps) {
  return (
    <>
      {passkeys.length > 0 ? (
        <ul aria-label="Passkeys" className="grid gap-2">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 grow wrap-anywhere">
                <Pill tone="good">passkey</Pill> {passkey.name}{" "}
                <span className="text-sm text-ink-muted">
                  added <RelativeTime at={passkey.createdAt} now={now} />,{" "}
                  {passkey.lastUsedAt ? (
                    <>
                      last used <RelativeTime at={passkey.lastUsedAt} now={now} />
                    </>
                  ) : (
                    "not used yet"
                  )}
                  {passkey.isSynced ? ", synced between devices" : ""}
                </span>
              </span>
              <Button
                size="sm"
                aria-label={`Remove the passkey ${passkey.name}`}
                onClick={() => onAsk(passkey)}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <Button className="justify-self-start" onClick={() => onAsk("passkey")}>
        Add a passkey
      </Button>
    </>
  );
}

function Recovery({ account, onAsk }: Omit<PartProps, "now">) {
  const { recoveryCodesLeft: left } = account;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span className={left <= 2 ? "grow text-warn" : "grow text-ink-muted"}>
        {left} of 10 recovery codes left.
      </span>
      <Button size="sm" onClick={() => onAsk("codes")}>
        Replace recovery codes
      </Button>
    </div>
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
        {account.secondFactorSince ? null : (
          <p className="text-ink-muted">
            Sign-in asks only for your password. With an authenticator app it also asks for a code; with a
            passkey it asks your device instead.
          </p>
        )}
        <App account={account} now={now} onAsk={setAsked} />
        <Passkeys account={account} now={now} onAsk={setAsked} />
        {account.secondFactorSince ? <Recovery account={account} onAsk={setAsked} /> : null}
      </div>
      {asked === "password" ? <PasswordDialog email={account.email} onClose={close} /> : null}
      {asked === "add" ? <FactorDialog email={account.email} onClose={close} /> : null}
      {asked === "remove" ? (
        <RemoveFactorDialog
          email={account.email}
          isLastFactor={account.passkeys.length === 0}
          onClose={close}
        />
      ) : null}
      {asked === "passkey" ? <PasskeyDialog email={account.email} onClose={close} /> : null}
      {asked !== null && typeof asked !== "string" ? (
        <RemovePasskeyDialog
          email={account.email}
          passkey={asked}
          isLastFactor={!account.appSince && account.passkeys.length === 1}
          onClose={close}
        />
      ) : null}
      {asked === "codes" ? <CodesDialog email={account.email} onClose={close} /> : null}
    </Card>
  );
}
