// A published text changes: a slip in silence, a figure with a note, all of it by retraction.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, fill, OWNER, pressHidden, publish, signIn } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

const TEXT = "The council bought 12 boats on Monday. The goverment paid for them, as it had said it would.\n\nNobody objected.";

describe("corrections", { skip: noBrowser }, () => {
  let site, browser, owner;
  const documents = new Map();
  // axe is a script of its own.
  const look = async (visitor, name, scripts = true) => {
    if (scripts) await accessible(visitor.page, name);
    await narrow(visitor.page, name);
  };
  const notice = (visitor) => visitor.page.getByRole("status").first().textContent();

  before(async () => {
    [site, browser] = await Promise.all([serve(), openBrowser()]);
    owner = await claim(browser, site);
    await owner.visit("/desk/settings");
    await owner.page.getByLabel(/Readers see it too/).check();
    await look(owner, "the settings");
    await owner.press("Save the settings");
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const way of WAYS) {
    test(`a slip, a figure, a retraction (${way.name})`, async () => {
      const check = (visitor, name) => look(visitor, name, way.scripts);
      const editor = await Visitor.arrive(browser, site.origin, { ...way, signsIn: true });
      const reader = await Visitor.arrive(browser, site.origin, way);
      await signIn(editor, OWNER);
      await editor.visit("/desk/posts/new");
      const headline = `Boats, ${way.width} wide`;
      await fill(editor.page, { Headline: headline, Text: TEXT });
      const path = await publish(editor);
      assert.match(await editor.page.locator("fieldset.change").textContent(), /slips of a few letters/);
      await check(editor, "the editor of a published post");

      await fill(editor.page, { Text: TEXT.replace("goverment", "government") });
      await editor.press("Save changes");
      assert.match(await notice(editor), /Saved/);
      await reader.visit(path);
      assert.match(await reader.page.locator(".body").textContent(), /The government paid/);
      assert.equal(await reader.page.locator("#corrections").count(), 0, "a slip is put right in silence");

      const right = TEXT.replace("goverment", "government").replace("12 boats", "14 boats");
      await fill(editor.page, { Text: right });
      await editor.press("Save changes", 422);
      assert.match(await editor.page.locator("#p-correction").textContent(), /the figure “12” became “14”/);
      assert.equal(await editor.page.getByLabel("Text").inputValue(), right, "what was typed is kept");
      assert.ok(await editor.page.getByLabel("With a correction note").isChecked());
      await check(editor, "the editor that asks what was wrong");
      await fill(editor.page, { "What was wrong": "An earlier version gave the wrong number of boats: it was 14, not 12." });
      await editor.press("Save changes");
      assert.match(await notice(editor), /Saved/);

      await reader.visit(path);
      assert.match(await reader.page.locator(".dates").textContent(), /Corrected/);
      await reader.page.locator(".dates a").click();
      assert.match(reader.page.url(), /#corrections$/);
      assert.match(await reader.page.locator("#corrections .told").textContent(), /it was 14, not 12/);
      const data = JSON.parse(await reader.page.locator("script[type='application/ld+json']").textContent());
      assert.equal(data.correction[0]["@type"], "CorrectionComment");
      await check(reader, "a corrected post");
      await reader.follow(() => reader.page.getByRole("link", { name: "What this post said before" }).click());
      assert.match(await reader.page.locator("ins").first().textContent(), /14/);
      assert.match(await reader.page.locator("del").first().textContent(), /12/);
      assert.equal(await reader.page.locator(".history > li").count(), 3);
      await check(reader, "what a post said before");
      for (const feed of ["/feed.atom", "/feed.rss", "/feed.json", "/corrections/feed.atom"]) {
        const answer = await fetch(site.origin + feed);
        assert.match(await answer.text(), /it was 14, not 12/, feed);
      }
      await reader.visit("/corrections");
      assert.match(await reader.page.locator(".corrections.all li").first().textContent(), /it was 14, not 12/);
      await check(reader, "the list of corrections");

      await fill(editor.page, { Reason: "The council has no boats." });
      await pressHidden(editor, "Retract");
      assert.match(await notice(editor), /Retracted/);
      await reader.visit(path, 410);
      assert.match(await reader.page.locator("main").textContent(), /The council has no boats\./);
      await check(reader, "a retracted post");
      assert.match(await (await fetch(`${site.origin}/feed.atom`)).text(), /at:deleted-entry/);
      await reader.visit("/corrections");
      assert.match(await reader.page.locator(".corrections.all li").first().textContent(), /Retraction.*The council has no boats/s);
      await check(reader, "the list of corrections with a retraction");
      for (const visitor of [editor, reader]) {
        visitor.documents.forEach((html, name) => documents.set(name, html));
        await visitor.leave();
      }
    });
  }

  test("every page was valid", (t) => {
    owner.documents.forEach((html, name) => documents.set(name, html));
    return valid(t, documents);
  });
});
