import { SettingsLoading } from "@/components/settings/settings-loading";

export default function RetentionLoading() {
  return <SettingsLoading title="Retention" />;
}
