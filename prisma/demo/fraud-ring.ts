import { dayOf, daysAfter, daysAgo } from "@/lib/format/day";
import { castSlot, createDevice, createIp } from "./cast";
import { createPerson, type Person } from "./people";
import { HOUR, type Plan, type Slot } from "./plan";
import type { Random } from "./random";

/** How many sessions the fraud ring has. */
export const RING_SIZE = 7;

type Move = Pick<Slot, "status" | "outcome" | "reason" | "caseStatus"> & { hoursAgo: number };

/** One session slips through, two are caught, the rest wait for a person. */
const MOVES: readonly Move[] = [
  { hoursAgo: 212, status: "completed", outcome: "approved", reason: null, caseStatus: null },
  {
    hoursAgo: 165,
    status: "completed",
    outcome: "rejected",
    reason: "duplicate_identity",
    caseStatus: "rejected",
  },
  {
    hoursAgo: 118,
    status: "completed",
    outcome: "rejected",
    reason: "fraud_suspected",
    caseStatus: "rejected",
  },
  { hoursAgo: 71, status: "completed", outcome: "rejected", reason: "blocklist_match", caseStatus: null },
  { hoursAgo: 27, status: "under_review", outcome: "needs_review", reason: null, caseStatus: "escalated" },
  { hoursAgo: 9, status: "under_review", outcome: "needs_review", reason: null, caseStatus: "open" },
  { hoursAgo: 2, status: "under_review", outcome: "needs_review", reason: null, caseStatus: "open" },
];

/** Another name for the same face: the first invented person of the given sex. */
function alias(index: number, sex: Person["sex"], random: Random, now: Date): Person {
  for (let attempt = 0; ; attempt += 1) {
    const person = createPerson(random.fork(`name:${index}:${attempt}`), now);
    if (person.sex === sex) {
      return person;
    }
  }
}

/**
 * Plan seven live sessions that share a device, a document number, an address and a face under different names.
 * Nothing points to the others in the first one, which is why it was approved.
 */
export function planFraudRing(random: Random, now: Date): Plan[] {
  const leader = createPerson(random.fork("leader"), now);
  const device = createDevice(random.fork("device"), now);
  const network = createIp(random.fork("network")).split(".").slice(0, 3).join(".");
  const names = MOVES.map((_, index) => alias(index, leader.sex, random, now));
  const expires = dayOf(daysAfter(now, 1_400));
  const issued = dayOf(daysAgo(2_252, now));
  return MOVES.map(({ hoursAgo, ...move }, index) => {
    const own = random.fork(`move:${index}`);
    const createdAt = new Date(now.getTime() - hoursAgo * HOUR - own.int(0, 2_400) * 1000);
    const person = {
      ...(names[index] ?? leader),
      address: leader.address,
      country: leader.country,
      likeness: leader.likeness,
    };
    const slot: Slot = { environment: "live", createdAt, doubt: null, ...move };
    const role = { person, externalRef: `cust_${88_000 + index * 13}`, label: "ring" };
    const cast = castSlot(slot, role, `ring:${index}`, own, now);
    return {
      ...cast,
      documentType: "national_id",
      documentNumber: "D204186K7",
      issued,
      expires,
      device,
      consentIp: `${network}.${40 + index}`,
      concern: slot.reason || index === 0 ? cast.concern : "duplicate_detection",
      risk: index === 0 ? "low" : index === 1 ? "high" : "critical",
      signals:
        index === 0
          ? ["vpn_detected"]
          : [
              "duplicate_device",
              "duplicate_document_number",
              "vpn_detected",
              ...(index > 2 ? (["duplicate_face"] as const) : []),
            ],
      tags: index === 0 ? ["kyc"] : ["kyc", "ring-suspect"],
    };
  });
}
