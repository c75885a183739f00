// The demo's newspaper, read as a stranger reads it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { demo } from "../support/courant.mjs";
import { noBrowser } from "../support/machine.mjs";
import { none } from "../support/none.mjs";
import { accessible, narrow, shift, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

const RIGHT_TO_LEFT = ["ar"];

// Where each language's piece is, read off the site's own JSON feed.
async function find(origin) {
  const { items } = await (await fetch(`${origin}/feed.json`)).json();
  const path = (test) => new URL(items.find(test).url).pathname;
  const speaking = (tag) => path((item) => (item.language || "").startsWith(tag));
  return {
    all: items.map((item) => item.url),
    pictured: path((item) => item.title.includes("counts its water")),
    video: path((item) => item.title.includes("plank")),
    greek: speaking("el"), arabic: speaking("ar"), chinese: speaking("zh"),
  };
}

// The parts of a post's page in the order in which the contract names them.
function parts() {
  const order = [
    "body > a.skip[href='#main']", "main#main", "main article[lang][dir]", "main article[lang][dir] h1", "main article[lang][dir] .dek",
    "main article[lang][dir] .byline", "main article[lang][dir] time[datetime]", "main article[lang][dir] .body",
    "section#source", "section#comments", "section#popular",
  ];
  const found = order.map((selector) => document.querySelector(selector));
  const wrong = order.filter((_, at) => !found[at] && !order[at].endsWith(".dek"));
  const here = found.filter(Boolean);
  for (let at = 1; at < here.length; at += 1) {
    if (!(here[at - 1].compareDocumentPosition(here[at]) & Node.DOCUMENT_POSITION_FOLLOWING)) wrong.push(`${order[at]} stands too early`);
  }
  if (document.body.firstElementChild !== here[0]) wrong.push("the skip link is not first in the body");
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  wrong.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `two parts are called ${id}`));

  const source = document.querySelector("#source");
  const article = document.querySelector("main article[lang][dir]");
  const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const popular = [...document.querySelectorAll("#popular article")];
  return {
    wrong,
    lang: article.lang,
    dir: getComputedStyle(article).direction,
    skip: here[0].getAttribute("href"),
    canonical: document.querySelector("link[rel=canonical]").href,
    data: JSON.parse(document.querySelector("script[type='application/ld+json']").textContent),
    source: {
      text: source.textContent.trim(),
      href: source.querySelector("a")?.href,
      date: source.querySelector("time")?.dateTime,
    },
    comments: {
      heading: document.querySelector("#comments h2").textContent,
      ids: [...document.querySelectorAll("#comments article")].map((comment) => `${comment.className.split(" ")[0]} ${comment.id}`),
      form: Boolean(document.querySelector("#comments form#comment-form[method=post]")),
    },
    popular: {
      heading: document.querySelector("#popular h2").textContent,
      entries: popular.map((entry) => ({
        lang: entry.lang,
        dir: entry.dir,
        direction: getComputedStyle(entry).direction,
        link: entry.querySelector("h3 a")?.pathname,
        excerpt: [...graphemes.segment(entry.querySelector(".excerpt")?.textContent ?? "")].length,
      })),
    },
  };
}

// Every piece that names its language also runs the right way.
function directions() {
  return [...document.querySelectorAll("article[lang]")].map((piece) => ({ lang: piece.lang, dir: piece.dir, direction: getComputedStyle(piece).direction }));
}

const runsRight = ({ lang, dir, direction }) => {
  const expected = RIGHT_TO_LEFT.includes(lang.split("-")[0]) ? "rtl" : "ltr";
  assert.deepEqual({ dir, direction }, { dir: expected, direction: expected }, `direction of a piece in “${lang}”`);
};

describe("the demo", { skip: noBrowser }, () => {
  let site, browser, posts;
  const documents = new Map();

  before(async () => {
    [site, browser] = await Promise.all([demo(), openBrowser()]);
    posts = await find(site.origin);
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const keep = (visitor) => visitor.documents.forEach((html, name) => documents.set(name, html));

  for (const way of WAYS) {
    test(`every kind of page can be read (${way.name})`, async (t) => {
      const reader = await Visitor.arrive(browser, site.origin, way);
      const { page } = reader;
      const look = async (name, path, status = 200) => t.test(name, async () => {
        await reader.visit(path, status);
        if (way.scripts) await accessible(page, name);
        await narrow(page, name);
        (await page.evaluate(directions)).forEach(runsRight);
        assert.equal(await page.locator("main#main h1, header h1").count(), 1, `${name} has one main heading`);
      });

      await look("home", "/");
      const teasers = await page.locator("article.teaser").evaluateAll((all) => all.map((teaser) => teaser.lang.split("-")[0]));
      for (const tag of ["en", "el", "ar", "zh"]) assert.ok(teasers.includes(tag), `the home page shows a piece in ${tag}`);
      const label = await page.locator(".labels a").first().getAttribute("href");
      const host = await page.locator(".meta .outlet a").first().getAttribute("href");
      await look("label", label);
      await look("source", host);
      await look("archive", "/archive");
      const month = await page.locator("main .year a").first().getAttribute("href");
      await look("month", month);
      for (const window of ["7d", "30d", "all"]) await look(`popular, ${window}`, `/popular?window=${window}`);
      await look("popular", "/popular");
      await look("search", "/search");
      await look("search that finds", "/search?q=water");
      assert.ok(await page.locator("article.teaser").count() > 0);
      await look("search in Greek", `/search?q=${encodeURIComponent("ανέμων")}`);
      assert.ok(await page.locator("article.teaser[lang^=el]").count() > 0);
      await look("search in Chinese", `/search?q=${encodeURIComponent("茶")}`);
      assert.ok(await page.locator("article.teaser[lang^=zh]").count() > 0);
      await look("search that finds nothing", "/search?q=zeppelin");
      assert.equal(await page.locator("article.teaser").count(), 0);
      await look("not found", "/2026/01/never-written", 404);
      assert.ok(await page.getByRole("searchbox").count() > 0 && await page.locator("main article a").count() > 0, "not-found helps");
      await look("a comment waits", `${posts.pictured}?comment=held`);
      assert.match(await page.locator("#comment-notice").textContent(), /waits for an editor/);
      await look("sign-in", "/sign-in");
      for (const kind of ["pictured", "video", "greek", "arabic", "chinese"]) await look(`post: ${kind}`, posts[kind]);
      keep(reader);
      await reader.leave();
    });

    test(`a post's page has its parts in order (${way.name})`, async () => {
      const reader = await Visitor.arrive(browser, site.origin, way);
      const lang = { pictured: /^en/, video: /^en/, greek: /^el/, arabic: /^ar/, chinese: /^zh/ };
      for (const [kind, expected] of Object.entries(lang)) {
        await reader.visit(posts[kind]);
        const found = await reader.page.evaluate(parts);
        none(found.wrong, `${kind}: parts`);
        assert.match(found.lang, expected);
        assert.equal(found.dir, kind === "arabic" ? "rtl" : "ltr", `${kind}: direction`);
        assert.equal(found.canonical, `${site.origin}${posts[kind]}`);
        assert.equal(found.data["@type"], "NewsArticle");
        assert.match(found.source.text, /^Source:/);
        assert.match(found.source.href, /^http:\/\/127\.0\.0\.1:\d+\//);
        assert.ok(!Number.isNaN(Date.parse(found.source.date)), `${kind}: the source has a date`);
        assert.equal(found.comments.heading, "Comments");
        assert.ok(found.comments.form);
        for (const id of found.comments.ids) assert.match(id, /^comment comment-\S+$/);
        assert.equal(found.popular.heading, "Popular posts from this blog");
        assert.ok(found.popular.entries.length >= 5 && found.popular.entries.length <= 10);
        for (const entry of found.popular.entries) {
          runsRight(entry);
          assert.notEqual(entry.link, posts[kind], "the post being read is not in its own list");
          assert.ok(entry.excerpt > 0 && entry.excerpt <= 1000, `excerpt of ${entry.excerpt}`);
        }
      }
      await reader.leave();
    });
  }

  test("the skip link leads to the text, by keyboard alone", async () => {
    const reader = await Visitor.arrive(browser, site.origin, { scripts: false });
    await reader.visit(posts.arabic);
    await reader.page.keyboard.press("Tab");
    const skip = reader.page.locator("a.skip");
    assert.ok(await skip.evaluate((link) => link === document.activeElement));
    assert.ok(await skip.evaluate((link) => { const box = link.getBoundingClientRect(); return box.top >= 0 && box.height > 10; }), "it is seen when it has the focus");
    await reader.page.keyboard.press("Enter");
    assert.equal(new URL(reader.page.url()).hash, "#main");
    await reader.leave();
  });

  for (const width of [1280, 390]) {
    test(`nothing moves while a page with pictures loads (${width} px)`, async () => {
      const reader = await Visitor.arrive(browser, site.origin, { width });
      for (const path of [posts.pictured, posts.video, posts.arabic, "/"]) {
        await reader.visit(path);
        const moved = await shift(reader.page);
        assert.ok(moved < 0.02, `layout shift of ${moved} on ${path}`);
      }
      await reader.leave();
    });
  }

  test("pictures are the site's own and say what they show", async () => {
    const reader = await Visitor.arrive(browser, site.origin);
    await reader.visit(posts.pictured);
    const pictures = await reader.page.locator("article.post img").evaluateAll((all) =>
      all.map((image) => ({ src: image.getAttribute("src"), alt: image.alt, loaded: image.naturalWidth > 0 })));
    assert.ok(pictures.length > 0);
    for (const picture of pictures) {
      assert.match(picture.src, /^\/media\//);
      assert.ok(picture.alt && picture.loaded, JSON.stringify(picture));
    }
    await reader.visit(posts.video);
    // Nothing of the player's host is asked for before the press: the visitor would have said so.
    assert.equal(await reader.page.locator("iframe, video, object, embed").count(), 0);
    const plain = reader.page.getByRole("link", { name: "Watch at Slipway Films" });
    const outlet = new URL(await plain.getAttribute("href")).origin;
    assert.match(await reader.page.locator(".watch .length").textContent(), /12:34/);
    const moved = await shift(reader.page);
    reader.allow(outlet);
    await reader.page.getByRole("button", { name: /Play the video: Steaming a plank/ }).press("Enter");
    const player = reader.page.frameLocator("iframe.screen");
    await player.getByText("The yard at six in the morning").waitFor();
    assert.equal(await reader.page.locator("iframe").getAttribute("title"), "Steaming a plank: how a wooden boat gets its curve");
    assert.ok(await reader.page.locator("iframe").evaluate((frame) => frame === document.activeElement), "the player has the focus");
    assert.ok(await shift(reader.page) - moved < 0.02, "nothing moves");
    await reader.leave();
  });

  test("feeds, sitemap and robots.txt are well formed and complete", async () => {
    const reader = await Visitor.arrive(browser, site.origin);
    await reader.visit("/");
    const label = await reader.page.locator(".labels a").first().getAttribute("href");
    const read = (path) => reader.page.evaluate(async (path) => {
      const answer = await fetch(path);
      const text = await answer.text();
      const dom = new DOMParser().parseFromString(text, "application/xml");
      return {
        type: answer.headers.get("content-type"),
        error: dom.querySelector("parsererror")?.textContent,
        root: dom.documentElement.localName,
        namespace: dom.documentElement.namespaceURI,
        entries: dom.querySelectorAll("entry, item").length,
        links: [...dom.querySelectorAll("entry > link[rel=alternate], entry > link:not([rel]), item > link, url > loc")]
          .map((link) => link.getAttribute("href") ?? link.textContent),
      };
    }, path);
    for (const [path, root, mime] of [
      ["/feed.atom", "feed", "application/atom+xml"], ["/feed.rss", "rss", "application/rss+xml"],
      [`${label}/feed.atom`, "feed", "application/atom+xml"], [`${label}/feed.rss`, "rss", "application/rss+xml"],
      [`${posts.pictured}/comments.atom`, "feed", "application/atom+xml"],
    ]) {
      const feed = await read(path);
      assert.equal(feed.error, undefined, path);
      assert.equal(feed.root, root);
      assert.ok(feed.type.startsWith(mime), `${path} is ${feed.type}`);
      assert.ok(feed.entries > 0, `${path} has entries`);
    }
    const sorted = (links) => [...links].sort();
    assert.deepEqual(sorted((await read("/feed.atom")).links), sorted(posts.all));
    assert.deepEqual(sorted((await read("/feed.rss")).links), sorted(posts.all));
    const map = await read("/sitemap.xml");
    assert.equal(map.error, undefined);
    assert.equal(map.namespace, "http://www.sitemaps.org/schemas/sitemap/0.9");
    assert.ok(posts.all.length >= 9);
    for (const address of posts.all) assert.ok(map.links.includes(address), `the sitemap lists ${address}`);
    for (const path of ["/feed.json", `${label}/feed.json`]) {
      const feed = await (await fetch(`${site.origin}${path}`)).json();
      assert.equal(feed.version, "https://jsonfeed.org/version/1.1");
      assert.ok(feed.items.length > 0 && feed.items.every((item) => item.id && item.url && item.content_html && item.language));
    }
    const robots = await (await fetch(`${site.origin}/robots.txt`)).text();
    assert.match(robots, new RegExp(`Sitemap: ${site.origin}/sitemap.xml`));
    await reader.leave();
  });

  test("the one-time link opens the desk, once", async () => {
    const editor = await Visitor.arrive(browser, site.origin, { signsIn: true });
    await editor.visit(site.link);
    assert.equal(new URL(editor.page.url()).pathname, "/desk");
    await editor.page.getByLabel("Paste an address").fill(site.page);
    await editor.press("Clip");
    assert.match(await editor.page.getByLabel("Headline").inputValue(), /silence/i);
    const stranger = await Visitor.arrive(browser, site.origin);
    const answer = await stranger.page.request.get(site.link, { maxRedirects: 0 });
    assert.ok(answer.status() >= 400, `a used link answers ${answer.status()}`);
    await stranger.leave();
    await editor.leave();
  });

  test("the validator finds no error in any page", (t) => valid(t, documents));
});
