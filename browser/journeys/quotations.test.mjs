// What an editor is told of the words they quote, before readers see them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, fill } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { outlet } from "../support/outlet.mjs";
import { accessible, narrow } from "../support/scrutiny.mjs";
import { openBrowser, WAYS } from "../support/visitor.mjs";

const EXACT = "The harbour office has offered her a switch.";
const CHANGED = "On the evening of our visit the storm did nothing in particular.";
const INVENTED = "Agathe will hand the matches to her grandson in the spring, the harbour master confirmed.";
const quote = (words) => `<blockquote><p>${words}</p></blockquote>`;
const text = (...words) => `<p>From Brandthaven.</p>${words.map(quote).join("<p>And:</p>")}`;

describe("quotations", { skip: noBrowser }, () => {
  let browser;
  before(async () => { browser = await openBrowser(); });
  after(async () => { await browser?.close(); });

  for (const way of WAYS) {
    test(`found, found with changes, not found; then out (${way.name})`, async (t) => {
      const paper = await outlet();
      const site = await serve(paper);
      t.after(async () => { await paper.close(); await site.stop(); });
      const editor = await claim(browser, site, way);
      const { page } = editor;
      const check = async (name) => {
        if (way.scripts) await accessible(page, name);
        await narrow(page, name);
      };
      const told = page.locator("#quotations");
      const within = (part) => told.locator(part);

      await page.getByLabel("Paste an address").fill(paper.article);
      await editor.press("Clip");
      const draft = new URL(page.url()).pathname;
      assert.match(await within(".share").textContent(), /carries \d+\s%/, "a clipping is a copy, and that is said");
      await check("the editor of a copy");

      await fill(page, { Text: text(EXACT, CHANGED, INVENTED) });
      if (way.scripts) {
        await within(".absent blockquote", { hasText: "grandson" }).waitFor();
        assert.equal(await page.locator("#doubt").textContent(), "1 quotation not found, 1 with changes");
      }
      await editor.press("Save");
      assert.match(await within("> .facts").textContent(), /1\s*not found.*1\s*found with changes.*1\s*found/s);
      assert.equal((await within(".absent blockquote").textContent()).trim(), INVENTED);
      assert.match(await within(".changed del").textContent(), /sea/);
      assert.match(await within(".changed ins").textContent(), /storm/);
      const found = within("li.found");
      await found.evaluate((element) => { for (let up = element; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true; });
      await found.locator("summary").click();
      assert.equal(await found.locator("mark").textContent(), EXACT);
      assert.match(await found.locator(".hint").textContent(), /as fetched \d/);
      await check("the editor with quotations");

      await editor.press("Publish");
      const asked = page.getByRole("alert");
      assert.match(await asked.textContent(), /grandson/);
      assert.ok(!(await asked.textContent()).includes("switch"), "only what was not found");
      await check("the question before a piece comes out");
      await editor.press("Publish it as it is");
      assert.match(await page.getByRole("status").first().textContent(), /Published/);

      await editor.visit(`${draft}/revisions`);
      assert.match(await page.locator("tbody tr").first().textContent(), /1 not found/);
      await check("the revisions of a piece that quotes");

      // A source nobody has captured: asked for from the editor.
      await editor.visit("/desk/posts/new");
      await fill(page, { Headline: "By hand", Text: text(EXACT), "Address of the source": paper.greek });
      await editor.press("Save");
      assert.match(await told.textContent(), /has not been captured yet/);
      await check("the editor of a source that is not captured");
      await editor.press("Capture it now");
      assert.match(await page.getByRole("status").first().textContent(), /The source is captured/);
      assert.match(await within("> .facts").textContent(), /1\s*translated/, "an English quotation of a Greek page");
      await editor.leave();
    });
  }
});
