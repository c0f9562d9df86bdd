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
        title="This link does not open anything"
        lead="It has been used, or it has expired. Links work once, for 24 hours; ask an administrator for a new one."
      >
        <ButtonLink href="/sign-in">Sign in</ButtonLink>
      </DoorPage>
    );
  return (
    <DoorPage title="Make your account" lead="This link works once. Your account opens right after.">
      <WelcomeForm token={token} />
    </DoorPage>
  );
}
