import { SettingsLoading } from "@/components/settings/settings-loading";

export default function SingleSignOnLoading() {
  return <SettingsLoading title="Single sign-on" />;
}
