import { SettingsLoading } from "@/components/settings/settings-loading";

export default function WatchlistsLoading() {
  return <SettingsLoading title="Watchlists" />;
}
