import { Check } from "lucide-react";
import { Card } from "@/components/ui/card";
import { Table } from "@/components/ui/table";
import { roles } from "@/lib/actor/permissions";
import { sentence } from "@/lib/format/words";
import { hasPermission, permissionWords, rolePermissions } from "./permission-words";

function Mark({ isAllowed }: { isAllowed: boolean }) {
  return isAllowed ? (
    <>
      <Check aria-hidden className="inline size-4" />
      <span className="sr-only">yes</span>
    </>
  ) : (
    <>
      <span aria-hidden className="text-ink-muted">
        –
      </span>
      <span className="sr-only">no</span>
    </>
  );
}

/** Shows what each role may do, as the policy that the server enforces has it. */
export function RoleMatrix() {
  return (
    <Card title="What each role may do" flush>
      <Table
        caption="Permissions of each role"
        columns={[
          { key: "permission", header: "Permission" },
          ...roles.map((role) => ({ key: role, header: sentence(role), width: "7rem" })),
        ]}
        rows={rolePermissions.map((permission) => ({
          id: permission,
          cells: {
            permission: permissionWords[permission],
            ...Object.fromEntries(
              roles.map((role) => [role, <Mark key={role} isAllowed={hasPermission(role, permission)} />]),
            ),
          },
        }))}
      />
    </Card>
  );
}
