// What stands under a post without anybody having put it there: posts near it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, publish, write } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

describe("related posts", { skip: noBrowser }, () => {
  let site, browser, owner;
  const posts = {};
  const documents = new Map();

  before(async () => {
    [site, browser] = await Promise.all([serve(), openBrowser()]);
    owner = await claim(browser, site);
    const put = async (name, fields) => {
      await write(owner, fields);
      posts[name] = await publish(owner);
    };
    await put("meters", { Headline: "Meters on the Axios", Text: "Every litre of the Axios is metered since Kilkis put dials along its banks.", Labels: "Water, Kilkis" });
    await put("bread", { Headline: "The price of bread", Text: "Bakers in the harbour sell rye by weight." });
    await put("dials", { Headline: "Who reads the dials of Kilkis", Text: "Nobody in Kilkis reads the dials that meter the Axios.", Labels: "Water, Kilkis" });
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const way of WAYS) {
    test(`a reader goes on from a post to one near it (${way.name})`, async () => {
      const reader = await Visitor.arrive(browser, site.origin, way);
      const { page } = reader;
      const near = page.locator("#related li a");
      await reader.visitUntil(posts.meters, async () => (await near.count()) > 0, "the lists are made");
      assert.deepEqual(await near.evaluateAll((links) => links.map((link) => link.pathname)), [posts.dials]);
      if (way.scripts) await accessible(page, "a post with related ones");
      await narrow(page, "a post with related ones");
      await reader.follow(() => near.first().click());
      assert.equal(new URL(page.url()).pathname, posts.dials);
      assert.deepEqual(await near.evaluateAll((links) => links.map((link) => link.pathname)), [posts.meters], "each stands under the other");
      await reader.visit(posts.bread);
      assert.equal(await page.locator("#related").count(), 0, "nothing is near bread");
      reader.documents.forEach((html, name) => documents.set(name, html));
      await reader.leave();
    });
  }

  test("the validator finds no error in any page", async (t) => {
    await owner.leave();
    await valid(t, documents);
  });
});
