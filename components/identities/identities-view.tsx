"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { SearchX, UserSearch, Users } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { ExportCsv } from "@/components/shell/export-csv";
import { PagedList } from "@/components/shell/paged-list";
import { TopBar } from "@/components/shell/top-bar";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { FindBox } from "@/components/ui/find-box";
import { useHotkeys } from "@/components/ui/hotkeys";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import { changeQuery, useAddressQuery } from "@/components/ui/use-address-query";
import { ColumnsMenu } from "@/components/views/columns-menu";
import { useColumns } from "@/components/views/use-columns";
import { ViewsMenu } from "@/components/views/views-menu";
import { thousands } from "@/lib/format/number";
import { sentence } from "@/lib/format/words";
import { identityListSize, identityQueries } from "@/lib/identities/client";
import { identityStatuses } from "@/lib/identities/schema";
import { identityColumns } from "./identity-columns";
import {
  type IdentityListState,
  identityListParams,
  readIdentityList,
  wholeList,
  writeIdentityList,
} from "./list-state";

const FindDialog = dynamic(() => import("./find-dialog").catch(missingDialog), { ssr: false });

type FilterProps = { state: IdentityListState; onChange: (part: Partial<IdentityListState>) => void };

function Filters({ state, onChange }: FilterProps) {
  return (
    <>
      <FindBox
        value={state.q}
        onFind={(q) => onChange({ q })}
        keysOf="Identities"
        keyLabel="Find by ID"
        label="Find an identity by ID or external reference"
        placeholder="ID or external reference"
        fieldClassName="w-64"
      />
      <Select
        label="Status"
        hideLabel
        value={state.status}
        options={[
          { value: "", label: "Every status" },
          ...identityStatuses.map((status) => ({ value: status, label: sentence(status) })),
        ]}
        onChange={(event) => onChange({ status: event.target.value })}
      />
      <Checkbox
        label="With archived"
        checked={state.archived}
        onChange={(event) => onChange({ archived: event.target.checked })}
      />
    </>
  );
}

function NoIdentities({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  return isFiltered ? (
    <EmptyState
      icon={<SearchX />}
      title="No matching identities"
      detail="An ID or an external reference must be complete."
      action={<Button onClick={onClear}>Show all identities</Button>}
    />
  ) : (
    <EmptyState
      icon={<Users />}
      title="No identities yet"
      detail="An identity begins when a session with an external reference is completed."
    />
  );
}

type IdentitiesViewProps = { maySearch: boolean; mayShareViews: boolean; now: number };

/** Lists the persons that sessions with an external reference belong to, and finds them by personal values. */
export function IdentitiesView({ maySearch, mayShareViews, now }: IdentitiesViewProps) {
  const environment = useEnvironment();
  const state = readIdentityList(useAddressQuery());
  const columns = useColumns();
  const all = identityColumns(now);
  const [isFinding, setFinding] = useState(false);
  const change = (part: Partial<IdentityListState>) =>
    changeQuery(columns.keep(writeIdentityList({ ...state, cursors: [], ...part })));
  const list = useQuery({
    ...identityQueries.list(environment, identityListParams(state)),
    placeholderData: keepPreviousData,
  });
  useHotkeys(
    "Identities",
    maySearch ? [{ keys: "p", label: "Find a person", run: () => setFinding(true) }] : [],
  );
  const total = list.data?.pagination;
  return (
    <>
      <TopBar title="Identities">
        {total ? `${thousands(total.total)}${total.totalIsCapped ? "+" : ""} in ${environment}` : null}
      </TopBar>
      <Toolbar>
        <Filters state={state} onChange={change} />
        <div className="ml-auto flex items-center gap-1">
          <ViewsMenu list="identities" mayShare={mayShareViews} />
          <ColumnsMenu columns={all} chosen={columns.chosen} always="id" />
          <ExportCsv path="/identities" name="identities" params={identityListParams(state)} />
          {maySearch ? (
            <Button icon={<UserSearch />} shortcut="P" onClick={() => setFinding(true)}>
              Find a person
            </Button>
          ) : null}
        </div>
      </Toolbar>
      <PagedList
        query={list}
        failed="The identities could not be loaded"
        skeleton={<SkeletonRows rows={12} label="Loading identities" />}
        pageSize={identityListSize}
        cursors={state.cursors}
        onCursors={(cursors) => change({ cursors })}
        table={{
          caption: "Identities, newest first",
          columns: columns.shown(all, "id"),
          getRowId: ({ id }) => id,
          rowLabel: ({ id }) => `identity ${id}`,
          rowHref: ({ id }) => `/${environment}/identities/${encodeURIComponent(id)}`,
          linkColumn: "id",
          empty: (
            <NoIdentities
              isFiltered={Boolean(state.q || state.status)}
              onClear={() => change({ ...wholeList, archived: state.archived })}
            />
          ),
        }}
      />
      {isFinding ? <FindDialog onClose={() => setFinding(false)} /> : null}
    </>
  );
}
