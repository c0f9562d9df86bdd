import type pg from "pg";
import { afterAll, expect, it } from "vitest";
import { databaseBefore, type OldDatabase } from "@/test/old-database";

let old: OldDatabase | undefined;
afterAll(() => old?.drop());

/** Rows of two organizations in both environments, as they were before their tables knew whose they are. */
const rowsOfOld = [
  `INSERT INTO organizations (id, name) VALUES ('org_a', 'A'), ('org_b', 'B')`,
  `INSERT INTO api_keys (organization_pk, environment, id, key_prefix, digest, scopes, allowed_ips)
    SELECT pk, env, 'key_' || id || env, 'sk', convert_to(id || env, 'UTF8'), '{}', '{}'
    FROM organizations, unnest(enum_range(NULL::"Environment")) env`,
  `INSERT INTO idempotent_answers (api_key_pk, key, fingerprint) SELECT pk, 'once', '' FROM api_keys`,
  `INSERT INTO idempotent_answers (api_key_pk, key, fingerprint) VALUES (999999, 'of a key that is gone', '')`,
  `INSERT INTO identities (organization_pk, environment, id, external_ref, created_at, updated_at)
    SELECT organization_pk, environment, 'idn_1', 'ref', now(), now() FROM api_keys`,
  `INSERT INTO sessions (organization_pk, environment, id, status, source, created_at, updated_at, identity_pk)
    SELECT organization_pk, environment, 'ses_1', 'completed', 'test', now(), now(), pk FROM identities`,
  `INSERT INTO session_openings (session_pk, member_id, expires_at) SELECT pk, 'mem_1', now() FROM sessions`,
  `INSERT INTO session_tags (session_pk, organization_pk, environment, tag, position, created_at, id)
    SELECT pk, organization_pk, environment, 'vip', 0, now(), id FROM sessions`,
  `INSERT INTO one_time_links (session_pk, id, status, created_at, expires_at)
    SELECT pk, 'otl_1', 'active', now(), now() FROM sessions`,
  `INSERT INTO blind_indexes (session_pk, organization_pk, environment, kind, digest)
    SELECT pk, organization_pk, environment, 'email', 'x' FROM sessions`,
  `INSERT INTO review_cases (organization_pk, environment, session_pk, id, status, tags, created_at)
    SELECT organization_pk, environment, pk, 'rvc_1', 'open', '{}', now() FROM sessions`,
  `INSERT INTO decision_snapshots (case_pk, session_pk, id, decision, is_final, decided_by, decided_at, settings_version, before)
    SELECT pk, session_pk, 'dec_' || pk, 'approved', true, 'mem_1', now(), 1, '{}' FROM review_cases`,
  `INSERT INTO case_notes (session_pk, id) SELECT pk, 'note_1' FROM sessions`,
  `INSERT INTO checks (session_pk, policy, attempt, status) SELECT pk, 'liveness', 1, 'passed' FROM sessions`,
  `INSERT INTO documents (session_pk, id, doc_type) SELECT pk, 'doc_1', 'id_front' FROM sessions`,
  `INSERT INTO results (session_pk, status, created_at) SELECT pk, 'approved', now() FROM sessions`,
  `INSERT INTO screening_checks (organization_pk, environment, session_pk, id, check_type, status, has_match, hit_count, tags, created_at)
    SELECT organization_pk, environment, pk, 'scr_1', 'sanctions', 'hit', true, 1, '{}', now() FROM sessions`,
  `INSERT INTO screening_hits (check_pk, position) SELECT pk, 0 FROM screening_checks`,
  `INSERT INTO fraud_signals (session_pk, position, signal_type) SELECT pk, 0, 'vpn' FROM sessions`,
  `INSERT INTO redactions (organization_pk, environment, id, total, requested_by)
    SELECT organization_pk, environment, 'red_' || pk, 1, 'mem_1' FROM sessions`,
  `INSERT INTO redaction_items (redaction_pk, session_pk)
    SELECT r.pk, s.pk FROM redactions r JOIN sessions s USING (organization_pk, environment)`,
  `INSERT INTO requests (organization_pk, environment, id, kind, jurisdiction, channel, time_zone, received_at, due_on)
    SELECT organization_pk, environment, 'dsr_' || pk, 'access', 'gdpr', 'api', 'UTC', now(), now() FROM sessions`,
  `INSERT INTO request_pauses (request_pk, "from") SELECT pk, now() FROM requests`,
  `INSERT INTO request_matches (request_pk, session_pk, reasons)
    SELECT r.pk, s.pk, '{}' FROM requests r JOIN sessions s USING (organization_pk, environment)`,
  `INSERT INTO request_marks (request_pk, session_pk, remark, marked_by, marked_at)
    SELECT request_pk, session_pk, 'snooze', 'mem_1', now() FROM request_matches`,
  `INSERT INTO request_indexes (request_pk, organization_pk, environment, kind, digest)
    SELECT pk, organization_pk, environment, 'email', 'x' FROM requests`,
  `INSERT INTO certificate_pages (request_pk, number, text, signature) SELECT pk, 1, '{}', '' FROM requests`,
  `INSERT INTO packages (request_pk, id) SELECT pk, 'pkg_' || pk FROM requests`,
  `INSERT INTO delivery_links (request_pk, id, package_id, token_digest, code_hash, created_by, expires_at)
    SELECT pk, 'dlk_' || pk, 'pkg_' || pk, convert_to(pk::text, 'UTF8'), '', 'mem_1', now() FROM requests`,
  `INSERT INTO audit_events (organization_pk, environment, id, type, actor_kind, actor_id, actor_name, metadata)
    SELECT organization_pk, environment, 'aud_' || pk, 'x', 'job', 'x', 'x', '{}' FROM sessions`,
  `INSERT INTO audit_event_words (sequence, words) SELECT sequence, 'x'::tsvector FROM audit_events`,
  `INSERT INTO audit_event_words (sequence, words) VALUES (999999, 'x'::tsvector)`,
];

/** Each table that was given the columns, with the parent that it got them from. */
const given: Record<string, string> = {
  idempotent_answers: "api_keys p ON p.pk = c.api_key_pk",
  session_openings: "sessions p ON p.pk = c.session_pk",
  one_time_links: "sessions p ON p.pk = c.session_pk",
  decision_snapshots: "review_cases p ON p.pk = c.case_pk",
  case_notes: "sessions p ON p.pk = c.session_pk",
  checks: "sessions p ON p.pk = c.session_pk",
  documents: "sessions p ON p.pk = c.session_pk",
  results: "sessions p ON p.pk = c.session_pk",
  screening_hits: "screening_checks p ON p.pk = c.check_pk",
  fraud_signals: "sessions p ON p.pk = c.session_pk",
  redaction_items: "redactions p ON p.pk = c.redaction_pk",
  request_pauses: "requests p ON p.pk = c.request_pk",
  request_matches: "requests p ON p.pk = c.request_pk",
  request_marks: "requests p ON p.pk = c.request_pk",
  certificate_pages: "requests p ON p.pk = c.request_pk",
  packages: "requests p ON p.pk = c.request_pk",
  delivery_links: "requests p ON p.pk = c.request_pk",
  audit_event_words: "audit_events p ON p.sequence = c.sequence",
};

const one = async (client: pg.Client, sql: string) => Number((await client.query(sql)).rows[0].count);

it("a database of two organizations is migrated: each row gets its parent's organization", async () => {
  const database = await databaseBefore("_organization_in_keys");
  old = database;
  await database.run(async (client) => {
    for (const sql of rowsOfOld) await client.query(sql);
  });
  await database.migrate();
  await database.run(async (client) => {
    for (const [table, parent] of Object.entries(given)) {
      const same = "p.organization_pk = c.organization_pk AND p.environment = c.environment";
      const whole = await one(client, `SELECT count(*) FROM ${table} c JOIN ${parent} AND ${same}`);
      // Two organizations in two environments; what had no parent has gone.
      expect([table, whole, await one(client, `SELECT count(*) FROM ${table}`)]).toEqual([table, 4, 4]);
    }
    await expect(client.query("UPDATE certificate_pages SET text = ''")).rejects.toThrow();
    // A key of several columns lets go of the one that may be empty, and the row stays whose it is.
    await client.query("UPDATE sessions SET restricted_at = now()");
    expect(await one(client, "SELECT count(*) FROM review_cases WHERE is_restricted")).toBe(4);
    await client.query("DELETE FROM identities");
    expect(await one(client, "SELECT count(*) FROM sessions WHERE identity_pk IS NULL")).toBe(4);
  });
});

it("requests keep the law of their day of receipt, in the time zone that they were received in", async () => {
  const database = await databaseBefore("_laws_by_date");
  old = database;
  const columns =
    "organization_pk, environment, pk, id, kind, jurisdiction, channel, due_on, time_zone, received_at";
  const request = (pk: number, law: string, zone: string, received: string) =>
    `INSERT INTO requests (${columns}) VALUES ((SELECT pk FROM organizations), 'live', ${pk}, 'dsr_${pk}', 'access',
      '${law}', 'email', now(), '${zone}', '${received}')`;
  await database.run(async (client) => {
    for (const sql of [
      "INSERT INTO organizations (id, name) VALUES ('org_a', 'A')",
      request(1, "gdpr", "Europe/Berlin", "2026-06-01T00:00:00Z"),
      request(2, "uk_gdpr", "Europe/London", "2026-02-04T23:59:00Z"),
      request(3, "uk_gdpr", "Pacific/Auckland", "2026-02-04T23:59:00Z"),
      request(4, "uk_gdpr", "Europe/London", "2026-02-05T00:00:00Z"),
      request(5, "ccpa", "UTC", "2026-06-01T00:00:00Z"),
      `INSERT INTO request_pauses (organization_pk, environment, request_pk, "from")
        SELECT organization_pk, environment, pk, now() FROM requests`,
    ])
      await client.query(sql);
  });
  await database.migrate();
  await database.run(async (client) => {
    const { rows } = await client.query("SELECT law_version FROM requests ORDER BY pk");
    expect(rows.map((row) => row.law_version)).toEqual([
      "gdpr/2018-05-25",
      "uk_gdpr/2021-01-01",
      "uk_gdpr/2026-02-05",
      "uk_gdpr/2026-02-05",
      "ccpa/2020-01-01",
    ]);
    expect(await one(client, "SELECT count(*) FROM request_pauses WHERE ground = 'identity'")).toBe(5);
  });
});
