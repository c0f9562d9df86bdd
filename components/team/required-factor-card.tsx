"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ErrorState } from "@/components/ui/error-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Skeleton } from "@/components/ui/skeleton";
import type { Role } from "@/lib/actor/permissions";
import { teamQueries } from "@/lib/team/client";
import type { TeamMemberDto } from "@/lib/team/schema";
import { rolesInWords } from "./role-words";

const RequiredFactorDialog = dynamic(() => import("./required-factor-dialog").catch(missingDialog), {
  ssr: false,
});

/** The names of members who must set up an app before they can work on. */
const lackingIn = (members: readonly TeamMemberDto[], required: readonly Role[]) =>
  members.filter(({ roles, secondFactor }) => !secondFactor && roles.some((role) => required.includes(role)));

/** Says for which roles sign-in must ask for a second factor, and who still lacks one. */
export function RequiredFactorCard({ mayManage }: { mayManage: boolean }) {
  const environment = useEnvironment();
  const { data, error, refetch } = useQuery(teamQueries.requiredFactor(environment));
  const team = useQuery(teamQueries.members(environment));
  const [isAsked, setAsked] = useState(false);
  const lacking = data && team.data ? lackingIn(team.data.data, data.roles) : [];
  return (
    <Card
      title="Required second factor"
      aside={
        mayManage && data ? (
          <Button size="sm" onClick={() => setAsked(true)}>
            Change
          </Button>
        ) : null
      }
    >
      {data ? (
        <div className="grid gap-1">
          <p>
            {data.roles.length === 0 ? "Required for no role." : `Required for: ${rolesInWords(data.roles)}.`}
          </p>
          {lacking.length > 0 ? (
            <p className="text-warn">
              Not set up yet by {lacking.map(({ name }) => name).join(", ")}. Until then they can only set it
              up.
            </p>
          ) : null}
        </div>
      ) : error ? (
        <ErrorState
          title="The requirement could not be loaded"
          {...problemOf(error)}
          onRetry={() => refetch()}
        />
      ) : (
        <Skeleton className="h-8" />
      )}
      {isAsked && data ? <RequiredFactorDialog roles={data.roles} onClose={() => setAsked(false)} /> : null}
    </Card>
  );
}
