import { SettingsLoading } from "@/components/settings/settings-loading";

export default function ReviewLoading() {
  return <SettingsLoading title="Review" />;
}
