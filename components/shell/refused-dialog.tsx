import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type RefusedDialogProps = {
  /** “3 of 5 sessions tagged” */
  title: string;
  refused: readonly { id: string; reason: string }[];
  onClose: () => void;
};

/** Names the records that an operation on several of them left as they were, each with its reason. */
export function RefusedDialog({ title, refused, onClose }: RefusedDialogProps) {
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      size="md"
      description="These were not changed:"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <ul className="flex max-h-80 flex-col gap-2 overflow-y-auto">
        {refused.map(({ id, reason }) => (
          <li key={id}>
            <span className="font-mono text-sm wrap-anywhere">{id}</span>
            <span className="block text-sm text-ink-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
