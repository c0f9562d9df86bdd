import { Check, CircleHelp, X } from "lucide-react";
import { KeyValueList } from "@/components/ui/key-value-list";
import { LookPill } from "@/components/ui/look-pill";
import type { ProbeDto } from "@/lib/sources/schema";

const looks = {
  yes: { tone: "good", Icon: Check },
  no: { tone: "bad", Icon: X },
  unknown: { tone: "neutral", Icon: CircleHelp },
} as const;

const Answer = ({ is }: { is: boolean | null }) => {
  if (is === null) return <LookPill look={looks.unknown}>not tried</LookPill>;
  return <LookPill look={is ? looks.yes : looks.no}>{is ? "yes" : "no"}</LookPill>;
};

/** What a trial of a connection found. */
export function ProbeResult({ probe }: { probe: ProbeDto }) {
  return (
    <div role="status" className="grid gap-2 rounded-md border p-3">
      <KeyValueList
        labelWidth="12rem"
        items={[
          { key: "reached", label: "Reached", value: <Answer is={probe.reached} /> },
          { key: "key", label: "Key accepted", value: <Answer is={probe.keyAccepted} /> },
          { key: "read", label: "May read sessions", value: <Answer is={probe.mayRead} /> },
          { key: "decide", label: "May take decisions", value: <Answer is={probe.mayDecide} /> },
          { key: "redact", label: "May redact", value: <Answer is={probe.mayRedact} /> },
        ]}
      />
      {probe.said ? <p className="text-sm wrap-anywhere">{probe.said}</p> : null}
    </div>
  );
}
