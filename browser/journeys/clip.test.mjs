// From a source's address to a post that strangers read.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, fill, OWNER, pressHidden, publish, signIn } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { ARTICLE, outlet } from "../support/outlet.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

describe("clip to publish", { skip: noBrowser }, () => {
  let browser;
  const documents = new Map();
  before(async () => { browser = await openBrowser(); });
  after(async () => { await browser?.close(); });

  for (const way of WAYS) {
    test(`an empty site, an owner, a clipping, a post (${way.name})`, async (t) => {
      const paper = await outlet();
      const site = await serve(paper);
      t.after(async () => { await paper.close(); await site.stop(); });
      const check = async (visitor, name) => {
        if (way.scripts) await accessible(visitor.page, name);
        await narrow(visitor.page, name);
      };

      const owner = await Visitor.arrive(browser, site.origin, { ...way, signsIn: true });
      const { page } = owner;
      await owner.visit("/");
      await check(owner, "an empty home page");
      await owner.visit(site.link);
      await check(owner, "the welcome form");
      await fill(page, { "Name of the site": OWNER.site, "Your name": OWNER.name });
      // As a browser that does not look for itself would send it.
      await page.getByLabel("Password").evaluate((field) => field.removeAttribute("minlength"));
      await page.getByLabel("Password").fill("short");
      await owner.press("Open the desk", 422);
      assert.equal(await page.getByLabel("Name of the site").inputValue(), OWNER.site, "what was typed is kept");
      assert.equal(await page.getByLabel("Password").getAttribute("aria-invalid"), "true");
      await check(owner, "the welcome form with a problem");
      await fill(page, { Password: OWNER.password });
      await owner.press("Open the desk");
      assert.equal(new URL(page.url()).pathname, "/desk");
      await check(owner, "an empty inbox");

      await page.getByLabel("Paste an address").fill(`${paper.origin}/not-there`);
      await owner.press("Clip", 422);
      assert.match(await page.locator("#p-url").textContent(), /404|no such page|not there|missing/i);
      assert.equal(await page.getByLabel("Paste an address").inputValue(), `${paper.origin}/not-there`);
      await check(owner, "the inbox with a problem");

      await page.getByLabel("Paste an address").fill(`${paper.article}?utm_source=mail#top`);
      await owner.press("Clip");
      const draft = new URL(page.url()).pathname;
      assert.match(draft, /^\/desk\/posts\/[^/]+$/);
      const value = (label) => page.getByLabel(label, { exact: true }).inputValue();
      assert.equal(await value("Headline"), ARTICLE.headline);
      assert.equal(await value("Dek"), ARTICLE.dek);
      assert.equal(await value("Byline"), ARTICLE.byline);
      assert.equal(await value("Language"), "en");
      assert.equal(await value("Outlet"), ARTICLE.outlet);
      assert.equal(await value("Written by"), ARTICLE.byline);
      assert.match(await value("Published there"), new RegExp(`^${ARTICLE.date}`));
      assert.ok((await value("Address of the source")).startsWith(paper.article));
      assert.ok((await value("Text")).includes(ARTICLE.words));
      assert.ok(!(await value("Text")).includes("Subscribe"), "the outlet's navigation stays behind");
      const preview = page.locator("#preview");
      assert.ok((await preview.textContent()).includes(ARTICLE.words));
      await check(owner, "the editor of a clipping");

      await fill(page, { Headline: "The last lamp, still lit", Labels: "Lamps, Harbours" });
      if (way.scripts) {
        await preview.getByRole("heading", { name: "The last lamp, still lit" }).waitFor();
        await page.getByLabel("Text").fill("<p>Nobody was <em>harmed</em> by a herring.</p><script>alert(1)</script>");
        await preview.locator("em", { hasText: "harmed" }).waitFor();
        assert.equal(await preview.locator("script").count(), 0);
        assert.match(await page.locator("#unsaved").textContent(), /Not saved/);
      }
      await owner.press("Preview");
      assert.equal(new URL(page.url()).pathname, `${draft}/preview`);
      assert.equal(await page.locator("h1").textContent(), "The last lamp, still lit");
      await check(owner, "the preview");

      const stranger = await Visitor.arrive(browser, site.origin, way);
      await stranger.visit("/");
      assert.equal(await stranger.page.locator("article.teaser").count(), 0, "a draft is not seen by readers");
      assert.equal(await stranger.page.goto(`${site.origin}${draft}`).then((answer) => new URL(answer.url()).pathname), "/sign-in");

      await owner.visit(draft);
      const path = await publish(owner);
      await check(owner, "the editor of a published post");
      await stranger.visit("/");
      await stranger.follow(() => stranger.page.getByRole("heading", { level: 2 }).getByRole("link", { name: "The last lamp, still lit" }).click());
      assert.equal(new URL(stranger.page.url()).pathname, path);
      assert.match(path, /^\/\d{4}\/\d{2}\/the-last-lamp/);
      const body = await stranger.page.locator("article.post .body").textContent();
      assert.ok(body.includes(way.scripts ? "Nobody was harmed by a herring." : ARTICLE.words), body);
      if (!way.scripts) assert.equal(await stranger.page.locator('article.post img[src^="/media/"]').count(), 1, "a picture is shown once");
      const source = stranger.page.locator("#source");
      const words = (await source.textContent()).replace(/\s+/g, " ").trim();
      assert.match(words, /^Source:/);
      for (const part of [ARTICLE.headline, ARTICLE.outlet, ARTICLE.byline]) assert.ok(words.includes(part), `the source names ${part}: ${words}`);
      assert.equal(await source.locator("a").first().getAttribute("href"), paper.article, "without the tracker");
      assert.match(await source.locator("time").first().getAttribute("datetime"), new RegExp(`^${ARTICLE.date}`));
      await check(stranger, "the post");
      await stranger.follow(() => stranger.page.getByRole("link", { name: "Harbours" }).click());
      assert.equal(await stranger.page.locator("article.teaser").count(), 1);
      await check(stranger, "the label's page");

      await owner.visit("/desk");
      await page.getByLabel("Paste an address").fill(paper.article);
      await owner.press("Clip");
      assert.equal(new URL(page.url()).pathname, draft, "clipping it twice finds the first");

      await page.goto(`${site.origin}/desk/posts/new`);
      await fill(page, { Headline: "Seen from my window", Byline: "Ottilie Brandt", Text: "Rain, and then *less* rain." });
      const own = await publish(owner);
      await stranger.visit(own);
      assert.match((await stranger.page.locator("#source").textContent()).replace(/\s+/g, " ").trim(), /^Original reporting by Ottilie Brandt$/);

      for (const visitor of [owner, stranger]) {
        visitor.documents.forEach((html, name) => documents.set(name, html));
        await visitor.leave();
      }
    });

    test(`a slow source is waited for (${way.name})`, async (t) => {
      const paper = await outlet();
      const site = await serve(paper);
      t.after(async () => { await paper.close(); await site.stop(); });
      const owner = await claim(browser, site, way);
      const first = owner.page;
      await first.getByLabel("Paste an address").fill(paper.slow);
      const arrival = first.waitForURL(/\/desk\/posts\//);
      await first.getByRole("button", { name: "Clip" }).click({ noWaitAfter: true });
      await owner.openWindow();
      const underway = owner.page.locator(".clips a");
      await owner.visitUntil("/desk", async () => await underway.count() > 0, "the inbox shows the clip on its way");
      await owner.follow(() => underway.click());
      assert.match(new URL(owner.page.url()).pathname, /^\/desk\/jobs\//);
      const isFetched = async () => /being fetched/.test(await owner.page.locator("#job").textContent());
      await owner.visitUntil(new URL(owner.page.url()).pathname, isFetched, "the waiting page says that it is being fetched");
      if (way.scripts) await accessible(owner.page, "the waiting page");
      await narrow(owner.page, "the waiting page");
      paper.release();
      await owner.page.waitForURL(/\/desk\/posts\//);
      await arrival;
      assert.equal(await owner.page.getByLabel("Headline").inputValue(), "A page that took its time");
      owner.documents.forEach((html, name) => documents.set(name, html));
      await owner.leave();
    });

    test(`a Greek source stays Greek (${way.name})`, async (t) => {
      const paper = await outlet();
      const site = await serve(paper);
      t.after(async () => { await paper.close(); await site.stop(); });
      const owner = await claim(browser, site, way);
      await owner.page.getByLabel("Paste an address").fill(paper.greek);
      await owner.press("Clip");
      assert.equal(await owner.page.getByLabel("Language", { exact: true }).inputValue(), "el");
      assert.equal(await owner.page.locator("#preview article").getAttribute("lang"), "el");
      const path = await publish(owner);
      assert.match(decodeURIComponent(path), /το-τελευταίο-φανάρι|το-τελευταιο-φαναρι/);
      await pressHidden(owner, "Save changes");
      await owner.press(owner.page.getByRole("button", { name: "Sign out" }));
      await signIn(owner, OWNER);
      const stranger = await Visitor.arrive(browser, site.origin, way);
      await stranger.visit(path);
      assert.equal(await stranger.page.locator("article.post").getAttribute("lang"), "el");
      await stranger.leave();
      await owner.leave();
    });
  }

  test("the validator finds no error in any page", (t) => valid(t, documents));
});
