import type { ReactNode } from "react";

/** Shows a problem of a form, or of a part without an input. */
export function FormAlert({ children }: { children: ReactNode }) {
  return children ? (
    <p role="alert" className="text-bad">
      {children}
    </p>
  ) : null;
}
