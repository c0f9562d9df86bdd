import { documentName } from "@/components/documents/document-name";
import { ForeignText } from "@/components/ui/foreign-text";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DeskDto } from "@/lib/cases/schema";
import { words } from "@/lib/format/words";

/** Says what the applicant was last asked for, and whether they have answered. */
export function DeskResubmission({ desk }: { desk: DeskDto }) {
  const { resubmission, reviewCase } = desk;
  if (!resubmission || reviewCase.decidedAt) return null;
  const { documents, by, askedAt, reason, message, isAnswered } = resubmission;
  const isOver = !isAnswered && reviewCase.snoozedUntil === null;
  return (
    <p className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-1.5 border-b bg-info-soft px-4 py-1 text-info">
      <b className="font-semibold">
        Asked for {documents.map((docType) => documentName(docType).toLowerCase()).join(", ")} by {by}
      </b>
      <span>
        <RelativeTime at={askedAt} />: {words(reason)}
        {message ? (
          <>
            , “<ForeignText>{message}</ForeignText>”
          </>
        ) : null}
        .{" "}
        {isAnswered
          ? "New pictures have arrived."
          : isOver
            ? "No picture has arrived."
            : "Waiting for the applicant."}
      </span>
    </p>
  );
}
