import { readFileSync } from "node:fs";
import { readPdf } from "@/test/pdf";
import { expect } from "./fixtures";
import { RequestPage } from "./pages/request-page";
import { expectAccessible } from "./support/axe";
import { test } from "./support/own";

test("a fee is asked for, a message is recorded, and the request is refused on a ground with a letter", async ({
  signInAs,
}) => {
  const page = await signInAs("compliance");
  const request = new RequestPage(page);
  await request.receive("live", "Access", "ref-of-a-refusal");
  const { dialog, main } = request;
  await page.getByLabel("Language of letters").selectOption({ label: "Français" });
  await expect(page.getByLabel("Language of letters")).toHaveValue("fr");

  await request.press("Ask for a fee…");
  await dialog.getByLabel("Ground").selectOption({ label: "Excessive: repeats earlier requests" });
  await dialog.getByRole("button", { name: "Ask for the fee" }).click();
  await expect(dialog.getByLabel("Earlier requests")).toHaveAccessibleDescription(/Enter this\./);
  await dialog.getByLabel("Earlier requests").fill("One of last week, answered.");
  await dialog.getByLabel("Circumstances").fill("Nothing was added.");
  await dialog.getByLabel("Amount").fill("EUR 25");
  await dialog.getByLabel("Reason").fill("You asked last week.");
  await expectAccessible(page, "a fee");
  await dialog.getByRole("button", { name: "Ask for the fee" }).click();
  await expect(main).toContainText("EUR 25");

  await main.getByRole("button", { name: "Write message…" }).click();
  await expect(dialog.getByLabel("Text")).toHaveValue(/Nous avons reçu votre demande dsr_/);
  await dialog.getByLabel("About").selectOption({ label: "Fee" });
  await dialog.getByLabel("Language").selectOption({ label: "Deutsch" });
  await expect(dialog.getByLabel("Text")).toHaveValue(/Wir verlangen für Ihren Antrag dsr_\w+ ein Entgelt/);
  await dialog.getByLabel("Channel").selectOption({ label: "I sent it by post" });
  await dialog.getByLabel("To").fill("1 Road, Berlin");
  await expectAccessible(page, "a message");
  await dialog.getByRole("button", { name: "Record message" }).click();
  await expect(dialog).toBeHidden();
  const message = main.getByRole("list", { name: "Messages" }).getByRole("listitem").first();
  await expect(message).toContainText("Fee");
  await expect(message).toContainText("recorded");
  const saving = page.waitForEvent("download");
  await message.getByRole("button", { name: "Download the letter of: Fee" }).click();
  expect((await readPdf(readFileSync(await (await saving).path()))).language).toBe("de");

  await request.press("Refuse request…");
  await dialog.getByLabel("Ground").selectOption({ label: "Excessive: made with the intention of abuse" });
  await dialog.getByLabel("Objective circumstances").fill("The data is known to the requester.");
  await dialog.getByLabel("Subjective circumstances").fill("A demand for damages was announced.");
  await dialog.getByLabel("Reason").fill("The request serves another purpose.");
  await expectAccessible(page, "a refusal");
  await dialog.getByRole("button", { name: "Refuse request" }).click();
  await expect(main).toContainText("Refused");
  await expect(main).toContainText("A demand for damages was announced.");

  await main.getByRole("button", { name: "Write letter…" }).click();
  await expect(dialog.getByLabel("Language")).toHaveValue("fr");
  const writing = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download letter" }).click();
  const letter = await readPdf(readFileSync(await (await writing).path()));
  const said = letter.told.map(({ text }) => text).join("\n");
  expect(said).toContain("C-526/24");
  expect(said).not.toContain("damages");

  await page.goto("/live/requests/figures");
  await expect(page.getByRole("table", { name: "Refused requests by ground" })).toContainText(
    "Excessive: made with the intention of abuse",
  );
});
