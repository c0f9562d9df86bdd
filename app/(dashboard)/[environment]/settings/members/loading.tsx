import { SettingsLoading } from "@/components/settings/settings-loading";

export default function MembersLoading() {
  return <SettingsLoading title="Members" />;
}
