import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseBefore, type OldDatabase } from "@/test/old-database";

const own = `(SELECT pk FROM organizations), 'live'::"Environment"`;
const scope = "organization_pk, environment";

/** Rows of one organization, as they were when words were text. */
const rowsOfOld = [
  `INSERT INTO organizations (id, name) VALUES ('org_a', 'A')`,
  `INSERT INTO settings (${scope}, api_pii_fields, image_url_expiry_seconds, version, dual_review, sla_warn_minutes, data_retention_days, keep_links_days,
      request_jurisdiction, request_time_zone, request_holidays, request_profiles, processing_record, suspicion_tags, ask_text,
      retention_overrides, routing_rules)
    VALUES (${own}, '{first_name}', 90, 7, true, 10, 365, NULL, 'uk_gdpr', 'Europe/London', '{2026-12-28}',
      '{"gdpr": {"keptYears": 10}}', '{"contact": "c@x.example"}', '{sar}', 'Hello',
      '[{"documentType": "visa", "sensitiveDataRetentionDays": 1, "dataRetentionDays": null}, {"documentType": "a", "sensitiveDataRetentionDays": null, "dataRetentionDays": 2}]',
      '[{"name": "Z", "queue": "z", "priority": "high", "minRiskScore": 5, "tags": ["x", "y"]}, {"name": "A", "queue": "a", "signals": []}]')`,
  `INSERT INTO api_keys (${scope}, id, key_prefix, digest, scopes, allowed_ips, default_key_inflection)
    VALUES (${own}, 'key_1', 'sk', 'x', '{}', '{}', 'kebab')`,
  `INSERT INTO lists (${scope}, id, name, list_type, match_mode) VALUES (${own}, 'list_1', 'L', 'blocklist', 'block')`,
  `INSERT INTO sessions (${scope}, pk, id, status, source, created_at, updated_at)
    VALUES (${own}, 1, 'ses_1', 'completed', 'test', now(), now())`,
  `INSERT INTO sessions (${scope}, pk, id, status, source, created_at, updated_at, restricted_at, restricted_until, check_overrides)
    VALUES (${own}, 2, 'ses_2', 'completed', 'test', now(), now(), now(), '2031-11-01T00:00:00Z', '["a b", "c"]')`,
  `INSERT INTO fraud_signals (${scope}, session_pk, position, signal_type, risk_level)
    VALUES (${own}, 1, 0, 'vpn', 'high'), (${own}, 1, 1, 'tor', NULL), (${own}, 1, 2, 'geo', 'Severe')`,
  `INSERT INTO sessions (${scope}, pk, id, status, source, created_at, updated_at, redacted_at)
    VALUES (${own}, 3, 'ses_3', 'completed', 'test', now(), now(), now())`,
  `INSERT INTO fraud_signals (${scope}, session_pk, position, signal_type, risk_level)
    VALUES (${own}, 3, 3, 'geo', 'Anna was seen'), (${own}, 3, 4, 'vpn', 'low')`,
  `INSERT INTO review_cases (${scope}, session_pk, id, status, tags, created_at, snoozed_until, snooze_event)
    VALUES (${own}, 1, 'rvc_1', 'open', '{}', now(), now(), 'document_added')`,
  `INSERT INTO case_notes (${scope}, session_pk, id, author_type) VALUES (${own}, 1, 'note_1', 'org')`,
  `INSERT INTO one_time_links (${scope}, session_pk, id, status, created_at, expires_at)
    VALUES (${own}, 1, 'otl_1', 'active', now(), now())`,
  `INSERT INTO requests (${scope}, pk, id, kind, jurisdiction, channel, time_zone, received_at, due_on, verified_how, delivered_via)
    VALUES (${own}, 1, 'dsr_1', 'access', 'ccpa', 'in_person', 'UTC', now(), now(), 'document', 'portal')`,
  `INSERT INTO request_matches (${scope}, request_pk, session_pk, reasons, act)
    VALUES (${own}, 1, 1, '{email,external_ref}', 'restricted')`,
  `INSERT INTO request_marks (${scope}, request_pk, session_pk, remark, marked_by, marked_at)
    VALUES (${own}, 1, 1, 'note:a:b', 'mem_1', now()), (${own}, 1, 1, 'snooze', 'mem_1', now())`,
  `INSERT INTO request_indexes (${scope}, request_pk, kind, digest) VALUES (${own}, 1, 'email', 'x')`,
  `INSERT INTO task_dismissals (${scope}, task, dismissed_by)
    VALUES (${own}, 'due:dsr_1:10', 'mem_1'), (${own}, 'overdue:dsr_1', 'mem_1'), (${own}, 'hold:hold_1:2026-12-01', 'mem_1')`,
  `INSERT INTO redaction_cleanups (data_key_id, kind) VALUES ('00000000-0000-0000-0000-000000000001', 'package')`,
];

async function brought(...more: string[]): Promise<OldDatabase> {
  const database = await databaseBefore("_closed_sets");
  await database.run(async (client) => {
    for (const sql of [...rowsOfOld, ...more]) await client.query(sql);
  });
  return database;
}

const readFrom = (database: OldDatabase, sql: string): Promise<unknown[]> =>
  database.run(async (client) => (await client.query({ text: sql, rowMode: "array" })).rows);

describe("a database whose closed sets were text columns", () => {
  let database: OldDatabase;
  beforeAll(async () => {
    database = await brought();
    await database.migrate();
  });
  afterAll(() => database.drop());
  const rows = (sql: string) => readFrom(database, sql);

  it("is migrated with each word", async () => {
    expect(await rows("SELECT type, default_key_inflection FROM api_keys")).toEqual([["secret", "kebab"]]);
    expect(await rows("SELECT list_type, match_mode FROM lists")).toEqual([["blocklist", "block"]]);
    expect(await rows("SELECT risk_level, other_risk_level FROM fraud_signals ORDER BY position")).toEqual([
      ["high", null],
      [null, null],
      [null, "Severe"],
      [null, null],
      ["low", null],
    ]);
    expect(await rows("SELECT snooze_event FROM review_cases")).toEqual([["document_added"]]);
    expect(await rows("SELECT author_type FROM case_notes")).toEqual([["org"]]);
    expect(await rows("SELECT status FROM one_time_links")).toEqual([["active"]]);
    expect(await rows("SELECT jurisdiction, channel, verified_how, delivered_via FROM requests")).toEqual([
      ["ccpa", "in_person", "document", "portal"],
    ]);
    expect(await rows("SELECT reasons::text, act FROM request_matches")).toEqual([
      ["{email,external_ref}", "restricted"],
    ]);
    expect(await rows("SELECT kind FROM request_indexes")).toEqual([["email"]]);
    expect(await rows("SELECT kind FROM redaction_cleanups")).toEqual([["package"]]);
  });

  it("keeps the subjects of marks and dismissals, in columns", async () => {
    expect(await rows("SELECT kind, note_id FROM request_marks ORDER BY pk")).toEqual([
      ["note", "a:b"],
      ["snooze", ""],
    ]);
    expect(await rows("SELECT kind, subject_id, reminder FROM task_dismissals ORDER BY kind")).toEqual([
      ["due", "dsr_1", "10"],
      ["overdue", "dsr_1", ""],
      ["hold", "hold_1", "2026-12-01"],
    ]);
  });

  it("keeps its settings, each part with its version", async () => {
    expect(await rows("SELECT api_pii_fields, version FROM settings")).toEqual([[["first_name"], 7]]);
    expect(
      await rows("SELECT image_url_expiry_seconds, accepted_formats::text[], version FROM document_settings"),
    ).toEqual([[90, ["jpeg", "png", "webp"], 1]]);
    expect(await rows("SELECT dual_review, sla_warn_minutes, version FROM review_settings")).toEqual([
      [true, 10, 7],
    ]);
    expect(
      await rows(
        "SELECT data_retention_days, keep_links_days, keep_requests_days, version FROM retention_settings",
      ),
    ).toEqual([[365, null, 1095, 7]]);
    expect(
      await rows(`SELECT jurisdiction, holidays, profiles, record, suspicion_keys, suspicion_tags, ask_text, version
        FROM request_settings`),
    ).toEqual([
      [...["uk_gdpr", ["2026-12-28"], { gdpr: { keptYears: 10 } }], ...[{}, [], ["sar"], "Hello", 7]],
    ]);
    expect(await rows("SELECT time_zone, email, postal_address, version FROM organizations")).toEqual([
      ["Europe/London", "c@x.example", "", 1],
    ]);
  });

  it("keeps the checks that a session requested", async () => {
    expect(await rows("SELECT check_overrides FROM sessions WHERE pk < 3 ORDER BY pk")).toEqual([
      [[]],
      [["a b", "c"]],
    ]);
  });

  it("keeps the last day of a restriction, and knows today's date in an organization's time zone", async () => {
    expect(await rows("SELECT restricted_until_on::text, is_restricted FROM sessions WHERE pk = 2")).toEqual([
      ["2031-11-01", true],
    ]);
    const today = "today_of(organization_pk) = (now() AT TIME ZONE 'Europe/London')::date";
    expect(await rows(`SELECT ${today} FROM sessions WHERE pk = 2`)).toEqual([[true]]);
  });

  it("has a row for each retention override and each routing rule", async () => {
    expect(
      await rows(`SELECT document_type, sensitive_data_retention_days, data_retention_days FROM retention_overrides
        ORDER BY document_type`),
    ).toEqual([
      ["a", null, 2],
      ["visa", 1, null],
    ]);
    expect(
      await rows(`SELECT position, name, queue, priority, min_risk_score, signals, tags FROM routing_rules
        ORDER BY position`),
    ).toEqual([
      [0, "Z", "z", "high", 5, [], ["x", "y"]],
      [1, "A", "a", null, null, [], []],
    ]);
  });

  it("keeps its case counts", async () => {
    await database.run((client) => client.query("UPDATE review_cases SET snoozed_until = NULL"));
    const counted = `SELECT place, sum(delta)::int FROM case_count_changes GROUP BY place ORDER BY place`;
    expect(await rows(counted)).toEqual([
      ["all", 1],
      ["unassigned", 1],
    ]);
  });
});
