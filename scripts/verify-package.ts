// Verifies a package or a certificate without a database:
// npm run verify -- PACKAGE.zip|CERTIFICATE.json [--password WORDS] [--key PUBLIC_KEY] [--log-key PUBLIC_KEY]
import { existsSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyCertificate } from "@/lib/certificates/verify";
import { verifyPackage } from "@/lib/packages/verify";

const { values, positionals } = parseArgs({
  options: { password: { type: "string" }, key: { type: "string" }, "log-key": { type: "string" } },
  allowPositionals: true,
});
const [file] = positionals;
if (!file || positionals.length > 1) {
  console.error(
    "usage: npm run verify -- PACKAGE.zip|CERTIFICATE.json [--password WORDS] [--key PUBLIC_KEY] [--log-key PUBLIC_KEY]",
  );
  process.exit(2);
}
const isCertificate = file.endsWith(".json");
if (!existsSync(file)) {
  console.error(`${file} does not exist; check its path.`);
  process.exit(2);
}
const options = { ...values, logKey: values["log-key"] };
const { faults, publicKey, proven, ...counts } = isCertificate
  ? verifyCertificate(readFileSync(file, "utf8"), options)
  : await verifyPackage(file, options);
for (const fault of faults) console.error(`  ${fault}`);
if (faults.length > 0) {
  console.error(
    `${file} is not the ${isCertificate ? "certificate" : "package"} that was signed: ${faults.length} fault(s), listed above.`,
  );
  process.exit(1);
}
const what =
  "pages" in counts
    ? `All ${counts.pages} page(s) are unchanged and signed`
    : `All ${counts.files} files are unchanged and signed`;
console.log(`${what} with key ${publicKey}.`);
console.log(sayProven());
if (!values.key)
  console.log(
    "Compare the key with the one that its sender publishes, or run the command again with it as --key.",
  );

function sayProven(): string {
  const logKey = typeof proven === "object" ? proven?.publicKey : "logKey" in counts ? counts.logKey : null;
  if (!proven || !logKey) return "It has no proof; whether the log records it is not known.";
  const log = values["log-key"] ? "The log" : `A log with the key ${logKey}`;
  if (typeof proven === "number") return `${log} records ${proven} of its pages.`;
  const { createdAt, seal } = proven;
  return `${log} records it at ${createdAt}, in seal ${seal.number}, and is named ${seal.organization} ${seal.environment}.`;
}
