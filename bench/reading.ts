// Prints how much is read right of drawn specimens, by field and by quality of the picture: npm run reading
import { measureReading, ratesTable } from "@/test/reading-rates";

async function main(): Promise<void> {
  const { zones, barcodes, wrong } = await measureReading();
  console.log(
    ["Zones", "", ...ratesTable(zones), "", "Barcodes", "", ...ratesTable(barcodes), ""].join("\n"),
  );
  console.log(`Accepted and wrong: ${wrong.length}`);
  for (const each of wrong) console.log(`  ${each}`);
  process.exit(wrong.length > 0 ? 1 : 0);
}

main();
