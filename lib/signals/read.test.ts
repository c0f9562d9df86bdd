import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainSignal } from "@/lib/signals/read";
import { signalCatalog } from "@/prisma/demo/signals";

const names = Object.keys(signalCatalog);

describe("explainSignal", () => {
  it("has a sentence of its own for every signal", () => {
    const said = names.map((name) => explainSignal(name, null));
    expect(new Set(said).size).toBe(names.length);
    for (const sentence of said) {
      expect(sentence).toMatch(/^[A-Z].*\.$/);
      expect(sentence).not.toContain("cannot explain");
    }
  });

  it.each([
    ["completion_too_fast", { seconds: 11 }, "finished in 11 seconds"],
    ["completion_too_fast", { durationSeconds: 1.2 }, "finished in 1 second,"],
    ["completion_too_fast", { seconds: "11" }, "finished in less than 15 seconds"],
    ["completion_too_slow", { completion_seconds: 1260 }, "took 21 minutes"],
    ["high_hesitation", { idle_percent: 78.4 }, "for 78 % of the time"],
    ["high_hesitation", { percent: 7800 }, "for more than three quarters of the time"],
    ["high_distraction", { tab_switches: 7 }, "another window 7 times"],
    ["ip_velocity", { count: 9 }, "9 sessions were started"],
    [
      "impossible_travel",
      { distance_km: 4100, minutes: 40 },
      "was 4,100 kilometres away and 40 minutes earlier",
    ],
    ["impossible_travel", { distance_km: 4100 }, "further away than anyone can travel"],
    ["duplicate_device", { matches: 1 }, "was used in 1 other session."],
    ["duplicate_device", { matches: -1 }, "was used in other sessions."],
    ["Tor", null, "came through the Tor network"],
  ])("%s with %j says “%s”", (name, details, words) => {
    expect(explainSignal(name, details)).toContain(words);
  });

  it("explains an unknown signal by its category", () => {
    expect(explainSignal("emulator_detected", null)).toBe(
      "The source raised “emulator detected”, a signal about the device that Countersign cannot explain.",
    );
    expect(explainSignal("Anna Eriksson, 12 Main St!", null)).toBe(
      "The source raised a signal that Countersign cannot explain.",
    );
    expect(explainSignal("constructor", null)).not.toContain("native code");
    expect(explainSignal("", null)).toContain("cannot explain");
  });

  it("repeats no text of the details, and never throws", () => {
    const marked = {
      summary: "Eriksson",
      count: "Eriksson",
      seconds: ["Eriksson"],
      percent: { of: "Eriksson" },
    };
    for (const name of [...names, "unheard_of"]) {
      expect(explainSignal(name, marked)).toBe(explainSignal(name, null));
      expect(explainSignal(name, "Eriksson")).toBe(explainSignal(name, null));
    }
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...names), fc.string()), fc.anything(), (name, details) => {
        expect(explainSignal(name, details).endsWith(".")).toBe(true);
      }),
    );
  });
});
