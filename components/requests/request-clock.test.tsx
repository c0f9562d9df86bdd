import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { RequestClock } from "@/components/requests/request-clock";
import { EnvironmentProvider } from "@/components/shell/environment";
import { clockOf, type Pause } from "@/lib/law/clock";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { type PauseGround, pauseGrounds, profileOn } from "@/lib/law/profiles";

const noon = (day: string) => new Date(`${day}T12:00:00Z`);
const pause = (ground: PauseGround, from: string, until?: string): Pause => ({
  ground,
  from: noon(from),
  ...(until && { until: noon(until) }),
});
type Given = { on: string; pauses?: Pause[]; isExtended?: boolean; isOpen?: boolean };

/** The words of the clock of a request that was received on 1 June 2026, read on a day. */
function words(jurisdiction: JurisdictionId, given: Given): string {
  const { on, pauses = [], isExtended = false, isOpen = true } = given;
  const law = profileOn(jurisdiction, "2026-06-01");
  const facts = { timeZone: "UTC", receivedAt: noon("2026-06-01"), isExtended, pauses };
  const clock = {
    ...clockOf(facts, law, noon(on), () => false),
    ...{ jurisdiction, law: jurisdiction, lawVersion: law.version, isExtended, mayExtend: true },
    mayPauseFor: pauseGrounds.filter((ground) => law.pauses[ground]),
  };
  const none = {
    extension: null,
    closing: null,
    telling: null,
    restriction: null,
    lifting: null,
    conclusion: null,
    authority: null,
    reopening: null,
  };
  const reasons = { ...none, pause: "Who is it?", pauseScope: "Which account?", pauseFee: "Excessive." };
  const html = renderToStaticMarkup(
    <EnvironmentProvider environment="live">
      <RequestClock clock={clock} isOpen={isOpen} reasons={reasons} />
    </EnvironmentProvider>,
  );
  return html.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}

it("a clock that runs says until when it can be extended, and after that day that it could be", () => {
  expect(words("gdpr", { on: "2026-06-10" })).toMatch(/Due 1 Jul 2026 .*You can extend until 1 Jul 2026;/);
  const late = words("gdpr", { on: "2026-07-05" });
  expect(late).toMatch(/4 days late .*The last day to extend was 1 Jul 2026\./);
  expect(late).not.toContain("can extend");
});

it("a paused clock says what its last day depends on, and the reason of each pause", () => {
  const both = [pause("identity", "2026-06-02"), pause("scope", "2026-06-03")];
  const said = words("uk_gdpr", { on: "2026-06-10", pauses: both });
  expect(said).toContain("if the answers come today: proof of identity and the scope of the request");
  expect(said).toContain("the term begins with the answer: proof of identity; as if it came today");
  expect(said).toMatch(/If the clock resumes today, you can extend until/);
  expect(said).toContain("Waiting for proof of identity because: Who is it?");
  expect(said).toContain("Waiting for the scope of the request because: Which account?");
  expect(said).not.toContain("Excessive.");
});

it("an answer that has come is not called awaited while another one is", () => {
  const pauses = [pause("identity", "2026-06-02", "2026-06-08"), pause("scope", "2026-06-10")];
  const said = words("uk_gdpr", { on: "2026-06-12", pauses });
  expect(said).toMatch(/the term begins with the answer: proof of identity (?!;)/);
  expect(said).toContain("3 days of waiting added: the scope of the request; as if it came today");
  expect(said).not.toContain("because: Who is it?");
});

it("a closed clock promises nothing", () => {
  const pauses = [pause("fee", "2026-06-02")];
  const said = words("uk_gdpr", { on: "2026-06-10", pauses, isOpen: false });
  expect(said).toContain("Closed while the clock was paused: the fee.");
  expect(said).toContain("as if it had come on the day of closing");
  expect(said).toContain("Waited for the fee because: Excessive.");
  expect(said).not.toMatch(/today|can extend/);
  expect(words("ccpa", { on: "2026-06-10", isOpen: false })).toMatch(/Was due 16 Jul 2026/);
});

it("receipt is confirmed by a day, which may be over", () => {
  expect(words("ccpa", { on: "2026-06-10" })).toContain("Confirm receipt to the requester by 15 Jun 2026.");
  expect(words("ccpa", { on: "2026-06-16" })).toContain(
    "The last day to confirm receipt to the requester was",
  );
});
