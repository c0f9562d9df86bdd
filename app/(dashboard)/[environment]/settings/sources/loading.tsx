import { SettingsLoading } from "@/components/settings/settings-loading";

export default function SourcesLoading() {
  return <SettingsLoading title="Sources" />;
}
