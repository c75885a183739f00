// A site is brought over on the desk: uploaded, read by the worker, its report looked at, its credit lines taken.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, OWNER, signIn } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

/** A small export of Ghost with a post whose text names its source, a page and a draft. */
const ghost = (number) => {
  const post = (id, more) => ({
    id, uuid: id, title: `Post ${id}`, slug: `post-${id}`, status: "published", type: "post", visibility: "public",
    html: `<p>The council met at dawn, for the ${number}th time.</p>`, created_at: "2020-01-02T03:04:05.000Z",
    updated_at: "2020-01-02T03:04:05.000Z", published_at: "2020-01-02T03:04:05.000Z", ...more,
  });
  const source = `<p>Text.</p><p>Πηγή: <a href="https://gazette.example/${number}">Εφημερίδα</a></p>`;
  const posts = [post(`a${number}`, { html: source }), post(`b${number}`, { type: "page", title: `About ${number}` }),
    post(`c${number}`, { status: "draft", published_at: null })];
  const settings = [{ key: "title", value: `Ghost ${number}` }];
  const data = { posts, tags: [], users: [], posts_tags: [], posts_authors: [], settings };
  return JSON.stringify({ db: [{ meta: { version: "5.0.0", exported_on: 1 }, data }] });
};

describe("a site is brought over on the desk", { skip: noBrowser }, () => {
  let site, browser, owner;
  const documents = new Map();

  before(async () => {
    [site, browser] = await Promise.all([serve(), openBrowser()]);
    owner = await claim(browser, site);
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [number, way] of WAYS.entries()) {
    test(`from the upload to the source (${way.name})`, async () => {
      const person = await Visitor.arrive(browser, site.origin, { ...way, signsIn: true });
      await signIn(person, OWNER);
      const { page } = person;
      const look = async (name) => {
        if (way.scripts) await accessible(page, name);
        await narrow(page, name);
      };
      await person.visit("/desk/settings");
      await person.press(page.getByRole("link", { name: "Bring a site over" }));
      await look("the form");
      await page.getByLabel("System").selectOption("ghost");
      await page.getByLabel("Its address").fill("old.example");
      await page.getByLabel("Pictures").selectOption("stay");
      await page.getByLabel("The export").setInputFiles({
        name: `old-${number}.json`, mimeType: "application/json", buffer: Buffer.from(ghost(number)),
      });
      await person.press("Bring it over");
      const address = new URL(page.url()).pathname;
      assert.match(address, /^\/desk\/imports\/[0-9a-z]{13}$/);
      await person.visitUntil(address, (now) => now.locator(".state.done").count(), "the import to be done");
      await look("the report");
      assert.match(await page.locator("table").first().textContent(), /post: published/);
      assert.match(await page.locator("caption").first().textContent(), /adds up/);

      await person.visit(`/post-a${number}/`);
      assert.match(await page.locator("#source").textContent(), /Original reporting/);
      assert.ok(await page.getByRole("link", { name: `About ${number}` }).count());

      await person.visit("/desk/credits");
      await look("lines that name a source");
      await person.press("Take those that are checked");
      await person.visit(`/post-a${number}`);
      assert.match(await page.locator("#source").textContent(), /Εφημερίδα/);
      assert.doesNotMatch(await page.locator("article .body").textContent(), /Πηγή/);

      await person.visit("/desk");
      await person.press(page.getByRole("link", { name: `Post c${number}` }));
      const words = await person.press(page.getByRole("link", { name: "As it was brought over" }));
      assert.equal(JSON.parse(await words.text()).slug, `post-c${number}`);
      person.documents.forEach((html, name) => documents.set(name, html));
      await person.leave();
    });
  }

  test("every page of it is valid HTML", async (t) => valid(t, documents));
});
