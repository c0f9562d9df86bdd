import { redirect } from "next/navigation";
import { type PageProps, readEnvironment } from "@/lib/http/page";

export default async function SettingsPage({ params }: PageProps) {
  redirect(`/${readEnvironment((await params).environment)}/settings/data-access`);
}
