import { redirect } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { SignInForm } from "@/components/auth/sign-in-form";
import { currentPerson } from "@/lib/auth/authenticate";
import { nextPath } from "@/lib/auth/next-path";
import { readParam, type SearchParams } from "@/lib/http/page";

export const metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const next = nextPath(readParam(await searchParams, "next"));
  if (await currentPerson("live")) redirect(next);
  return (
    <DoorPage title="Sign in">
      <SignInForm next={next} />
    </DoorPage>
  );
}
