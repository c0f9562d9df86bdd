import { redirect } from "next/navigation";
import { requirePerson } from "@/lib/auth/authenticate";
import { type PageProps, readEnvironment } from "@/lib/http/page";
import { settingsPages } from "./pages";

export default async function SettingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const [first = "organization"] = settingsPages(await requirePerson(environment));
  redirect(`/${environment}/settings/${first}`);
}
