"use client";

import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { saveFile } from "@/lib/browser/api-client";
import { useEnvironment } from "./environment";
import { toastProblem } from "./problem";

type ExportCsvProps = {
  /** The list in the API: `/sessions`. */
  path: string;
  /** The file's name without its ending. */
  name: string;
  /** The filters of the list, as the API takes them; a cursor is left out. */
  params?: Readonly<Record<string, string | undefined>>;
};

/** Saves every row of the list's filter as CSV, not only those of this page. */
export function ExportCsv({ path, name, params = {} }: ExportCsvProps) {
  const environment = useEnvironment();
  const filter = Object.entries(params).flatMap(([key, value]) =>
    value && key !== "pageAfter" ? [[key, value]] : [],
  );
  const save = useMutation({
    mutationFn: () => saveFile(`${path}/csv?${new URLSearchParams(filter)}`, `${name}.csv`, environment),
    onSuccess: () =>
      toast({
        tone: "success",
        title: `Saved ${name}.csv`,
        detail: "Every row of this filter, masked as in the list. The export is recorded in the audit log.",
      }),
    onError: (error) => toastProblem("The list was not exported", error),
  });
  return (
    <Button
      variant="ghost"
      icon={<Download aria-hidden />}
      pending={save.isPending}
      onClick={() => save.mutate()}
    >
      Export CSV
    </Button>
  );
}
