import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvent } from "@/lib/audit-chain/canonical";
import { canonicalJson } from "@/lib/platform/canonical-json";

const nulls = Array.from({ length: 11 }, () => "x").join("\t");
/** What is hashed of metadata, as PostgreSQL writes them. */
const bytesOf = (metadata: string) => {
  const { line } = readEvent(
    `1\t2\t2026-11-21 08:43:11.5+00\t${nulls}\t${metadata.replaceAll("\\", "\\\\")}`,
  );
  return line.slice(line.indexOf("{"), -1);
};

describe("numbers in the metadata of an event", () => {
  it.each([
    ['{"a": 0.1}', '{"a":0.1}'],
    ['{"a": 0.10000000000000000001}', '{"a":0.10000000000000000001}'],
    ['{"a": 5.00000000000000000001}', '{"a":5.00000000000000000001}'],
    ['{"a": 9007199254740993}', '{"a":9007199254740993}'],
    ['{"a": 9007199254740992}', '{"a":9007199254740992}'],
    ['{"a": 1.0}', '{"a":1.0}'],
    ['{"a": 0.0000001}', '{"a":1e-7}'],
    ['{"a": -0.00000015}', '{"a":-1.5e-7}'],
    ['{"a": 1000000000000000000000}', '{"a":1e+21}'],
    ['{"a": 1000000000000000000001}', '{"a":1000000000000000000001}'],
    ['{"b": 1.50, "a": [-2.5, {"c": 3.00}]}', '{"a":[-2.5,{"c":3.00}],"b":1.50}'],
    ['{"a": "1234567890123456.5", "b": " 0.10"}', '{"a":"1234567890123456.5","b":" 0.10"}'],
    ['{"a": "say \\"0.10\\" \\\\ 2.0", "b": 2.0}', '{"a":"say \\"0.10\\" \\\\ 2.0","b":2.0}'],
    ['{"1234567890123456.0": 1}', '{"1234567890123456.0":1}'],
  ])("%s is hashed as %s", (metadata, bytes) => {
    expect(bytesOf(metadata)).toBe(bytes);
  });

  it("are written as RFC 8785 says if a double represents them", () => {
    const value = fc.dictionary(
      fc.string().map((key) => key.replaceAll("\0", "")),
      fc.oneof(fc.integer(), fc.maxSafeInteger()),
    );
    fc.assert(
      fc.property(value, (metadata) => {
        expect(bytesOf(JSON.stringify(metadata))).toBe(canonicalJson(metadata));
      }),
    );
  });

  it("have other bytes when any digit differs", () => {
    // PostgreSQL has one zero.
    const decimal = fc
      .stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,25})?$/)
      .filter((text) => !/^-[0.]+$/.test(text));
    fc.assert(
      fc.property(decimal, decimal, (left, right) => {
        const isSame = bytesOf(`{"a": ${left}}`) === bytesOf(`{"a": ${right}}`);
        expect(isSame).toBe(left === right);
      }),
      { numRuns: 2_000 },
    );
  });
});
