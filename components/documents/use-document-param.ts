"use client";

import { useSearchParams } from "next/navigation";

/** The address contains the open document: `?doc=selfie`. */
export function useDocumentParam(): { chosen: string | null; onChoose: (docType: string) => void } {
  const params = useSearchParams();
  const onChoose = (docType: string) => {
    const next = new URLSearchParams(location.search);
    next.set("doc", docType);
    window.history.replaceState(null, "", `${location.pathname}?${next}`);
  };
  return { chosen: params.get("doc"), onChoose };
}
