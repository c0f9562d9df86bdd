import { castSlots } from "./cast";
import { planFraudRing, RING_SIZE } from "./fraud-ring";
import { DAY, type Plan } from "./plan";
import { createRandom, type Random } from "./random";
import { createSession, type DemoSession } from "./sessions";
import { composeSlots } from "./slots";

/** What the generator needs: the same options always give the same sessions. */
export type DemoOptions = { seed: number; now: Date; sessions?: number };

const DEFAULT_SESSIONS = 400;
const IMAGE_LIMIT = 375;
const NEWEST_WITH_IMAGES = 120;
const REDACTED = 8;
const REDACTED_AGE = 45 * DAY;

function withoutImages(session: DemoSession, random: Random): DemoSession {
  const documents = session.bundle.documents.map((document) => ({
    ...document,
    download_url: null,
    size_bytes: random.int(70_000, 190_000),
  }));
  return { ...session, images: [], bundle: { ...session.bundle, documents } };
}

/** Choose who keeps images: cases under review and the ring first, then the newest, within the limit. */
function keepImages(sessions: readonly DemoSession[], ring: ReadonlySet<string>): Set<DemoSession> {
  const newest = sessions.filter((session) => session.images.length > 0).reverse();
  const needed = newest.filter(
    ({ bundle }) => bundle.session.status === "under_review" || ring.has(bundle.session.id),
  );
  const kept = new Set<DemoSession>();
  let total = 0;
  for (const session of [...needed, ...newest.slice(0, NEWEST_WITH_IMAGES)]) {
    if (!kept.has(session) && total + session.images.length <= IMAGE_LIMIT) {
      kept.add(session);
      total += session.images.length;
    }
  }
  return kept;
}

/** The oldest finished sessions, which are redacted after the import. */
function chooseRedacted(sessions: readonly DemoSession[], now: Date): Set<DemoSession> {
  const old = sessions.filter(
    ({ bundle }) =>
      bundle.session.status === "completed" &&
      now.getTime() - new Date(bundle.session.created_at).getTime() > REDACTED_AGE,
  );
  return new Set(old.slice(0, REDACTED));
}

function planAll(count: number, random: Random, now: Date): { plans: Plan[]; ring: Plan[] } {
  const live = Math.max(RING_SIZE, Math.round(count * 0.75));
  const ring = planFraudRing(random.fork("ring"), now);
  const environments = [
    { environment: "live", size: live - RING_SIZE, firstRef: 10_240 },
    { environment: "sandbox", size: Math.max(0, count - live), firstRef: 70_100 },
  ] as const;
  const ordinary = environments.flatMap(({ environment, size, firstRef }) => {
    const own = random.fork(environment);
    return castSlots(composeSlots(environment, size, own.fork("slots"), now), own, now, firstRef);
  });
  const plans = [...ordinary, ...ring].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return { plans, ring };
}

/**
 * Generate the demo: export bundles in the public contract's form, oldest first, and the images they point to.
 * Nothing depends on the clock or on chance; the same seed and `now` give the same bundles and the same pictures.
 */
export function generateDemo(options: DemoOptions): DemoSession[] {
  const { seed, now, sessions: count = DEFAULT_SESSIONS } = options;
  const random = createRandom(seed);
  const { plans, ring } = planAll(count, random, now);
  const members = new Set<string>();
  const sessions = plans.map((plan) => {
    const session = createSession(plan, random.fork(`session:${plan.key}`), now);
    if (ring.includes(plan)) {
      members.add(session.bundle.session.id);
    }
    return session;
  });
  const kept = keepImages(sessions, members);
  const redacted = chooseRedacted(sessions, now);
  const sizes = random.fork("sizes");
  return sessions.map((session) => {
    const shown = kept.has(session) ? session : withoutImages(session, sizes);
    return redacted.has(session) ? { ...shown, redact: true } : shown;
  });
}
