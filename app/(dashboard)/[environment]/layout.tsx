import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { DeskControls } from "@/components/shell/desk-controls";
import { EnvironmentProvider } from "@/components/shell/environment";
import { shellLabels } from "@/components/shell/labels";
import { messages } from "@/components/shell/messages";
import { navOf } from "@/components/shell/nav";
import { SignInWatch } from "@/components/shell/sign-in-watch";
import { readTheme } from "@/components/shell/theme";
import { TimeZoneProvider } from "@/components/ui/time-zone";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { readEnvironment } from "@/lib/http/page";
import { translatorOf } from "@/lib/language/translate";
import { getTabCounts } from "@/lib/queue/tab-counts";
import { countTasks } from "@/lib/tasks/read";

type DeskLayoutProps = { params: Promise<{ environment: string }>; children: ReactNode };

export default async function DeskLayout({ params, children }: DeskLayoutProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const jar = await cookies();
  const { name, email, roles, language } = person.member;
  const t = translatorOf(messages, language);
  const me = { name, email, roles: roles.map((role) => t(`roles.${role}`)).join(" · ") };
  const tasks = can(person, "requests:read") ? await countTasks(person) : { open: 0, late: 0 };
  const nav = navOf(
    environment,
    language,
    {
      quality: can(person, "quality:read") || can(person, "involvement:read"),
      requests: can(person, "requests:read"),
      audit: can(person, "audit:read"),
      settings: can(person, "settings:read"),
    },
    tasks,
  );
  const waiting = getTabCounts(person).then(
    ({ unassigned, overdue }) => ({ unassigned, overdue }),
    () => null,
  );
  return (
    <EnvironmentProvider environment={environment}>
      <TimeZoneProvider timeZone={person.member.timeZone}>
        <AppShell
          labels={shellLabels(language, environment, person.member)}
          nav={nav}
          environment={environment}
          railTight={jar.get("rail")?.value === "tight"}
          viewer={me}
          waiting={waiting}
          controls={
            <DeskControls
              theme={readTheme(jar.get("theme")?.value)}
              me={me}
              nav={nav}
              mayClaim={can(person, "cases:claim")}
            />
          }
        >
          {/* First, so that whatever the page starts knows whom it was drawn for. */}
          <SignInWatch memberId={person.id} />
          {children}
        </AppShell>
      </TimeZoneProvider>
    </EnvironmentProvider>
  );
}
