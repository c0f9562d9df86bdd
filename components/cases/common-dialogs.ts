import EscalateDialog from "./escalate-dialog";
import RejectDialog from "./reject-dialog";
import SnoozeDialog from "./snooze-dialog";

/** What every reviewer opens by a key. In one file over the wire: each file brings the form library along anew. */
export const commonDialogs = {
  reject: { default: RejectDialog },
  escalate: { default: EscalateDialog },
  snooze: { default: SnoozeDialog },
};
