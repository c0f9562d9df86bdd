import { SessionSkeleton } from "@/components/sessions/session-skeleton";

export default function SessionLoading() {
  return <SessionSkeleton />;
}
