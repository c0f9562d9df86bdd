"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { missingDialog } from "@/components/ui/missing-part";
import { ssoQueries } from "@/lib/single-sign-on/client";

const OnlyDialog = dynamic(() => import("./only-dialog").catch(missingDialog), { ssr: false });

/** Says whether members sign in by single sign-on alone. */
export function OnlyCard() {
  const environment = useEnvironment();
  const { data } = useQuery(ssoQueries.overview(environment));
  const [isAsked, setAsked] = useState(false);
  if (!data) return null;
  const names = data.admins.filter(({ isBreakGlass }) => isBreakGlass).map(({ name }) => name);
  const button = (
    <Button size="sm" onClick={() => setAsked(true)}>
      Change
    </Button>
  );
  return (
    <Card title="Single sign-on only" aside={button}>
      <p>
        {data.ssoOnly
          ? "On: members sign in at an identity provider alone."
          : "Off: members may also sign in with a password."}
      </p>
      <p className="text-ink-muted">
        {names.length > 0
          ? `Break-glass admins, who keep their password: ${names.join(", ")}.`
          : "There is no break-glass admin."}
      </p>
      {isAsked ? <OnlyDialog overview={data} onClose={() => setAsked(false)} /> : null}
    </Card>
  );
}
