import type { ReactNode } from "react";

/** What is wrong with a form, or with a part of it that has no input of its own. */
export function FormAlert({ children }: { children: ReactNode }) {
  return children ? (
    <p role="alert" className="text-bad">
      {children}
    </p>
  ) : null;
}
