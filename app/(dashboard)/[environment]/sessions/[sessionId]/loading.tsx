"use client";

import { useParams } from "next/navigation";
import { SessionSkeleton } from "@/components/sessions/session-skeleton";

export default function SessionLoading() {
  const { environment } = useParams<{ environment: string }>();
  return <SessionSkeleton environment={environment} />;
}
