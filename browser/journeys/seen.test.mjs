// Pages as a person's browser shows them: the bookmark, the share menu, pasting; and films that wait.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, fill, publish, pressHidden } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { outlet } from "../support/outlet.mjs";
import { accessible, narrow, shift, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

describe("clipping from a browser", { skip: noBrowser }, () => {
  let browser;
  const documents = new Map();
  before(async () => { browser = await openBrowser(); });
  after(async () => { await browser?.close(); });
  const keep = (visitor) => visitor.documents.forEach((html, name) => documents.set(name, html));

  async function begin(t, way = WAYS[0]) {
    const paper = await outlet();
    const site = await serve(paper);
    t.after(async () => { await paper.close(); await site.stop(); });
    return { paper, site, owner: await claim(browser, site, { ...way, others: [paper.origin] }) };
  }

  // What a browser runs when the bookmark is pressed: its address, decoded, as a program of that page.
  async function bookmark(owner) {
    await owner.visit("/desk/clip");
    const address = await owner.page.locator("[data-lift]").getAttribute("href");
    assert.equal(await owner.page.getByLabel("The bookmark’s address").inputValue(), address);
    assert.ok(!address.includes("courant_"), "no token");
    return decodeURIComponent(address.slice("javascript:".length));
  }
  // Evaluated as the browser runs a bookmark: outside the page's policy, inside its world.
  const press = (owner, code) => owner.followInto(() => owner.page.evaluate(code));

  test("the bookmark takes a page under a strict policy, words for subscribers included", async (t) => {
    const { paper, site, owner } = await begin(t);
    const code = await bookmark(owner);
    await accessible(owner.page, "clip from your browser");
    await narrow(owner.page, "clip from your browser");
    await owner.page.goto(paper.strict);
    const source = owner.page;
    // What only this browser shows, with half a character in it, as scripts can leave behind.
    await source.evaluate(() => {
      const more = document.createElement("p");
      more.textContent = `And the last paragraph is for those who pay, all of it, down to the herring\uD83D, which was smoked.`;
      document.querySelector("article").append(more);
    });
    const window = await press(owner, code);
    await window.getByRole("heading", { name: "The lamp, for subscribers" }).waitFor();
    assert.match(await window.locator("#host").textContent(), /^127\.0\.0\.1:\d+$/);
    await accessible(window, "the receiving window");
    await narrow(window, "the receiving window");
    await owner.press("Make a draft of it");
    assert.match(new URL(window.url()).pathname, /^\/desk\/posts\/[^/]+$/);
    assert.equal(await window.getByLabel("Headline").inputValue(), "The lamp, for subscribers");
    assert.match(await window.getByLabel("Text", { exact: true }).inputValue(), /those who pay, all of it, down to the herring\uFFFD/);
    assert.ok(await window.locator('#preview img[src^="/media/"], [name=lead_image][value^="/media/"]:checked').count() > 0, "its picture was fetched and kept");
    assert.equal(await source.evaluate(() => document.title), "The lamp, for subscribers | The Mole Gazette", "the source is left as it was");
    // The page as fetched comes by itself, and the draft can be read from it.
    const looks = window.locator(".looks li");
    const draft = new URL(window.url()).pathname;
    await owner.visitUntil(draft, async () => await looks.count() === 2, "the fetched page is kept beside it");
    assert.match((await looks.allTextContents()).join("\n"), /as fetched[^]*as a browser showed it[^]*This piece was read from it/);
    await accessible(window, "the editor with two captures");
    await pressHidden(owner, "Read again from this one (as fetched)");
    assert.ok(!(await window.getByLabel("Text", { exact: true }).inputValue()).includes("those who pay"));
    await owner.visit(`${site.origin}/desk/jobs`);
    assert.match(await window.locator("table").textContent(), /It reads differently/);
    keep(owner);
    await owner.leave();
  });

  test("the bookmark takes only what is selected", async (t) => {
    const { paper, owner } = await begin(t);
    const code = await bookmark(owner);
    await owner.page.goto(paper.article);
    await owner.page.evaluate(() => getSelection().selectAllChildren(document.querySelector("article p:last-of-type")));
    const window = await press(owner, code);
    await window.getByText("only what you selected").waitFor();
    await owner.press("Make a draft of it");
    const text = await window.getByLabel("Text", { exact: true }).inputValue();
    assert.match(text, /trimmed the wick/);
    assert.ok(!text.includes("by hand for a hundred and nine years"), text);
    assert.equal(await window.getByLabel("Headline").inputValue(), "The last lamp on the mole");
    assert.equal(await window.getByLabel("Byline").inputValue(), "Ines Calder");
    await owner.leave();
  });

  test("a page that closes itself off is said to, and its address is at hand", async (t) => {
    const { paper, owner } = await begin(t);
    const code = await bookmark(owner);
    await owner.page.goto(paper.apart);
    const window = await press(owner, code);
    await window.getByRole("heading", { name: "Nothing came through" }).waitFor();
    await accessible(window, "the window to which nothing came");
    assert.equal(await window.getByLabel("Its address").inputValue(), paper.apart);
    await owner.press("Clip this address");
    assert.equal(await window.getByLabel("Headline").inputValue(), "A page that keeps to itself");
    await owner.leave();
  });

  test("a page that opens the window unasked, or lies about its address, gets nothing done", async (t) => {
    const { paper, site, owner } = await begin(t);
    await owner.page.goto(paper.article);
    const lie = (address) => owner.followInto(() => owner.page.evaluate(([home, address]) => {
      const window = open(`${home}/desk/clip/receive`);
      addEventListener("message", () => window.postMessage({ courant: "page", address, title: "Trust me", html: "<p>Lies</p>", selection: "" }, home), { once: true });
    }, [site.origin, address]));
    const source = owner.page;
    const lying = await lie("https://bank.example/news");
    await lying.getByText("It gave an address that is not its own.").waitFor();
    await lying.close();
    owner.page = source;
    const honest = await lie(paper.article);
    await honest.getByRole("heading", { name: "Trust me" }).waitFor();
    await owner.visit("/desk");
    assert.equal(await honest.locator(".rows .row").count(), 0, "no draft without a press");
    await owner.leave();
  });

  test("a film handed over gets its player from its host", async (t) => {
    const { paper, owner } = await begin(t);
    const code = await bookmark(owner);
    await owner.page.goto(paper.film);
    await press(owner, code);
    await owner.press("Make a draft of it");
    assert.equal(await owner.page.getByLabel("Byline").inputValue(), "Mole Films");
    assert.equal(await owner.page.locator("[name=film_player]").inputValue(), `${paper.origin}/player`);
    await owner.leave();
  });

  for (const way of WAYS) {
    test(`sharing leads to one press, pasting works for everything (${way.name})`, async (t) => {
      const { paper, owner } = await begin(t, way);
      const { page } = owner;
      await owner.visit(`/desk/clip?title=The+lamp&text=${encodeURIComponent(`Worth reading: ${paper.greek}`)}`);
      await narrow(page, "what was shared");
      if (way.scripts) await accessible(page, "what was shared");
      await owner.press("Clip this address");
      assert.equal(await page.getByLabel("Headline").inputValue(), "Το τελευταίο φανάρι");
      await owner.visit("/desk/clip");
      await fill(page, { "Address of the page": `${paper.origin}/pasted`, "The page": "Just the words of it, copied off the screen by hand, and quite enough of them.\n\nAnd a second paragraph." });
      await owner.press("Make a draft of it");
      const text = await page.getByLabel("Text", { exact: true }).inputValue();
      assert.match(text, /copied off the screen[^]*<p>And a second paragraph/);
      await owner.visit("/desk/you");
      await page.getByLabel("What the token is for").fill("extension");
      await owner.press("Make a token");
      assert.match(await page.locator(".tokens li").textContent(), /Clip pages into drafts/);
      await narrow(page, "one's tokens");
      if (way.scripts) await accessible(page, "one's tokens");
      await owner.press(page.getByRole("button", { name: "Take back the token for extension" }));
      assert.equal(await page.locator(".tokens li").count(), 0);
      keep(owner);
      await owner.leave();
    });

    test(`a film is a picture until somebody presses play (${way.name})`, async (t) => {
      const { paper, site, owner } = await begin(t, way);
      await owner.visit("/desk");
      await owner.page.getByLabel("Paste an address").fill(paper.film);
      await owner.press("Clip");
      assert.equal(await owner.page.getByLabel("Byline").inputValue(), "Mole Films", "the channel, by the host's own word");
      assert.equal(await owner.page.locator("[name=film_player]").inputValue(), `${paper.origin}/player`);
      assert.equal(await owner.page.locator("[name=film_duration]").inputValue(), "2:05");
      const path = await publish(owner);
      // This visitor may ask no host but the site's: leaving would tell.
      const reader = await Visitor.arrive(browser, site.origin, way);
      const answer = await reader.visit(path);
      assert.match(answer.headers()["content-security-policy"], new RegExp(`; frame-src ${paper.origin}$`));
      const { page } = reader;
      if (way.scripts) assert.ok(await shift(page) < 0.02, "nothing moves");
      const plain = page.getByRole("link", { name: "Watch at The Mole Gazette" });
      assert.equal(await plain.last().getAttribute("href"), paper.film);
      assert.equal(await page.locator('.watch img[src^="/media/"]').count(), 1);
      await narrow(page, "a film");
      assert.equal(await page.locator("iframe").count(), 0);
      if (way.scripts) {
        await accessible(page, "a film");
        reader.allow(paper.origin);
        await page.getByRole("button", { name: "Play the video: How to trim a wick" }).click();
        await page.frameLocator("iframe.screen").getByText("It plays.").waitFor();
        assert.equal(await page.locator("iframe").getAttribute("sandbox"), "allow-scripts allow-same-origin allow-presentation");
        await accessible(page, "a film that plays");
        assert.ok(await plain.isVisible(), "the plain link stays");
      } else {
        assert.equal(await page.locator(".watch a.screen").getAttribute("href"), paper.film, "without scripts the picture is a link");
        assert.equal(await page.getByText("loads the player of").isVisible(), false);
      }
      keep(reader);
      await reader.leave();
      await owner.leave();
    });
  }

  test("the validator finds no error in any page", (t) => valid(t, documents));
});
