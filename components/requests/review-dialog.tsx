"use client";

import { useQuery } from "@tanstack/react-query";
import { useEnvironment } from "@/components/shell/environment";
import { problemOf } from "@/components/shell/problem";
import { useActionForm } from "@/components/shell/use-action-form";
import { ErrorState } from "@/components/ui/error-state";
import { ForeignText } from "@/components/ui/foreign-text";
import { FormDialog } from "@/components/ui/form-dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { previewQuery } from "@/lib/delivery/client";
import type { PreviewDto } from "@/lib/delivery/schema";
import { counted } from "@/lib/format/number";
import { wantsPackage } from "@/lib/requests/policy";
import { type RequestDto, versionInput } from "@/lib/requests/schema";
import { Preview } from "./preview";
import { useRequestAction } from "./use-request-action";
import { channelNames } from "./words";

type ReviewDialogProps = { request: RequestDto; onClose: () => void };

/** Shows the answer and its recipient before it is marked as reviewed. */
export default function ReviewDialog({ request, onClose }: ReviewDialogProps) {
  const environment = useEnvironment();
  const hasPackage = wantsPackage(request.kind);
  const preview = useQuery({ ...previewQuery(environment, request.id), enabled: hasPackage });
  const act = useRequestAction(request.id, onClose);
  const form = useActionForm({
    schema: versionInput,
    values: {},
    send: (body) => act.mutateAsync({ action: "review", body, said: "Request reviewed" }),
  });
  return (
    <FormDialog
      form={form}
      onClose={onClose}
      size="lg"
      title="Review answer"
      description="Check the content and the recipient. You can withdraw the review until the answer is delivered."
      submit="Mark as reviewed"
      disabled={hasPackage && preview.data === undefined}
    >
      <section
        aria-label="Content of the answer"
        className="flex flex-col gap-4"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the dialog scrolls, and keyboards scroll it from here
        tabIndex={0}
      >
        <Recipient request={request} />
        {request.kind === "portability" ? (
          <p className="text-sm">
            This right covers data that the person provided and that you process by consent or contract.
            Exclude sessions that you process on another basis, such as a legal duty, with that reason.
          </p>
        ) : null}
        {hasPackage ? <Answer query={preview} /> : null}
      </section>
    </FormDialog>
  );
}

function Recipient({ request }: { request: RequestDto }) {
  const { firstName, lastName, email, phone, externalRef } = request.requester ?? {};
  const name = [firstName, lastName].filter(Boolean).join(" ");
  const ways = [name, email, phone, externalRef && `reference ${externalRef}`].filter(Boolean);
  const count = (state: "accepted" | "excluded") =>
    request.matches.filter((each) => each.state === state).length;
  return (
    <section aria-label="Recipient">
      <h3 className="font-semibold">Recipient</h3>
      <p>
        <ForeignText>{ways.join(" · ") || "No name given"}</ForeignText>
      </p>
      <p className="text-sm text-ink-muted">
        Received via {channelNames[request.channel] ?? request.channel}.{" "}
        {counted(count("accepted"), "session")} accepted, {count("excluded")} excluded.
      </p>
    </section>
  );
}

type Query = {
  data: PreviewDto | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => unknown;
};

function Answer({ query: { data, error, isFetching, refetch } }: { query: Query }) {
  if (data) return <Preview preview={data} />;
  if (!error) return <SkeletonRows rows={8} label="Preparing the answer" />;
  return (
    <ErrorState
      title="The answer could not be prepared"
      {...problemOf(error)}
      onRetry={() => refetch()}
      retrying={isFetching}
    />
  );
}
