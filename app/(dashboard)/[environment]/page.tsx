import { redirect } from "next/navigation";
import { type PageProps, readEnvironment } from "@/lib/http/page";

export default async function EnvironmentPage({ params }: PageProps) {
  redirect(`/${readEnvironment((await params).environment)}/overview`);
}
