/** Whom a correction or restriction is told to (GDPR Art. 19). */
export function Recipients({ recipients }: { recipients: readonly string[] }) {
  if (recipients.length === 0) return null;
  return (
    <p className="mt-3 text-sm">
      Tell these recipients, unless that is impossible (Art. 19), and name them to the requester if they ask:{" "}
      {recipients.join(", ")}.
    </p>
  );
}
