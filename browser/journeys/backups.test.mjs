// Backups at the desk: without a place for them, planned, made on request, and listed.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, fill } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, WAYS } from "../support/visitor.mjs";

describe("backups", { skip: noBrowser }, () => {
  let browser, shelf;
  const documents = new Map();
  before(async () => {
    browser = await openBrowser();
    shelf = await mkdtemp(join(tmpdir(), "courant-backups-"));
  });
  after(async () => {
    await browser?.close();
    await rm(shelf, { recursive: true, force: true });
  });

  for (const way of WAYS) {
    test(`are planned and made: ${way.name}`, async (t) => {
      const site = await serve(undefined, { COURANT_BACKUP_DIR: shelf });
      t.after(() => site.stop());
      const owner = await claim(browser, site, way);
      const { page } = owner;
      await owner.visit("/desk/settings");
      await owner.follow(() => page.getByRole("link", { name: "Backups" }).click());
      if (way.scripts) await accessible(page, "the backups before there are any");
      await page.getByLabel("Each day").check();
      await fill(page, { Hour: "4" });
      await owner.press("Save");
      assert.match(await page.locator("#job").textContent(), /The next one/);
      await owner.press("Back up now");
      // With scripts the page looks again by itself; without, whoever waits does.
      for (let tries = 0; tries < 60 && !/looked through and whole/.test(await page.locator("#job").textContent()); tries += 1) {
        await page.waitForTimeout(500);
        if (!way.scripts) await owner.visit("/desk/backups");
      }
      assert.match(await page.locator("#job").textContent(), /looked through and whole/);
      await owner.visit("/desk/backups");
      assert.match(await page.locator("main table").textContent(), /courant-\d{8}T\d{6}Z\.backup/);
      if (way.scripts) await accessible(page, "the backups");
      await narrow(page, "the backups");
      owner.documents.forEach((html, name) => documents.set(name, html));
      await owner.leave();
    });
  }

  test("the pages are valid HTML", (t) => valid(t, documents));
});
