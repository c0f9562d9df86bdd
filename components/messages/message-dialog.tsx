"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useEnvironment } from "@/components/shell/environment";
import { useActionForm } from "@/components/shell/use-action-form";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { copyText } from "@/components/ui/clipboard";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { TextArea, TextField } from "@/components/ui/text-field";
import { toast } from "@/components/ui/toast";
import {
  type LetterLanguage,
  letterLanguageNames,
  letterLanguages,
  type MessageKind,
  messageKinds,
} from "@/lib/contract/vocabulary";
import { messageActions, messageQueries } from "@/lib/messages/client";
import { isNothingWithoutLetter, withOrWithoutLetter } from "@/lib/messages/policy";
import { type DraftDto, messageChannels, messageInput } from "@/lib/messages/schema";
import type { RequestDto } from "@/lib/requests/schema";
import { channelChoices, messageNames } from "./words";

type DialogProps = {
  request: Pick<RequestDto, "id" | "status" | "language">;
  /** What it is about at first. */
  kind?: MessageKind;
  /** The download link, for the message that the answer is ready. */
  link?: string;
  onClose: () => void;
};

const useDraft = (id: string, kind: MessageKind, language: LetterLanguage) => {
  const environment = useEnvironment();
  return useQuery({ ...messageQueries.draft(environment, id, { kind, language }), gcTime: 0 }).data;
};

/** One key for each opening of the dialog, so that a message whose answer was lost is not sent twice. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );

/** The fields of a message, which the server fills in for what it is about and its language. */
function useMessageForm(
  { request, link, onClose }: DialogProps,
  { kind, language, draft }: { kind: MessageKind; language: LetterLanguage; draft?: DraftDto },
) {
  const environment = useEnvironment();
  const client = useQueryClient();
  const [onceKey] = useState(newKey);
  const send = useMutation({
    mutationFn: (body: Parameters<typeof messageActions.send>[2]) =>
      messageActions.send(environment, request.id, body),
    onSuccess: (list, { via }) => {
      client.setQueryData(messageQueries.list(environment, request.id).queryKey, list);
      const said = via === "mail" ? "Message queued" : "Message recorded";
      toast({ tone: "success", title: said });
      announce(said);
      onClose();
    },
  });
  const form = useActionForm({
    schema: messageInput,
    values: { via: "email", to: "", subject: "", text: "", hasLetter: false, sentOn: "" },
    toInput: ({ via, sentOn, ...values }) => ({
      ...values,
      ...{ kind, language, via, onceKey },
      ...(via !== "mail" && { sentOn }),
    }),
    send: (body) => send.mutateAsync(body),
  });
  const { setValue } = form;
  useEffect(() => {
    if (!draft) return;
    const mayMail = draft.canMail && !(isNothingWithoutLetter(kind) && draft.letter === null);
    setValue("via", mayMail && draft.to ? "mail" : "email");
    setValue("to", draft.to);
    setValue("subject", draft.subject);
    setValue("text", link ? draft.text.replace("{link}", link) : draft.text);
    setValue("hasLetter", draft.letter !== null);
  }, [draft, kind, link, setValue]);
  return form;
}

/** Says what stands in the way, or how the message goes. */
function Standing({ draft }: { draft: DraftDto | undefined }) {
  if (draft?.whyNot)
    return (
      <p role="alert" className="text-warn">
        {draft.whyNot}
      </p>
    );
  if (draft?.whyNoLetter) return <p className="text-sm text-ink-muted">No letter: {draft.whyNoLetter}</p>;
  return null;
}

/** Writes a message to the requester: sends it by mail, or records that the member sent it. */
export default function MessageDialog(props: DialogProps) {
  const { request, onClose } = props;
  const [kind, setKind] = useState<MessageKind>(
    props.kind ??
      (request.status === "refused" ? "refused" : request.status === "open" ? "received" : "done"),
  );
  const [language, setLanguage] = useState(request.language);
  const draft = useDraft(request.id, kind, language);
  const form = useMessageForm(props, { kind, language, draft });
  const isMail = form.watch("via") === "mail";
  const channels = messageChannels.filter((each) => each !== "mail" || draft?.canMail);
  const copy = async () => {
    const isDone = await copyText(form.getValues("text"));
    announce(isDone ? "Text copied" : "The text could not be copied");
  };
  return (
    <FormDialog
      form={form}
      size="lg"
      title="Write message"
      description={
        isMail
          ? "Read it before you send it: it goes to the requester as it stands here."
          : "Send it yourself, then record it here. It is kept with the request."
      }
      submit={isMail ? "Send message" : "Record message"}
      disabled={!draft || draft.whyNot !== null}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-3">
        <Select
          label="About"
          value={kind}
          options={messageKinds.map((value) => ({ value, label: messageNames[value] }))}
          onChange={({ target }) => setKind(messageKinds.find((each) => each === target.value) ?? kind)}
          data-autofocus=""
        />
        <Select
          label="Language"
          value={language}
          options={letterLanguages.map((value) => ({ value, label: letterLanguageNames[value] }))}
          onChange={({ target }) =>
            setLanguage(letterLanguages.find((each) => each === target.value) ?? language)
          }
        />
        <Select
          label="Channel"
          options={channels.map((value) => ({ value, label: channelChoices[value] }))}
          {...form.field("via")}
        />
      </div>
      <Standing draft={draft} />
      <TextField label="To" {...form.field("to", "Enter where or to whom it goes.")} />
      <TextField label="Subject" {...form.field("subject", "Enter a subject.")} />
      <TextArea
        label="Text"
        rows={10}
        hint="Never write the code of a download link here: it goes another way."
        {...form.field("text", "Enter a text.")}
      />
      {draft?.letter ? (
        <Checkbox
          label="With the letter as PDF"
          {...form.register("hasLetter", {
            onChange: ({ target }) =>
              form.setValue(
                "text",
                withOrWithoutLetter(form.getValues("text"), draft.bodies, target.checked),
              ),
          })}
        />
      ) : null}
      {isMail ? null : (
        <div className="flex items-end gap-2">
          <TextField label="Sent on" type="date" hint="Empty means today." {...form.field("sentOn")} />
          <Button icon={<Copy />} onClick={copy}>
            Copy text
          </Button>
        </div>
      )}
    </FormDialog>
  );
}
