import { redirect } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { SignInForm } from "@/components/auth/sign-in-form";
import { currentPerson } from "@/lib/auth/authenticate";
import { readParam, type SearchParams } from "@/lib/http/page";

export const metadata = { title: "Sign in" };

/** A path of this site, or the desk: never another site. */
function sameSitePath(next: string | undefined): string {
  const here = "http://here.invalid";
  if (!next?.startsWith("/") || !URL.canParse(next, here)) return "/";
  const url = new URL(next, here);
  return url.origin === here ? url.pathname + url.search : "/";
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const next = sameSitePath(readParam(await searchParams, "next"));
  if (await currentPerson("live")) redirect(next);
  return (
    <DoorPage title="Sign in">
      <SignInForm next={next} />
    </DoorPage>
  );
}
