import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const config = readFileSync("docs/haproxy.cfg", "utf8");
const health = (status: string) => JSON.stringify({ status, unexpected_errors: { count: 0, last_at: null } });

// HAProxy takes double quotes away, and what is left would match no answer: every server would be down.
test("HAProxy keeps servers that are well or whose database is away, and leaves out those that stop", () => {
  const [, pattern = ""] = /http-check expect rstring '([^']+)'/.exec(config) ?? [];
  expect(
    ["ok", "unavailable", "stopping"].filter((status) => new RegExp(pattern).test(health(status))),
  ).toEqual(["ok", "unavailable"]);
});
