import { SettingsLoading } from "@/components/settings/settings-loading";

export default function DataAccessLoading() {
  return <SettingsLoading title="Data access" />;
}
