/** Lists who must be informed of a correction or restriction (GDPR Art. 19). */
export function Recipients({ recipients }: { recipients: readonly string[] }) {
  if (recipients.length === 0) return null;
  return (
    <p className="mt-3 text-sm">
      Inform these recipients unless that is impossible (GDPR Art. 19). Name them to the requester on request:{" "}
      {recipients.join(", ")}.
    </p>
  );
}
