import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog } from "@/components/ui/dialog";
import { useExact } from "@/components/ui/time-zone";
import type { MemberMail } from "@/lib/team/schema";
import { LiveMailState } from "./mail-state";

type LinkDialogProps = {
  title: string;
  label: string;
  /** What opening the link does, such as “creates one account”. */
  does: string;
  made: { url: string; expiresAt: string; mail: MemberMail | null };
  onClose: () => void;
};

/** Shows a one-time link, which cannot be shown again. */
export function LinkDialog({ title, label, does, made, onClose }: LinkDialogProps) {
  const exact = useExact();
  return (
    <Dialog
      open
      onClose={onClose}
      size="md"
      title={title}
      description={`It ${does}, once, until ${exact(made.expiresAt)}. It is not stored and cannot be shown again.`}
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        {made.mail ? <LiveMailState mail={made.mail} /> : null}
        <CopyField label={label} value={made.url} />
      </div>
    </Dialog>
  );
}
