// npm run verify -- PACKAGE.zip|CERTIFICATE.json [--password WORDS] [--key BASE64]: checks what was handed out, with no
// database.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { verifyCertificate } from "@/lib/certificates/verify";
import { verifyPackage } from "@/lib/packages/verify";

const { values, positionals } = parseArgs({
  options: { password: { type: "string" }, key: { type: "string" } },
  allowPositionals: true,
});
const [file] = positionals;
if (!file || positionals.length > 1) {
  console.error(
    "Usage: npm run verify -- PACKAGE.zip|CERTIFICATE.json [--password WORDS] [--key PUBLIC_KEY]",
  );
  process.exit(2);
}
const isCertificate = file.endsWith(".json");
const { faults, publicKey, ...counts } = isCertificate
  ? verifyCertificate(readFileSync(file, "utf8"), values)
  : await verifyPackage(file, values);
for (const fault of faults) console.error(`  ${fault}`);
if (faults.length > 0) {
  console.error(
    `${file} is not the ${isCertificate ? "certificate" : "package"} as it was made: ${faults.length} fault(s).`,
  );
  process.exit(1);
}
const what =
  "pages" in counts
    ? `All ${counts.pages} page(s) are as they were signed`
    : `${counts.files} files are as they were made, signed`;
console.log(`${what} with key ${publicKey}.`);
if (!values.key) console.log("Compare the key with the one its sender publishes, or give it as --key.");
