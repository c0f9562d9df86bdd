import { SettingsLoading } from "@/components/settings/settings-loading";

export default function WebhooksLoading() {
  return <SettingsLoading title="Webhooks" />;
}
