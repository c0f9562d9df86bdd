import type { ReactNode } from "react";
import { pageLanguage } from "@/lib/http/language";
import { VisitorLanguage } from "./visitor-language";

/** The pages for people without an account speak their language. */
export default async function PublicLayout({ children }: { children: ReactNode }) {
  return <VisitorLanguage language={await pageLanguage()}>{children}</VisitorLanguage>;
}
