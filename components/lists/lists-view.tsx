"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, SearchX } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { Loaded } from "@/components/shell/loaded";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { missingDialog } from "@/components/ui/missing-part";
import { Select } from "@/components/ui/select";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Toolbar } from "@/components/ui/toolbar";
import { changeQuery, useAddressQuery } from "@/components/ui/use-address-query";
import { counted } from "@/lib/format/number";
import { words } from "@/lib/format/words";
import { typedListQueries } from "@/lib/typed-lists/client";
import type { ListDto } from "@/lib/typed-lists/schema";
import { BlocklistView } from "./blocklist-view";
import { TypedListView } from "./typed-list-view";

const CreateDialog = dynamic(() => import("./list-dialogs").then((all) => all.CreateDialog, missingDialog), {
  ssr: false,
});

/** The desk's own list is always there; its address names none. */
const blocklist = "";

const optionOf = (list: ListDto) => ({
  value: list.id,
  label: `${list.name} (${words(list.listType)}, ${list.isActive ? list.matchMode : "paused"})`,
});

/** Chooses one of the lists that new sessions are compared with: the blocklist of the desk, or one of a single kind. */
function ListChoice({ lists, current, onShow, onCreate }: ChoiceProps) {
  const known = lists.some(({ id }) => id === current);
  return (
    <Toolbar>
      <Select
        label="List"
        hideLabel
        value={current}
        options={[
          { value: blocklist, label: "Blocklist (values of rejected cases)" },
          ...lists.map(optionOf),
          ...(known || current === blocklist ? [] : [{ value: current, label: current }]),
        ]}
        onChange={(event) => onShow(event.target.value)}
      />
      <span className="text-sm text-ink-muted">
        {counted(lists.length, "further list")}, each with values of one kind
      </span>
      {onCreate ? (
        <Button className="ml-auto" icon={<Plus aria-hidden />} onClick={onCreate}>
          Create list
        </Button>
      ) : null}
    </Toolbar>
  );
}
type ChoiceProps = {
  lists: readonly ListDto[];
  current: string;
  onShow: (id: string) => void;
  onCreate?: () => void;
};

/** Every list of an environment on one page. Which one is shown stands in the address. */
export function ListsView({ mayWrite }: { mayWrite: boolean }) {
  const environment = useEnvironment();
  const current = useAddressQuery().get("list") ?? blocklist;
  const query = useQuery(typedListQueries.lists(environment));
  const [isCreating, setCreating] = useState(false);
  const show = (id: string) => {
    changeQuery(id ? `?list=${encodeURIComponent(id)}` : "");
  };
  return (
    <Loaded
      query={query}
      failed="The lists could not be loaded"
      skeleton={<SkeletonRows rows={12} label="Loading the lists" />}
    >
      {({ data }) => {
        const lists = data.filter(({ listType }) => listType !== "blocklist");
        const list = lists.find(({ id }) => id === current);
        return (
          <>
            <ListChoice
              lists={lists}
              current={current}
              onShow={show}
              onCreate={mayWrite ? () => setCreating(true) : undefined}
            />
            {current === blocklist ? <BlocklistView mayWrite={mayWrite} /> : null}
            {list ? (
              <TypedListView key={list.id} list={list} mayWrite={mayWrite} onGone={() => show(blocklist)} />
            ) : null}
            {current !== blocklist && !list ? (
              <EmptyState
                icon={<SearchX />}
                title="This list is not here"
                detail={`It was archived, or it is not a list of ${environment}.`}
                action={<Button onClick={() => show(blocklist)}>Show the blocklist</Button>}
              />
            ) : null}
            {isCreating ? <CreateDialog onClose={() => setCreating(false)} onCreated={show} /> : null}
          </>
        );
      }}
    </Loaded>
  );
}
