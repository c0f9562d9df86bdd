import { SettingsLoading } from "@/components/settings/settings-loading";

export default function RequestSettingsLoading() {
  return <SettingsLoading title="Requests" />;
}
