// A source changes one word, then moves, then dies, then returns: what the desk says of it, what readers see, how
// many copies are kept.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, publish } from "../support/desk.mjs";
import { fickle, lamp } from "../support/fickle.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

describe("watch", { skip: noBrowser }, () => {
  let browser;
  const documents = new Map();
  before(async () => { browser = await openBrowser(); });
  after(async () => { await browser?.close(); });

  for (const way of WAYS) {
    test(`a source changes, moves, dies and returns (${way.name})`, async (t) => {
      const paper = await fickle();
      const site = await serve(paper);
      t.after(async () => { await paper.close(); await site.stop(); });
      const check = async (visitor, name) => {
        if (way.scripts) await accessible(visitor.page, name);
        await narrow(visitor.page, name);
      };
      const owner = await claim(browser, site, way);
      const { page } = owner;
      await owner.visit("/desk/watch");
      assert.match(await page.locator(".empty").textContent(), /Nothing to see to/);
      await check(owner, "the watch of a new site");
      await owner.visit("/desk/settings");
      await page.getByLabel(/Tell readers when a source is gone/).check();
      await owner.press("Save the settings");
      assert.ok(await page.getByLabel(/Tell readers when a source is gone/).isChecked());

      await owner.visit("/desk");
      await page.locator("#f-url").fill(paper.page);
      await owner.press("Clip");
      const post = await publish(owner);
      await owner.visit("/desk/watch?show=all");
      await page.getByRole("heading", { name: "The last lamp on the mole" }).waitFor();
      const watched = await page.getByRole("link", { name: "The last lamp on the mole" }).first().getAttribute("href");

      // The worker looks by itself; a person reads the page until the look stands there.
      const stands = async () => (await page.locator("section.box").first().textContent()).replace(/\s+/g, " ");
      const look = async (expected) => {
        await owner.visit(watched);
        await owner.press("Look again now");
        await owner.visitUntil(watched, async () => expected.test(await stands()), `${expected}`);
        return stands();
      };
      const copies = () => page.locator("#captures-title .count").textContent();
      const reader = await Visitor.arrive(browser, site.origin, way);
      const source = async () => {
        await reader.visit(post);
        return (await reader.page.locator("#source").textContent()).replace(/\s+/g, " ");
      };

      await look(/There/);
      assert.equal(await copies(), "1");
      assert.doesNotMatch(await source(), /The source (was|can)/);

      paper.says(() => lamp("has been lit by hand for a hundred and ten years"));
      await look(/Changed/);
      assert.equal(await copies(), "2");
      assert.equal(await page.locator("#change del").textContent(), "Removed: nine");
      assert.equal(await page.locator("#change ins").textContent(), "Added: ten");
      assert.match(await page.locator("blockquote.lost").first().textContent(), /a hundred and nine years/);
      await check(owner, "a changed source");
      await owner.visit("/desk/watch");
      assert.match(await page.locator("#queue").textContent(), /Quoted words changed/);
      assert.match(await page.getByRole("link", { name: /^Watch/ }).first().textContent(), /1 to see to/);
      await check(owner, "the watch with a change");
      assert.match(await source(), /The source was changed after we quoted it, on .+\. Our copy is from .+\./);
      await check(reader, "a post whose source was changed");

      paper.says((path) => (path.startsWith("/archive") ? lamp("has been lit by hand for a hundred and ten years") : [301, { location: "/archive/the-lamp" }, ""]));
      assert.match(await look(/moved for good/), /\/archive\/the-lamp/);
      assert.equal(await copies(), "2");

      paper.says(() => [404, { "content-type": "text/plain" }, "No such page."]);
      await look(/one failed look/);
      await look(/2 failed looks in a row/);
      assert.match(await look(/Gone/), /answered 404/);
      await check(owner, "a source that is gone");
      assert.match(await source(), /The source can no longer be reached since .+\./);

      paper.says(() => lamp());
      await look(/There since/);
      assert.equal(await copies(), "2", "these bytes are kept already");
      assert.doesNotMatch(await source(), /The source (was|can)/);
      await owner.visit("/desk/watch");
      const left = await page.locator("#queue").textContent();
      assert.match(left, /Moved/);
      assert.doesNotMatch(left, /Quoted words changed|Gone/, "what is over needs nobody");
      await page.locator("#queue input[type=checkbox]").first().check();
      await owner.press(page.getByRole("button", { name: /^Dealt with/ }));
      assert.match(await page.locator(".empty").textContent(), /Nothing to see to/);
      for (const visitor of [owner, reader]) {
        visitor.documents.forEach((html, name) => documents.set(name, html));
        await visitor.leave();
      }
    });
  }

  test("the pages are valid HTML", (t) => valid(t, documents));
});
