import { describe, expect, it } from "vitest";
import type { DeskDto } from "@/lib/cases/schema";
import type { CheckDto } from "@/lib/checks/schema";
import { checkLines } from "./check-lines";

const check = (policy: string, status: CheckDto["status"], score: number | null = null, threshold = 0.5) => ({
  ...{ policy, status, score, threshold: score === null ? null : threshold },
  ...{ attempt: 1, details: null, createdAt: null, completedAt: null },
});

const desk = (checks: CheckDto[], own: Partial<DeskDto> = {}) =>
  ({ checks, mrz: null, expiry: { state: "unknown", detail: null }, ...own }) as DeskDto;

describe("the checks on the desk", () => {
  it("begin with evidence against the person", () => {
    const lines = checkLines(
      desk(
        [
          check("liveness", "passed", 0.9),
          check("device", "skipped"),
          check("face_match", "requires_retry", 0.46),
          check("risk_assessment", "failed"),
          check("address", "error"),
        ],
        { expiry: { state: "expired", detail: "since 2 y" }, unreadSources: ["barcode"] } as Partial<DeskDto>,
      ),
    );
    expect(lines.map(({ key, verdict }) => [key, verdict])).toEqual([
      ["expiry", "bad"],
      ["risk_assessment", "bad"],
      ["address", "bad"],
      ["barcode", "unread"],
      ["face_match", "warn"],
      ["device", "open"],
      ["liveness", "good"],
    ]);
  });

  it("name the threshold of a score below it", () => {
    const [line] = checkLines(desk([check("face_match", "requires_retry", 0.46)]));
    expect(line).toMatchObject({ verdict: "warn", detail: "0.46, needs 0.50" });
  });

  it("call no score below its threshold good, whatever the source says", () => {
    expect(checkLines(desk([check("face_match", "passed", 0.49)]))[0]?.verdict).toBe("warn");
    expect(checkLines(desk([check("face_match", "passed", 0.5)]))[0]).toMatchObject({
      verdict: "good",
      detail: "0.50 ≥ 0.50",
    });
  });
});
