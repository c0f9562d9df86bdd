"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type UiWords, uiWords } from "./words";

const Words = createContext<UiWords>(uiWords);

/** Gives the kit the words of another language, for a part of the page or all of it. */
export function UiWordsProvider({ words, children }: { words: UiWords; children: ReactNode }) {
  return <Words value={words}>{children}</Words>;
}

export const useUiWords = (): UiWords => useContext(Words);

/** Says that a field is required. Fields are also drawn on the server, where there is no context. */
export function RequiredMark() {
  const { required } = useUiWords();
  return <span className="font-normal text-ink-muted"> {required}</span>;
}
