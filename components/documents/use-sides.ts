"use client";

import { useState } from "react";
import { announce } from "@/components/ui/announce";
import type { DocumentDto } from "@/lib/documents/schema";
import { documentName } from "./document-name";
import type { Side } from "./viewport";

/** A selfie is compared with the document. */
const compared = ["selfie", "id_front"];

function counterpart(documents: readonly DocumentDto[], main: DocumentDto, wanted: string | null) {
  const others = documents.filter((each) => each !== main);
  const order = wanted ? [wanted, ...compared] : compared;
  for (const docType of order) {
    const found = others.find((each) => each.docType === docType);
    if (found) return found;
  }
  return others[0];
}

type SidesInput = {
  documents: readonly DocumentDto[];
  chosen: string | null;
  onChoose: (docType: string) => void;
  isComparing: boolean;
};

/** Chooses the documents on the stage. The caller knows the first one; this hook knows the second. */
export function useSides({ documents, chosen, onChoose, isComparing }: SidesInput) {
  const [wanted, setWanted] = useState<string | null>(null);
  const [active, setActive] = useState<Side>(0);
  const main = documents.find(({ docType }) => docType === chosen) ?? documents[0];
  const other = main && isComparing ? counterpart(documents, main, wanted) : undefined;
  const side: Side = other ? active : 0;

  /** Choosing the other side's document swaps the two. */
  const choose = (docType: string, at: Side = side) => {
    if (!main) return;
    const onTheOther = at === 0 ? other?.docType : main.docType;
    const isSwap = other !== undefined && docType === onTheOther;
    if (at === 0 || isSwap) onChoose(at === 0 ? docType : (other?.docType ?? docType));
    if (other) setWanted(isSwap ? main.docType : at === 0 ? other.docType : docType);
    announce(documentName(docType));
  };
  return { main, other, side, activate: setActive, choose };
}

export type Sides = ReturnType<typeof useSides>;

/** The images of another session that stand beside this session's. */
export type Guest = {
  sessionId: string;
  documents: readonly DocumentDto[];
  /** Loads its images again, because their URLs have expired. */
  reload: () => unknown;
  onClose: () => void;
};

/** Puts an image of another session on the second side: the same document as on the first, unless another is chosen. */
export function useGuestSides(host: Sides, guest: Guest | undefined): Sides {
  const [wanted, setWanted] = useState<string | null>(null);
  const [active, setActive] = useState<Side>(0);
  if (!guest) return host;
  const find = (docType: string | null | undefined) =>
    guest.documents.find((each) => each.docType === docType);
  const choose = (docType: string, at: Side = 0) => {
    setWanted(at === 1 ? docType : null);
    if (at === 0) host.choose(docType, 0);
    else announce(documentName(docType));
  };
  const other = find(wanted) ?? find(host.main?.docType) ?? guest.documents[0];
  return { main: host.main, other, side: other ? active : 0, activate: setActive, choose };
}
