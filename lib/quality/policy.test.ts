import { describe, expect, it } from "vitest";
import { agreementOf, isSampled } from "@/lib/quality/policy";

const pairs = (aa: number, ar: number, ra: number, rr: number) => ({
  approved: { approved: aa, rejected: ar },
  rejected: { approved: ra, rejected: rr },
});

describe("agreement", () => {
  it.each([
    { of: pairs(0, 0, 0, 0), looked: 0, agreed: 0, share: null, kappa: null },
    { of: pairs(1, 0, 0, 0), looked: 1, agreed: 1, share: [1, 0.2065, 1], kappa: null },
    { of: pairs(0, 1, 0, 0), looked: 1, agreed: 0, share: [0, 0, 0.7935], kappa: null },
    { of: pairs(5, 2, 0, 3), looked: 10, agreed: 8, share: [0.8, 0.4902, 0.9433], kappa: null },
    { of: pairs(19, 5, 0, 5), looked: 29, agreed: 24, share: [0.8276, 0.6545, 0.924], kappa: null },
    // R. G. Newcombe, Statistics in Medicine 17 (1998), 857–872, table I, method 3.
    { of: pairs(81, 182, 0, 0), looked: 263, agreed: 81, share: [0.308, 0.2553, 0.3662], kappa: 0 },
    { of: pairs(15, 133, 0, 0), looked: 148, agreed: 15, share: [0.1014, 0.0624, 0.1605], kappa: 0 },
    { of: pairs(0, 20, 0, 0), looked: 20, agreed: 0, share: [0, 0, 0.1611], kappa: null },
    { of: pairs(1, 28, 0, 0), looked: 29, agreed: 1, share: [0.0345, 0.0061, 0.1718], kappa: null },
    // J. Sim and C. C. Wright, Physical Therapy 85 (2005), 257–268: 0.8462 observed, 0.5385 by chance.
    { of: pairs(22, 2, 4, 11), looked: 39, agreed: 33, share: [0.8462, 0.7027, 0.9275], kappa: 2 / 3 },
    // Cohen's example of two readers: 20, 5, 10 and 15 of 50 proposals.
    { of: pairs(20, 5, 10, 15), looked: 50, agreed: 35, share: [0.7, 0.5625, 0.809], kappa: 0.4 },
    { of: pairs(30, 0, 0, 0), looked: 30, agreed: 30, share: [1, 0.8865, 1], kappa: null },
    { of: pairs(0, 15, 15, 0), looked: 30, agreed: 0, share: [0, 0, 0.1135], kappa: -1 },
  ])("of $of is $agreed of $looked", ({ of, looked, agreed, share, kappa }) => {
    const found = agreementOf(of);
    expect(found).toMatchObject({ looked, agreed });
    const rounded = found.share && [found.share.value, found.share.low, found.share.high];
    expect(rounded?.map((each) => Math.round(each * 10_000) / 10_000) ?? null).toEqual(share);
    if (kappa === null) expect(found.kappa).toBeNull();
    else expect(found.kappa).toBeCloseTo(kappa, 10);
  });
});

describe("the sample", () => {
  const digest = (first: number) => Uint8Array.of(first >>> 24, first >>> 16, first >>> 8, first);
  it.each([
    { first: 0, percent: 0, sampled: false },
    { first: 0, percent: 1, sampled: true },
    { first: 0x0fffffff, percent: 10, sampled: true },
    { first: 0x20000000, percent: 10, sampled: false },
    { first: 0xffffffff, percent: 99, sampled: false },
    { first: 0xffffffff, percent: 100, sampled: true },
  ])("of $percent percent and $first is $sampled", ({ first, percent, sampled }) => {
    expect(isSampled(digest(first), percent)).toBe(sampled);
  });
});
