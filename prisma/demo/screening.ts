import type { BundleHit, BundleScreening, Json } from "./bundle";
import { createId } from "./ids";
import type { Person } from "./people";
import { DAY, demoReviewers, type Plan } from "./plan";
import type { Random } from "./random";
import { riskLevel } from "./signals";
import { after, type Timeline } from "./timeline";

type CheckType = BundleScreening["check_type"];

const LISTS: Readonly<Record<string, readonly string[]>> = {
  sanction: ["OFAC SDN", "EU Consolidated", "UN Security Council", "UK HMT"],
  pep: ["PEP Class 1", "PEP Class 2"],
  adverse_media: ["Adverse media"],
};
const DISMISSALS = [
  "Birth date and country differ.",
  "Another person with a common name.",
  "Different middle name and gender.",
] as const;
const PROVIDERS: Readonly<Record<CheckType, string>> = {
  sanction: "aml_screening",
  pep: "aml_screening",
  adverse_media: "aml_screening",
  email_risk: "email_risk",
  phone_risk: "phone_risk",
};

function similarName(person: Person, exact: boolean, random: Random): string {
  const first = person.firstNameLatin;
  const last = person.lastNameLatin;
  if (exact) {
    return `${last.toLocaleUpperCase("en")}, ${first}`;
  }
  const shortened = last.length > 4 ? last.slice(0, -1) : `${last}a`;
  const given = random.chance(0.5) ? `${first.slice(0, 1)}.` : first;
  return `${shortened.toLocaleUpperCase("en")}, ${given}`;
}

function createHit(plan: Plan, type: CheckType, at: Date, times: Timeline, random: Random): BundleHit {
  const exact = plan.reason === "watchlist_match";
  const dismissed = plan.outcome === "approved";
  const when = times.decided ?? times.finished ?? at;
  const year = Number(plan.person.dateOfBirth.slice(0, 4)) + (exact ? 0 : random.int(-30, 12));
  return {
    id: createId("hit", at, random),
    name: similarName(plan.person, exact, random),
    match_score: random.int(exact ? 91 : 61, exact ? 99 : 84) / 100,
    match_types: exact
      ? ["name_exact", "year_of_birth"]
      : random.pick([["name_fuzzy"], ["name_fuzzy", "country"]]),
    list_name: random.pick(LISTS[type] ?? ["Watchlist"]),
    entity_type: "person",
    birthdate: random.chance(0.8) ? `${year}${plan.person.dateOfBirth.slice(4).replace("-29", "-28")}` : null,
    countries: exact ? [plan.person.nationality] : [random.pick(["NO", "CY", "PA", "RS", "LB", "MT"])],
    dismissed,
    dismissed_reason: dismissed ? random.pick(DISMISSALS) : null,
    dismissed_at: dismissed ? when.toISOString() : null,
    dismissed_by: dismissed ? random.pick(demoReviewers).id : null,
    created_at: at.toISOString(),
  };
}

function resultOf(
  type: CheckType,
  status: string,
  hits: readonly BundleHit[],
  random: Random,
): Record<string, Json> {
  if (status === "pending" || status === "error") {
    return {};
  }
  if (type === "email_risk" || type === "phone_risk") {
    const score = random.int(1, 46);
    return {
      risk_score: score,
      risk_level: riskLevel(score),
      deliverable: true,
      fraud_score: random.int(0, 40),
    };
  }
  return { match_count: hits.length, highest_score: Math.max(0, ...hits.map((hit) => hit.match_score)) };
}

function hitCount(type: CheckType, plan: Plan, random: Random): number {
  if (type === "email_risk" || type === "phone_risk" || plan.status !== "completed") {
    return plan.concern === "watchlist_screening" && type === "sanction" ? random.int(1, 3) : 0;
  }
  if (plan.reason === "watchlist_match" && type === "sanction") {
    return random.int(1, 2);
  }
  const reviewed = plan.caseStatus === "approved";
  return random.chance(type === "sanction" ? (reviewed ? 0.3 : 0) : reviewed ? 0.5 : 0.04)
    ? random.int(1, 2)
    : 0;
}

function createCheck(
  type: CheckType,
  plan: Plan,
  sessionId: string,
  times: Timeline,
  at: Date,
  random: Random,
) {
  const waiting = plan.status === "processing" || plan.status === "sandbox_pending";
  const count = waiting || plan.status === "failed" ? 0 : hitCount(type, plan, random);
  const hits = Array.from({ length: count }, () => createHit(plan, type, at, times, random));
  const status = waiting ? "pending" : plan.status === "failed" ? "error" : count > 0 ? "hit" : "clear";
  const exposed = type === "pep" && count > 0;
  const check: BundleScreening = {
    id: createId("schk", at, random),
    check_type: type,
    status,
    has_match: count > 0,
    hit_count: count,
    provider: PROVIDERS[type],
    session_id: sessionId,
    identity_id: null,
    external_ref: plan.externalRef,
    monitoring_enabled: type === "sanction" && random.chance(0.5),
    is_sandbox: plan.environment === "sandbox",
    tags: plan.tags.includes("priority") ? ["priority"] : [],
    batch_id: null,
    pep_risk_tier: exposed ? random.pick(["low", "medium", "high"]) : null,
    pep_recommended_action: exposed ? "enhanced_due_diligence" : null,
    redacted_at: null,
    last_checked_at: waiting ? null : after(at, 2_000).toISOString(),
    created_at: at.toISOString(),
    expires_at: after(at, 30 * DAY).toISOString(),
    result: resultOf(type, status, hits, random),
    hits,
  };
  return check;
}

/** The screening checks of a session: sanctions always, the others for some. */
export function createScreening(
  plan: Plan,
  sessionId: string,
  times: Timeline,
  random: Random,
): BundleScreening[] {
  if (!times.captured || plan.status === "expired") {
    return [];
  }
  const types: CheckType[] = ["sanction"];
  for (const [type, share] of [
    ["pep", 0.35],
    ["adverse_media", 0.2],
    ["email_risk", 0.3],
    ["phone_risk", 0.2],
  ] as const) {
    if (random.chance(share)) {
      types.push(type);
    }
  }
  const at = after(times.captured, 5_000);
  return types.map((type) => createCheck(type, plan, sessionId, times, at, random));
}
