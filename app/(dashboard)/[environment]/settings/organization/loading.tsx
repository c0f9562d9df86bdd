import { SettingsLoading } from "@/components/settings/settings-loading";

export default function OrganizationLoading() {
  return <SettingsLoading title="Organization" />;
}
