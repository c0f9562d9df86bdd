import { SettingsLoading } from "@/components/settings/settings-loading";

export default function ApiKeysLoading() {
  return <SettingsLoading title="API keys" />;
}
