import { SettingsLoading } from "@/components/settings/settings-loading";

export default function BlocklistLoading() {
  return <SettingsLoading title="Blocklist" />;
}
