import { expect, it } from "vitest";
import { adapterOf, refuseReports } from "@/lib/sources/vendors";

it.each([
  ["verifa", { reportsDecisions: true, reportsRedactions: true }, null],
  ["stripe_identity", { reportsRedactions: true }, null],
  ["stripe_identity", { reportsDecisions: true }, "takes no decisions"],
  ["regula", { reportsRedactions: true }, "takes neither decisions nor redactions"],
  ["regula", { reportsDecisions: false, reportsRedactions: false }, null],
])("%s is told of %j, or says why not", (vendor, wanted, refusal) => {
  const run = () => refuseReports(adapterOf(vendor), wanted);
  if (refusal) expect(run).toThrow(refusal);
  else expect(run).not.toThrow();
});
