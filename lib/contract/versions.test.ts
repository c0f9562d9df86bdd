import { describe, expect, it } from "vitest";
import { contractVersions, currentVersion, readVersion } from "@/lib/contract/versions";

describe("the version of a call", () => {
  it("is the header's, else the key's, else the current one", () => {
    expect(readVersion("2026-02-01", "2026-01-01")).toBe("2026-02-01");
    expect(readVersion(null, "2026-02-01")).toBe("2026-02-01");
    expect(readVersion(null)).toBe(currentVersion);
    expect(contractVersions).toContain(currentVersion);
  });

  it.each([
    ["yesterday", "must be a date"],
    ["2026-13-01", "must be a date"],
    ["", "must be a date"],
    ["2026-1-1", "must be a date"],
    ["2025-01-01", "2025-01-01 is unknown. Known are 2026-01-01 and 2026-02-01."],
  ])("is refused: %j", (header, message) => {
    expect(() => readVersion(header)).toThrow(message);
  });

  it("says what replaces a retired one, and whose it is", () => {
    const retired = { "2025-06-01": "2026-01-01" } as const;
    expect(() => readVersion("2025-06-01", undefined, retired)).toThrow(
      "The version 2025-06-01 is retired. Use 2026-01-01.",
    );
    expect(() => readVersion(null, "2025-06-01", retired)).toThrow(
      "The version 2025-06-01 of this key is retired. Use 2026-01-01.",
    );
  });
});
