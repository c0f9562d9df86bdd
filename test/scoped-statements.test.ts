import { describe, expect, it } from "vitest";
import { type Tenancy, unscopedTables } from "@/test/scoped-statements";

const tenancy: Tenancy = {
  isTenant: (table) => ["sessions", "results", "review_cases", "delivery_links"].includes(table),
  found: { delivery_links: ["token_digest"] },
};

const scoped = [
  `SELECT * FROM "public"."sessions" WHERE "public"."sessions"."organization_pk" = $1`,
  "SELECT * FROM sessions WHERE pk = $1 AND (organization_pk, environment) = ($2, $3)",
  "SELECT * FROM sessions s WHERE s.organization_pk IN ($1 /*, ... */) AND s.pk IN ($2)",
  "SELECT * FROM sessions s WHERE (s.organization_pk = $1 AND s.pk = $2) OR (s.organization_pk = $3 AND s.pk = $4)",
  "SELECT * FROM sessions s JOIN results r ON r.organization_pk = s.organization_pk AND r.session_pk = s.pk WHERE s.organization_pk = $1",
  "SELECT * FROM results r LEFT JOIN sessions s ON (s.organization_pk, s.pk) = (r.organization_pk, r.session_pk) WHERE r.organization_pk = $1",
  "SELECT * FROM sessions s JOIN results r USING (organization_pk, environment) WHERE s.organization_pk = $1",
  "SELECT 1 FROM sessions s WHERE s.organization_pk = $1 AND EXISTS (SELECT 1 FROM results r WHERE r.organization_pk = s.organization_pk)",
  "SELECT 1 FROM sessions s WHERE s.organization_pk = $1 AND (s.organization_pk, s.pk) IN (SELECT r.organization_pk, r.session_pk FROM results r WHERE r.status = $2)",
  "WITH due AS (SELECT organization_pk, pk FROM review_cases WHERE organization_pk = $1) UPDATE review_cases c SET x = 1 FROM due WHERE c.organization_pk = due.organization_pk AND c.pk = due.pk",
  "SELECT page.pk FROM (SELECT s.pk, s.organization_pk FROM sessions s WHERE s.organization_pk = $1) page JOIN results r ON r.organization_pk = page.organization_pk",
  "INSERT INTO results (organization_pk, pk) VALUES ($1, $2)",
  "DELETE FROM sessions WHERE organization_pk = $1 AND created_at < now() - interval $2",
  "SELECT * FROM delivery_links WHERE token_digest = $1",
  "SELECT * FROM organizations WHERE id = $1",
];

const unscoped: [sql: string, tables: string[]][] = [
  ["SELECT organization_pk FROM sessions WHERE pk = $1", ["sessions"]],
  ["SELECT * FROM sessions WHERE organization_pk > $1", ["sessions"]],
  ["SELECT * FROM sessions WHERE NOT organization_pk = $1", ["sessions"]],
  ["SELECT * FROM sessions WHERE organization_pk = $1 OR pk = $2", ["sessions"]],
  ["SELECT * FROM sessions WHERE organization_pk = organization_pk", ["sessions"]],
  ["SELECT * FROM sessions s JOIN organizations o ON o.pk = s.organization_pk", ["sessions"]],
  [
    "SELECT * FROM sessions s JOIN results r ON r.organization_pk = s.organization_pk",
    ["sessions", "results"],
  ],
  [
    "SELECT * FROM sessions s JOIN results r ON r.session_pk = s.pk WHERE s.organization_pk = $1",
    ["results"],
  ],
  [
    "SELECT 1 FROM sessions s WHERE s.organization_pk = $1 AND EXISTS (SELECT 1 FROM results r WHERE r.session_pk = s.pk)",
    ["results"],
  ],
  [
    "SELECT * FROM sessions s WHERE (s.organization_pk, s.pk) IN (SELECT r.organization_pk, r.session_pk FROM results r)",
    ["results"],
  ],
  ["SELECT (SELECT count(*) FROM results) FROM sessions WHERE organization_pk = $1", ["results"]],
  [
    "WITH due AS (SELECT organization_pk, pk FROM review_cases) UPDATE review_cases c SET x = 1 FROM due WHERE c.organization_pk = due.organization_pk",
    ["review_cases"],
  ],
  ["SELECT * FROM (SELECT pk FROM sessions LIMIT 5) page", ["sessions"]],
  ["INSERT INTO results (pk) VALUES ($1)", ["results"]],
  ["INSERT INTO results SELECT $1, $2", ["results"]],
  ["UPDATE sessions SET organization_pk = $1 WHERE pk = $2", ["sessions"]],
  ["DELETE FROM sessions WHERE pk = $1", ["sessions"]],
  ["SELECT * FROM delivery_links WHERE id = $1", ["delivery_links"]],
  ["SELECT 1 FROM sessions WHERE organization_pk = $1 UNION ALL SELECT 1 FROM results", ["results"]],
];

describe("a statement", () => {
  it.each(scoped)("names the organization: %s", async (sql) => {
    expect(await unscopedTables(sql, tenancy)).toEqual([]);
  });

  it.each(unscoped)("does not name the organization: %s", async (sql, tables) => {
    expect(await unscopedTables(sql, tenancy)).toEqual(tables);
  });

  it("is refused if it cannot be parsed", async () => {
    await expect(unscopedTables("SELEKT", tenancy)).rejects.toThrow("syntax error");
  });
});
