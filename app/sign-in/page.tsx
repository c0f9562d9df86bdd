import { redirect } from "next/navigation";
import { DoorPage } from "@/components/auth/door-page";
import { SignInForm } from "@/components/auth/sign-in-form";
import { currentPerson } from "@/lib/auth/authenticate";
import { nextPath } from "@/lib/auth/next-path";
import { readParam, type SearchParams } from "@/lib/http/page";

export const metadata = { title: "Sign in" };

const leads = new Map([
  ["saved", "Your sign-in has ended. Sign in to continue."],
  ["unknown", "Your sign-in has ended. Your last change may not have been saved. Sign in and check it."],
  [
    "unsaved",
    "Your sign-in had ended, so your last change was not saved. Sign in and send the change again.",
  ],
]);

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const params = await searchParams;
  const next = nextPath(readParam(params, "next"));
  if (await currentPerson("live")) redirect(next);
  return (
    <DoorPage title="Sign in" lead={leads.get(readParam(params, "ended") ?? "")}>
      <SignInForm next={next} />
    </DoorPage>
  );
}
