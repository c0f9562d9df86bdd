import { existsSync, readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { newMetrics } from "@/lib/platform/metrics-registry";
import { tellState, tellSurroundings } from "@/lib/telemetry/state";

const text = readFileSync("docs/alerts.yml", "utf8");
const rules = text
  .split(/^ {6}- alert: /m)
  .slice(1)
  .map((rule) => ({
    name: rule.split("\n")[0]?.trim() ?? "",
    expr: /^ +expr: (.+)$/m.exec(rule)?.[1] ?? "",
    severity: /severity: (\w+)/.exec(rule)?.[1],
    runbook: /runbook: (runbook\/[a-z-]+\.md)/.exec(rule)?.[1] ?? "",
  }));

/** Label names and functions of a rule look like metrics; these are the ones that have no prefix of ours. */
const foreign = ["up"];
const named = (expr: string) =>
  [...expr.replaceAll(/"[^"]*"/g, "").matchAll(/\b(?:countersign|nodejs|process)_\w+|\bup\b/g)].map(
    ([name]) => name,
  );

let known: Map<string, readonly string[]>;
beforeAll(async () => {
  const { registry } = newMetrics();
  tellSurroundings(registry);
  tellState(registry);
  const labels = Object.fromEntries(
    (registry as unknown as { getMetricsAsArray: () => { name: string; labelNames?: string[] }[] })
      .getMetricsAsArray()
      .map(({ name, labelNames = [] }) => [name, labelNames]),
  );
  known = new Map(Object.entries(labels));
});

/** The metric that a series of a histogram belongs to. */
const metricOf = (series: string) => series.replace(/_(bucket|sum|count)$/, "");

describe("the alarms", () => {
  it("are read", () => {
    expect(rules.length).toBe([...text.matchAll(/alert:/g)].length);
    expect(rules.length).toBeGreaterThan(15);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it.each(rules)("$name asks for metrics and labels that exist", ({ expr, severity }) => {
    const series = named(expr);
    expect(series.length).toBeGreaterThan(0);
    for (const each of series) {
      if (foreign.includes(each)) continue;
      expect([...known.keys()]).toContain(known.has(each) ? each : metricOf(each));
    }
    for (const [, metric = "", label = ""] of expr.matchAll(/\b(countersign_\w+)\{(\w+)/g))
      expect(known.get(known.has(metric) ? metric : metricOf(metric)), metric).toContain(label);
    expect(["page", "ticket", "info"]).toContain(severity);
  });

  it("name jobs that exist", () => {
    const source = readdirSync("lib", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.includes("generated"))
      .map((file) => readFileSync(`lib/${file}`, "utf8"))
      .join("\n");
    const pages = readdirSync("docs/runbook").map((file) => readFileSync(`docs/runbook/${file}`, "utf8"));
    const jobs = [text, ...pages].flatMap((each) => [
      ...[...each.matchAll(/name="([a-z]+\.[a-z-]+)"/g), ...each.matchAll(/"job":"([a-z.-]+)"/g)].map(
        ([, job]) => job,
      ),
    ]);
    expect(jobs.length).toBeGreaterThan(3);
    for (const job of jobs) expect(source).toContain(`name: "${job}"`);
  });
});

describe("the runbook", () => {
  const pages = readdirSync("docs/runbook").filter((file) => file !== "README.md");
  const index = readFileSync("docs/runbook/README.md", "utf8");

  it("has a page for each alarm, and no other page", () => {
    for (const { name, runbook } of rules) {
      expect(existsSync(`docs/${runbook}`), runbook).toBe(true);
      expect(readFileSync(`docs/${runbook}`, "utf8")).toContain(`\`${name}\``);
      expect(index).toContain(`| \`${name}\``);
    }
    expect(pages.map((page) => `runbook/${page}`).sort()).toEqual(
      [...new Set(rules.map(({ runbook }) => runbook))].sort(),
    );
  });

  it.each(pages)("%s says what it means, who notices, how to look and mend, and whom to wake", (page) => {
    const said = readFileSync(`docs/runbook/${page}`, "utf8");
    expect([...said.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      "What it means",
      "What people notice",
      "How to look",
      "How to mend",
      "When to wake somebody",
    ]);
    for (const [, file = ""] of said.matchAll(/\]\(([^)#]+)/g))
      expect(existsSync(`docs/runbook/${file}`), file).toBe(true);
    for (const [name] of said.matchAll(/\bcountersign_\w+/g))
      expect([...known.keys()]).toContain(known.has(name) ? name : metricOf(name));
  });
});
