import { DoorPage } from "@/components/auth/door-page";
import { WelcomeForm } from "@/components/auth/welcome-form";
import { ButtonLink } from "@/components/ui/button";
import { isInvited } from "@/lib/auth/invitation";
import { readParam, type SearchParams } from "@/lib/http/page";

export const metadata = { title: "Welcome" };

export default async function WelcomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const token = readParam(await searchParams, "token") ?? "";
  if (!token || !(await isInvited(token)))
    return (
      <DoorPage
        title="This link is not valid"
        lead="The link was already used or has expired. A link works once, for 24 hours. Ask an administrator for a new link."
      >
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </DoorPage>
    );
  return (
    <DoorPage
      title="Create your account"
      lead="This link works once. You are signed in as soon as you create the account."
    >
      <WelcomeForm token={token} />
    </DoorPage>
  );
}
