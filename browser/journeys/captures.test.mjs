// Copies of sources: the card at a post's source line, and somebody else's page shown without letting it do
// anything, at the desk and before readers.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";

import { serve } from "../support/courant.mjs";
import { claim, pressHidden, publish } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { trap } from "../support/trap.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

/** A server that nobody may ask anything: it keeps what it was asked. */
async function evil() {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.setHeader("access-control-allow-origin", "*");
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://localhost:${server.address().port}`, asked, close: () => new Promise((done) => server.close(done)) };
}

describe("copies of sources", { skip: noBrowser }, () => {
  let browser;
  const documents = new Map();
  before(async () => { browser = await openBrowser(); });
  after(async () => { await browser?.close(); });
  const keep = (visitor) => visitor.documents.forEach((html, name) => documents.set(name, html));

  async function begin(t, way) {
    const foe = await evil();
    const paper = await trap(foe.origin);
    const site = await serve(paper);
    t.after(async () => { await Promise.all([foe.close(), paper.close()]); await site.stop(); });
    const owner = await claim(browser, site, way);
    await owner.visit("/desk");
    await owner.page.getByLabel("Paste an address").fill(paper.page);
    await owner.press("Clip");
    return { foe, paper, site, owner };
  }

  /** The frame with the kept page, loaded. */
  async function keptFrame(page) {
    await page.locator("iframe.kept").scrollIntoViewIfNeeded();
    const frame = page.frameLocator("iframe.kept");
    await frame.locator("h1").waitFor();
    return frame;
  }

  for (const way of WAYS) {
    test(`a page that is a trap is kept, looked at, opened and closed: ${way.name}`, async (t) => {
      const { foe, paper, site, owner } = await begin(t, way);
      const path = await publish(owner);
      const copy = await owner.page.locator(".looks a").first().getAttribute("href");

      await owner.visit(copy);
      assert.match(await owner.page.locator("main").textContent(), /Closed to readers/);
      const frame = await keptFrame(owner.page);
      assert.match(await frame.locator("h1").textContent(), /The bell that nobody rang/);
      assert.equal(owner.page.frames().length, 2, "the page and the kept page, nothing within that");
      if (way.scripts) await accessible(owner.page, "a copy on the desk");
      await narrow(owner.page, "a copy on the desk");
      const exchange = await owner.page.getByRole("link", { name: /What was exchanged/ }).getAttribute("href");
      const archive = await (await owner.page.request.get(site.origin + exchange)).body();
      assert.match(gunzipSync(archive).toString(), /^WARC\/1\.1[^]*WARC-Type: response[^]*The bell that nobody rang/);

      const reader = await Visitor.arrive(browser, site.origin, way);
      await reader.visit(copy.replace("/desk", ""), 404);
      await reader.visit(path);
      await reader.page.locator(".card > summary").click();
      const card = reader.page.locator(".card");
      assert.match(await card.textContent(), /fetched by this site/);
      assert.match(await card.locator(".sha code").textContent(), /^[0-9a-f]{64}$/);
      assert.equal(await card.getByRole("link", { name: /See our copy/ }).count(), 0);
      if (way.scripts) await accessible(reader.page, "an open card");
      await narrow(reader.page, "an open card");

      await owner.press("Open it to readers");
      assert.match(await owner.page.locator("main").textContent(), /Open to readers/);

      await reader.visit(path);
      await reader.page.locator(".card > summary").click();
      await reader.follow(() => reader.page.getByRole("link", { name: /See our copy/ }).click());
      assert.equal(new URL(reader.page.url()).pathname, copy.replace("/desk", ""));
      const shown = await keptFrame(reader.page);
      assert.match(await shown.locator("h1").textContent(), /The bell that nobody rang/);
      assert.equal(await shown.locator("h1").evaluate((h1) => getComputedStyle(h1).fontStyle), "italic", "it looks as it did");
      assert.equal(reader.page.frames().length, 2);
      assert.equal(await shown.locator("a", { hasText: "A plain link" }).getAttribute("href"), `${paper.origin}/next`);
      if (way.scripts) await accessible(reader.page, "an open copy");
      await narrow(reader.page, "an open copy");
      await reader.visit(`${copy.replace("/desk", "")}/page`);
      assert.equal(await reader.page.evaluate(() => window.origin), "null", "alone, it has no origin either");
      assert.match(await reader.page.locator("h1").textContent(), /The bell that nobody rang/);
      await reader.visit("/sources");
      if (way.scripts) await accessible(reader.page, "the list of outlets");
      await narrow(reader.page, "the list of outlets");
      await reader.follow(() => reader.page.locator(".outlets a").first().click());
      if (way.scripts) await accessible(reader.page, "an outlet's record");
      await narrow(reader.page, "an outlet's record");
      assert.match(await reader.page.locator(".record").textContent(), /Copies kept\s*1/);

      await pressHidden(owner, "Close it to readers");
      await reader.visit(copy.replace("/desk", ""), 404);
      await reader.visit(path);
      assert.equal(await reader.page.getByRole("link", { name: /See our copy/, includeHidden: true }).count(), 0);
      assert.deepEqual(foe.asked, [], "nothing of the page asked its host");
      keep(owner);
      keep(reader);
      await reader.leave();
      await owner.leave();
    });
  }

  test("were the page not cleaned at all, the policy alone would hold it", async (t) => {
    const { foe, paper, site, owner } = await begin(t, WAYS[0]);
    await publish(owner);
    const copy = await owner.page.locator(".looks a").first().getAttribute("href");
    await owner.visit(copy);
    await owner.press("Open it to readers");
    const context = await browser.newContext();
    const page = await context.newPage();
    const dialogs = [];
    page.on("dialog", (dialog) => { dialogs.push(dialog.message()); return dialog.dismiss(); });
    const raw = await (await fetch(paper.page)).text();
    const address = `${site.origin}${copy.replace("/desk", "")}`;
    await page.route(`${address}/page`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: raw });
    });
    // Only what the page itself would ask: following a link on purpose is a reader's own doing.
    for (const place of [address, `${address}/page`]) {
      await page.goto(place);
      await page.locator("iframe.kept, h1").first().scrollIntoViewIfNeeded();
      await page.waitForLoadState("networkidle");
      assert.equal(page.url(), place, "nobody was taken elsewhere");
    }
    assert.deepEqual(dialogs, []);
    assert.deepEqual(foe.asked.filter((url) => !url.startsWith("/frame")), [], "nothing was asked of another host");
    await context.close();
    await owner.leave();
  });

  test("the pages are valid HTML", (t) => valid(t, new Map([...documents].filter(([name]) => !name.includes("/page "))))); 
});
