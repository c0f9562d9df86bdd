"use client";

import { useSearchParams } from "next/navigation";
import { changeQuery } from "@/components/ui/use-address-query";

/** The address contains the open document: `?doc=selfie`. */
export function useDocumentParam(): { chosen: string | null; onChoose: (docType: string) => void } {
  const params = useSearchParams();
  const onChoose = (docType: string) => {
    const next = new URLSearchParams(location.search);
    next.set("doc", docType);
    changeQuery(`?${next}`, "replace");
  };
  return { chosen: params.get("doc"), onChoose };
}
