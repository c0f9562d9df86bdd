import EscalateDialog from "./escalate-dialog";
import RejectDialog from "./reject-dialog";
import ResubmitDialog from "./resubmit-dialog";
import SnoozeDialog from "./snooze-dialog";

/**
 * The dialogs that every reviewer opens with a key. They share one file, because each file would load the form
 * library again.
 */
export const commonDialogs = {
  reject: { default: RejectDialog },
  escalate: { default: EscalateDialog },
  resubmit: { default: ResubmitDialog },
  snooze: { default: SnoozeDialog },
};
