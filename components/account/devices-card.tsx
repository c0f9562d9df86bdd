"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { toastProblem } from "@/components/shell/problem";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Pill } from "@/components/ui/pill";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table } from "@/components/ui/table";
import { accountActions, accountQuery } from "@/lib/account/client";
import type { DeviceDto } from "@/lib/account/schema";
import { browserInWords } from "@/lib/format/browser";

/** Lists the browsers in which the member is signed in, and signs them out one by one. */
export function DevicesCard({ devices, now }: { devices: readonly DeviceDto[]; now: number }) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => accountActions.endDevice(environment, id),
    onSuccess: () => announce("Signed out"),
    onError: (error) => toastProblem("The browser could not be signed out", error),
    onSettled: () => client.invalidateQueries({ queryKey: accountQuery(environment).queryKey }),
  });
  return (
    <Card title="Signed-in browsers" aside={`${devices.length}`} flush className="lg:col-span-2">
      <Table
        caption="Browsers in which you are signed in"
        columns={[
          { key: "browser", header: "Browser" },
          { key: "address", header: "IP address" },
          { key: "seen", header: "Last seen" },
          { key: "since", header: "Signed in" },
          { key: "actions", header: <span className="sr-only">Actions</span>, align: "right" },
        ]}
        rows={devices.map((device) => ({
          id: device.id,
          cells: {
            browser: (
              <span title={device.browser ?? undefined}>
                {browserInWords(device.browser)}{" "}
                {device.isCurrent ? <Pill tone="muted">this browser</Pill> : null}
              </span>
            ),
            address: <span className="font-mono text-sm">{device.ipAddress ?? "unknown"}</span>,
            seen: <RelativeTime at={device.lastSeenAt} now={now} />,
            since: <RelativeTime at={device.signedInAt} now={now} />,
            actions: device.isCurrent ? null : (
              <Button
                size="sm"
                pending={end.isPending && end.variables === device.id}
                onClick={() => end.mutate(device.id)}
              >
                Sign out
              </Button>
            ),
          },
        }))}
      />
    </Card>
  );
}
