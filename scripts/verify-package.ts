// npm run verify -- PACKAGE.zip [--password WORDS] [--key BASE64]: checks a package with no database.
import { parseArgs } from "node:util";
import { verifyPackage } from "@/lib/requests/package-verify";

const { values, positionals } = parseArgs({
  options: { password: { type: "string" }, key: { type: "string" } },
  allowPositionals: true,
});
const [file] = positionals;
if (!file || positionals.length > 1) {
  console.error("Usage: npm run verify -- PACKAGE.zip [--password WORDS] [--key PUBLIC_KEY]");
  process.exit(2);
}
const { faults, files, publicKey } = await verifyPackage(file, values);
for (const fault of faults) console.error(`  ${fault}`);
if (faults.length > 0) {
  console.error(`${file} is not the package as it was made: ${faults.length} fault(s).`);
  process.exit(1);
}
console.log(`${files} files are as they were made, signed with key ${publicKey}.`);
if (!values.key) console.log("Compare the key with the one its sender publishes, or give it as --key.");
