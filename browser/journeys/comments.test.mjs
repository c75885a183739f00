// From a guest's comment to an approved one, and from visits to the popular posts.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, comment, fill, OWNER, publish, signIn, write } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { AGENT, openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

const READERS = 40;

describe("comments and readers", { skip: noBrowser }, () => {
  let site, browser, owner, older, newer;
  const documents = new Map();

  before(async () => {
    [site, browser] = await Promise.all([serve(), openBrowser()]);
    owner = await claim(browser, site);
    await write(owner, { Headline: "The quiet one", Text: "Nobody has read this yet.", Labels: "Quiet" });
    older = await publish(owner);
    await write(owner, { Headline: "The newer one", Text: "This came out later." });
    newer = await publish(owner);
    // Many readers come to the older post at once; the ranking that counts them is looked for last.
    for (let last = 1; last <= READERS; last += 1) {
      const headers = { "user-agent": AGENT, "x-forwarded-for": `198.51.100.${last}` };
      assert.equal((await fetch(`${site.origin}${older}`, { headers })).status, 200);
    }
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  for (const [number, way] of WAYS.entries()) {
    test(`a guest's comment waits, is approved, and is answered (${way.name})`, async () => {
      const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 1}` });
      const { page } = guest;
      const look = async (visitor, name) => {
        if (way.scripts) await accessible(visitor.page, name);
        await narrow(visitor.page, name);
      };
      await guest.visit(newer);
      const before = await page.locator("#comments article").count();
      const body = `I have *read* it, **twice** (${way.name}).\n\n> Nobody has read this yet.`;
      await comment(guest, newer, { name: "Perpetua", body, Email: "perpetua@example.org", Website: "https://perpetua.example/" });
      assert.match(page.url(), /\?comment=held/);
      assert.equal(new URL(page.url()).searchParams.has("own"), !way.scripts, "the script keeps the secret out of the address");
      assert.match(await page.getByRole("status").textContent(), /waits for an editor/);
      assert.equal(await page.locator("#comments article").count(), before, "nobody sees it yet");
      await look(guest, "the notice");

      await owner.visit("/desk");
      await owner.follow(() => owner.page.getByRole("link", { name: /^Comments/ }).click());
      const row = owner.page.locator(".remark", { hasText: way.name });
      assert.match(await row.textContent(), /perpetua@example\.org/);
      assert.equal(await row.locator(".said em").textContent(), "read");
      await look(owner, "the queue");
      await owner.press(row.getByRole("button", { name: "Approve the comment by Perpetua" }));
      assert.equal(await owner.page.locator(".remark", { hasText: way.name }).count(), 0, "the queue is shown again, without it");

      const stranger = await Visitor.arrive(browser, site.origin, way);
      await stranger.visit(newer);
      const said = stranger.page.locator("article.comment", { hasText: way.name });
      const id = await said.getAttribute("id");
      assert.match(id, /^comment-/);
      assert.equal(await said.locator(".text blockquote").count(), 1);
      assert.equal(await said.locator(".text strong").textContent(), "twice");
      const website = said.locator("h3 a");
      assert.equal(await website.getAttribute("href"), "https://perpetua.example/");
      assert.match(await website.getAttribute("rel"), /nofollow/);
      assert.ok(!(await stranger.page.content()).includes("perpetua@example.org"), "an address of mail is never shown");
      assert.equal(await said.locator("a.when").getAttribute("href"), `#${id}`);
      await look(stranger, "a post with a comment");

      const reply = said.getByRole("link", { name: /^Reply/ });
      if (way.scripts) await reply.click();
      else await stranger.follow(() => reply.click());
      assert.match(await stranger.page.locator("#form-heading").textContent(), /Reply to\s+Perpetua/);
      const form = stranger.page.locator("#comment-form");
      await form.getByLabel("Name", { exact: true }).fill("Ambrose");
      await form.getByLabel("Comment", { exact: true }).fill("Then we are two.");
      await look(stranger, "the form of a reply");
      await stranger.press("Send the comment");
      await owner.visit("/desk/comments?verdict=held");
      await owner.press(owner.page.getByRole("button", { name: "Approve the comment by Ambrose" }));
      await stranger.visit(newer);
      const answer = stranger.page.locator("article.comment", { hasText: "Then we are two." }).last();
      assert.equal(await answer.locator(".answers a").getAttribute("href"), `#${id}`);
      assert.ok(await stranger.page.locator(`#${id}`).count(), "the permalink is the same");
      await look(stranger, "a thread");

      for (const visitor of [guest, stranger]) {
        visitor.documents.forEach((html, name) => documents.set(name, html));
        await visitor.leave();
      }
    });

    test(`a form with mistakes comes back with everything in it (${way.name})`, async () => {
      const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 11}` });
      const { page } = guest;
      await guest.visit(newer);
      const form = page.locator("#comment-form");
      // What the browser would catch by itself is for the server to answer.
      await form.evaluate((element) => { element.noValidate = true; });
      await form.getByLabel("Name", { exact: true }).fill("Perpetua");
      await form.getByLabel("Email").fill("not an address");
      await guest.press("Send the comment", 422);
      for (const field of ["body", "email"]) {
        const input = page.locator(`#field-${field}`);
        assert.equal(await input.getAttribute("aria-invalid"), "true", field);
        assert.ok((await input.getAttribute("aria-describedby")).split(" ").includes(`error-${field}`));
        assert.ok((await page.locator(`#error-${field}`).textContent()).length > 10);
        assert.equal(await page.locator(`.problems a[href="#field-${field}"]`).count(), 1);
      }
      assert.equal(await page.locator("#field-name").getAttribute("aria-invalid"), null);
      assert.equal(await page.locator("#field-name").inputValue(), "Perpetua");
      assert.equal(await page.locator("#field-email").inputValue(), "not an address");
      if (way.scripts) await accessible(page, "a form with mistakes");
      await narrow(page, "a form with mistakes");
      guest.documents.forEach((html, name) => documents.set(name, html));
      await guest.leave();
    });
  }

  for (const [number, way] of WAYS.entries()) {
    test(`a guest changes a comment, sees what became of it, and takes it back (${way.name})`, async () => {
      const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 40}` });
      const { page } = guest;
      await comment(guest, newer, { name: "Quirin", body: `Teh quiet one (${way.name})` });
      const link = page.locator("#comment-notice").getByRole("link", { name: "Change it or take it back" });
      await guest.follow(() => link.click());
      assert.match(await page.getByRole("status").textContent(), /waits for an editor/);
      if (way.scripts) await accessible(page, "one's own comment");
      await narrow(page, "one's own comment");
      await page.getByLabel("Other words for it").fill(`The quiet one, *changed* (${way.name})`);
      await guest.press("Save the change");
      assert.match(await page.getByRole("status").textContent(), /^Saved\. It waits/);
      const own = new URL(page.url()).pathname;

      await owner.visit("/desk/comments");
      const row = owner.page.locator(".remark", { hasText: `changed (${way.name})` });
      await owner.press(row.getByRole("button", { name: "Approve the comment by Quirin" }));
      await guest.visit(newer);
      const said = page.locator("article.comment", { hasText: `changed (${way.name})` });
      assert.match(await said.locator("header").textContent(), /edited/);
      if (way.scripts) await guest.follow(() => said.getByRole("link", { name: "Change it or take it back" }).click());
      else await guest.visit(own);
      assert.equal(new URL(page.url()).pathname, own, "the browser knows whose comment it is");
      await page.getByText("Take it back", { exact: true }).click();
      await guest.press("Take the comment back");
      assert.match(await page.getByRole("status").textContent(), /taken it back/);
      await guest.visit(newer);
      assert.equal(await page.locator("article.comment", { hasText: `changed (${way.name})` }).count(), 0);
      if (way.scripts) assert.equal(await page.getByRole("link", { name: "See how your comment stands" }).count(), 0, "it is forgotten here too");
      guest.documents.forEach((html, name) => documents.set(name, html));
      await guest.leave();
    });
  }

  for (const way of WAYS) {
    test(`many comments are marked as spam at once, and that is undone (${way.name})`, async () => {
      const moderator = await Visitor.arrive(browser, site.origin, { ...way, signsIn: true });
      await signIn(moderator, OWNER);
      const { page } = moderator;
      for (const last of [1, 2, 3]) {
        const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${last + 80}` });
        await comment(guest, newer, { name: `Lamps ${last}`, body: `Cheap lamps ${last} (${way.name})` });
        await guest.leave();
      }
      await moderator.visit("/desk/comments");
      const rows = page.locator(".remark", { hasText: `(${way.name})` }).filter({ hasText: "Cheap lamps" });
      assert.equal(await rows.count(), 3);
      for (const box of await rows.getByRole("checkbox").all()) await box.check();
      await moderator.press("Spam the selected comments");
      assert.equal(await rows.count(), 0);
      if (way.scripts) await accessible(page, "the queue, with something to undo");
      await narrow(page, "the queue, with something to undo");
      await moderator.press("Undo what you have just decided");
      assert.match(await page.getByRole("status").first().textContent(), /Taken back/);
      assert.equal(await rows.count(), 3, "they wait again");
      if (way.scripts) {
        // By keyboard alone.
        await page.keyboard.press("j");
        await moderator.follow(() => page.keyboard.press("s"));
        assert.equal(await rows.count(), 2);
        await page.keyboard.press("j");
        await moderator.follow(() => page.keyboard.press("u"));
        assert.equal(await rows.count(), 3);
      }
      for (const box of await rows.getByRole("checkbox").all()) await box.check();
      await moderator.press("Reject the selected comments");
      moderator.documents.forEach((html, name) => documents.set(name, html));
      await moderator.leave();
    });
  }

  for (const [number, way] of WAYS.entries()) {
    test(`a long conversation is read in three orders, and a comment in it is flagged (${way.name})`, async () => {
      await write(owner, { Headline: `Talk (${way.name})`, Text: "Everybody has something to say." });
      const mode = owner.page.getByLabel("Comments", { exact: true });
      await mode.evaluate((field) => { field.closest("details").open = true; });
      await mode.selectOption("open");
      const talk = await publish(owner);
      // So many from guests would be a rush, and wait; those of whoever is signed in are shown.
      const say = async (body) => {
        const answer = await owner.page.context().request.post(`${site.origin}${talk}/comments`, {
          form: { name: "", body, parent: "" },
          headers: { origin: site.origin },
          maxRedirects: 0,
        });
        assert.equal(answer.status(), 303);
        return answer.headers().location.split("#comment-")[1];
      };
      const ids = [];
      for (let thread = 0; thread < 52; thread += 1) ids.push(await say(`Thread ${thread}`));
      const other = await fetch(`${site.origin}${talk}/comments`, {
        method: "POST",
        redirect: "manual",
        headers: { "content-type": "application/x-www-form-urlencoded", "x-forwarded-for": `198.18.${number}.1` },
        body: new URLSearchParams({ name: "Somebody else", body: "I see it otherwise.", parent: ids[7] }),
      });
      assert.equal(other.status, 303);

      const reader = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 90}` });
      const { page } = reader;
      const first = () => page.locator("article.comment .text").first().textContent();
      const shown = () => page.locator("article.comment").count();
      const press = async (name, then) => {
        const link = page.locator("#comments").getByRole("link", { name, exact: true });
        if (!way.scripts) return reader.follow(() => link.click());
        await link.click();
        return page.waitForFunction(then);
      };
      await reader.visit(talk);
      assert.equal(await shown(), 51);
      // What is being typed must outlive a change of order.
      if (way.scripts) await page.getByLabel("Comment", { exact: true }).fill("I was about to say");
      await press("Newest first", () => /Thread 51/.test(document.querySelector("article.comment .text").textContent));
      assert.match(await first(), /Thread 51/);
      assert.equal(await page.locator(".order [aria-current]").textContent(), "Newest first");
      await press("Best first", () => /Thread 7\b/.test(document.querySelector("article.comment .text").textContent));
      assert.match(await first(), /Thread 7\b/);
      await press("Oldest first", () => /Thread 0/.test(document.querySelector("article.comment .text").textContent));
      if (way.scripts) await accessible(page, "a long conversation");
      await narrow(page, "a long conversation");
      await press("More comments", () => document.querySelectorAll("article.comment").length === 53);
      assert.equal(await shown(), way.scripts ? 53 : 2);
      assert.equal(await page.locator("#more-comments").count(), 0);
      if (way.scripts) {
        assert.equal(await page.evaluate(() => document.activeElement.id), `comment-${ids[50]}`, "one reads on where the new ones begin");
        assert.equal(await page.getByLabel("Comment", { exact: true }).inputValue(), "I was about to say");
      }

      await reader.visit(`/comments/${ids[51]}`);
      const found = page.locator(`#comment-${ids[51]}`);
      assert.match(await found.textContent(), /Thread 51/);
      assert.equal(new URL(page.url()).pathname, `${talk}/comments/${ids[51]}`);
      if (way.scripts) await accessible(page, "a thread's own page");
      await narrow(page, "a thread's own page");
      await reader.follow(() => found.getByRole("link", { name: /^Flag/ }).click());
      if (way.scripts) await accessible(page, "the page for a flag");
      await narrow(page, "the page for a flag");
      await page.getByLabel("It is spam").check();
      await page.getByLabel("In your own words").fill(`Seen before (${way.name})`);
      await reader.press("Send the flag");
      assert.match(await page.getByRole("status").textContent(), /Thank you/);

      await owner.visit("/desk/comments?verdict=flagged");
      await owner.follow(() => owner.page.locator(".remark", { hasText: "Thread 51" }).first().getByRole("link", { name: /all about the comment/ }).click());
      assert.match(await owner.page.locator("main").textContent(), new RegExp(`Seen before \\(${way.name}\\)`));
      if (way.scripts) await accessible(owner.page, "all about a comment");
      await narrow(owner.page, "all about a comment");
      await owner.page.getByLabel("Words", { exact: true }).fill(`Thread 51, shorter (${way.name})`);
      await owner.page.getByLabel("Why you change them").fill("too long");
      await owner.press("Change the words");
      await owner.press("Leave as it is");
      await owner.visit(`/desk/comments?verdict=all&q=shorter`);
      assert.equal(await owner.page.locator(".remark", { hasText: way.name }).count(), 1);
      if (way.scripts) await accessible(owner.page, "the queue, looked through");
      await narrow(owner.page, "the queue, looked through");
      await owner.visit("/desk/comments/blocks");
      if (way.scripts) await accessible(owner.page, "the blocks");
      await narrow(owner.page, "the blocks");
      await reader.visit(`/comments/${ids[51]}`);
      assert.match(await page.locator(`#comment-${ids[51]}`).textContent(), /changed by an editor/);
      reader.documents.forEach((html, name) => documents.set(name, html));
      await reader.leave();
    });
  }

  test("a guest comments, answers and flags by keyboard alone", async () => {
    await write(owner, { Headline: "By keyboard", Text: "No mouse is needed here." });
    const mode = owner.page.getByLabel("Comments", { exact: true });
    await mode.evaluate((field) => { field.closest("details").open = true; });
    await mode.selectOption("open");
    const talk = await publish(owner);
    const guest = await Visitor.arrive(browser, site.origin, { from: "203.0.113.120" });
    const { page } = guest;
    const { keyboard } = page;
    const reach = async (target) => {
      for (let step = 0; step < 120; step += 1) {
        if (await target.evaluate((element) => element === document.activeElement)) return;
        await keyboard.press("Tab");
      }
      assert.fail(`no key leads to ${target}`);
    };
    const send = async () => {
      await reach(page.getByRole("button", { name: "Send the comment" }));
      await guest.follow(() => keyboard.press("Enter"));
    };
    await guest.visit(talk);
    await reach(page.getByLabel("Comment", { exact: true }));
    await keyboard.type("Said with ten fingers.");
    await reach(page.getByLabel("Name", { exact: true }));
    await keyboard.type("Ten");
    await send();
    const said = page.locator("article.comment", { hasText: "ten fingers" });
    assert.equal(await said.count(), 1);

    await reach(said.getByRole("link", { name: /^Reply/ }));
    await keyboard.press("Enter");
    assert.ok(await page.getByLabel("Comment", { exact: true }).evaluate((field) => field === document.activeElement), "one can type at once");
    await keyboard.type("Answered with two.");
    await reach(page.getByLabel("Name", { exact: true }));
    await keyboard.type("Two");
    await send();
    assert.match(await page.locator("article.comment", { hasText: "with two" }).textContent(), /In reply to\s+Ten/);

    await guest.visit(talk);
    await reach(said.getByRole("link", { name: /^Flag/ }));
    await guest.follow(() => keyboard.press("Enter"));
    await reach(page.getByLabel("It is spam"));
    await keyboard.press("ArrowDown");
    assert.ok(await page.getByLabel("It insults or threatens somebody").isChecked());
    await reach(page.getByRole("button", { name: "Send the flag" }));
    await guest.follow(() => keyboard.press("Enter"));
    assert.match(await page.getByRole("status").textContent(), /Thank you/);
    await guest.leave();
  });

  test("a program that fills the trap is not heard", async () => {
    const program = await Visitor.arrive(browser, site.origin, { scripts: false, from: "203.0.113.66" });
    await program.visit(newer);
    const trap = program.page.locator("#field-homepage");
    const around = program.page.locator(".trap");
    assert.ok((await around.boundingBox()).width <= 1, "people don’t see it");
    await trap.evaluate((field) => { field.value = "http://lamps.example/"; });
    await program.page.locator("#field-name").fill("Lamps");
    await program.page.locator("#field-body").fill("Cheap lamps.");
    await program.press("Send the comment");
    await owner.visit("/desk/comments?verdict=held");
    assert.equal(await owner.page.getByText("Cheap lamps.").count(), 0);
    await program.leave();
  });

  test("a post that is read rises among the popular posts", async () => {
    const stranger = await Visitor.arrive(browser, site.origin);
    const order = (page) => page.locator("article.teaser h2 a").evaluateAll((links) => links.map((link) => link.pathname));
    const risen = async (page) => (await order(page))[0] === older;
    await stranger.visitUntil("/popular?window=7d", risen, "the post rises");
    for (const window of ["30d", "all"]) {
      await stranger.visit(`/popular?window=${window}`);
      assert.equal((await order(stranger.page))[0], older);
    }
    await stranger.visit("/popular");
    assert.equal((await order(stranger.page))[0], older, "the kept page was dropped");
    await stranger.visit(newer);
    assert.equal(await stranger.page.locator("#popular article h3 a").first().getAttribute("href"), older);
    await stranger.visit(older);
    assert.ok(!(await stranger.page.locator("#popular article h3 a").evaluateAll((links) => links.map((link) => link.pathname))).includes(older));
    await owner.visit("/desk/stats");
    const row = owner.page.locator("#posts-title + ol li", { hasText: "The quiet one" });
    assert.ok(Number(await row.locator(".number").textContent()) >= READERS, "the desk shows the readers");
    assert.equal(await owner.page.locator("#readers-title + figure rect").count(), 1, "a bar for the one day");
    await accessible(owner.page, "the readers");
    await narrow(owner.page, "the readers");
    await owner.press(row.getByRole("link"));
    // The stranger read it, too, and may be counted by now.
    const readers = await owner.page.locator("figcaption").getByText(/readers$/).textContent();
    assert.ok([READERS, READERS + 1].includes(parseInt(readers, 10)), readers);
    await accessible(owner.page, "the readers of a post");
    await narrow(owner.page, "the readers of a post");
    await stranger.leave();
  });

  test("a post is pinned above the popular ones, another is kept out, and both are let go", async () => {
    const reader = await Visitor.arrive(browser, site.origin);
    const order = (page) => page.locator("article.teaser h2 a").evaluateAll((links) => links.map((link) => link.pathname));
    const shown = async (isSo, what) => reader.visitUntil("/popular?window=7d", async (page) => isSo(await order(page)), what);
    await owner.visit("/desk/popular?window=7d");
    await fill(owner.page, { "Its address": `${site.origin}${newer}` });
    await owner.press(owner.page.getByRole("button", { name: "Pin", exact: true }));
    await owner.press(owner.page.getByRole("button", { name: /^Keep out ?: The quiet one/ }));
    await accessible(owner.page, "what was chosen");
    await narrow(owner.page, "what was chosen");
    await shown((posts) => posts[0] === newer && !posts.includes(older), "readers see what was chosen");
    await owner.press(owner.page.getByRole("button", { name: /^Release ?: The newer one/ }));
    await owner.press(owner.page.getByRole("button", { name: /^Release ?: The quiet one/ }));
    await shown((posts) => posts[0] === older, "it is as readers made it again");
    reader.documents.forEach((html, name) => documents.set(name, html));
    await reader.leave();
  });

  test("in a flood a browser does a little work, and a comment from one without scripts waits", async () => {
    await write(owner, { Headline: "The loud one", Text: "Everybody has something to say." });
    const choice = owner.page.getByLabel("Comments", { exact: true });
    await choice.evaluate((element) => { element.closest("details").open = true; });
    await choice.selectOption("open");
    const loud = await publish(owner);
    for (let number = 0; number < 61; number += 1) {
      const headers = { "user-agent": AGENT, "x-forwarded-for": `198.18.${number}.1`, "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(`${site.origin}${loud}/comments`, { method: "POST", headers, body: `name=Lamps&body=Lamps+${number}`, redirect: "manual" });
      assert.equal(answer.status, 303);
    }
    for (const [number, way] of WAYS.entries()) {
      const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 120}` });
      const body = `I was there (${way.name}).\n\nΑλήθεια.`;
      await comment(guest, loud, { name: "Rosalind", body });
      const said = guest.page.locator("article.comment", { hasText: `I was there (${way.name})` });
      if (way.scripts) {
        assert.equal(await said.count(), 1, "the work was done");
      } else {
        assert.match(guest.page.url(), /\?comment=rush/);
        assert.match(await guest.page.getByRole("status").textContent(), /Very many are coming in just now/);
        assert.equal(await said.count(), 0);
      }
      guest.documents.forEach((html, name) => documents.set(name, html));
      await guest.leave();
    }
    await owner.visit("/desk/comments");
    const row = owner.page.locator(".remark", { hasText: "I was there" });
    await row.getByText(/^Spam score \d+/).first().waitFor();
    await accessible(owner.page, "the queue, with scores");
    await narrow(owner.page, "the queue, with scores");
  });

  test("the validator finds no error in any page", async (t) => {
    owner.documents.forEach((html, name) => documents.set(name, html));
    await owner.leave();
    await valid(t, documents);
  });
});
