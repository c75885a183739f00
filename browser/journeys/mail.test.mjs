// Answers by mail: asked for, confirmed, told, ended in one click; and a browser that remembers a guest.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, publish, write } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { noPost, openPost } from "../support/post.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

describe("answers by mail", { skip: noBrowser || noPost }, () => {
  let post, site, browser, owner, path;
  const documents = new Map();

  before(async () => {
    post = await openPost();
    [site, browser] = await Promise.all([serve(undefined, post.environment), openBrowser()]);
    owner = await claim(browser, site);
    await write(owner, { Headline: "Tides", Text: "The sea went out and came back." });
    path = await publish(owner);
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
    await post?.stop();
  });

  const approve = async (name) => {
    await owner.visit("/desk/comments");
    await owner.press(owner.page.getByRole("button", { name: `Approve the comment by ${name}`, exact: true }));
  };

  /** Says something, and asks for answers where an address is given; `to`: the comment that is answered. */
  const say = async (guest, { name, body, email, to }) => {
    await guest.visit(to ? `${path}?reply=${to}#comment-form` : path);
    const form = guest.page.locator("#comment-form");
    await form.getByLabel("Name", { exact: true }).fill(name);
    await form.getByLabel("Comment", { exact: true }).fill(body);
    if (email) {
      await form.getByLabel("Email").fill(email);
      await form.getByLabel("Send me answers by mail").check();
    }
    await guest.press("Send the comment");
  };

  for (const [number, way] of WAYS.entries()) {
    test(`from a wish to its end in one click (${way.name})`, async () => {
      const email = `perpetua${number}@example.org`;
      const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 1}` });
      const { page } = guest;
      const look = async (name) => {
        if (way.scripts) await accessible(page, name);
        await narrow(page, name);
      };
      await guest.visit(path);
      await look("the form with its wish");
      await say(guest, { name: `Perpetua ${number}`, body: `How far out (${way.name})?`, email });
      assert.match(await page.locator("#comment-notice").textContent(), /a letter is on its way/);
      await look("the notice");

      const asked = await post.next();
      assert.deepEqual(asked.to, [email]);
      assert.match(asked.headers.subject, /^Answers from The Test Courant: please confirm$/);
      assert.ok(!asked.text.includes("How far out"), "a letter to a stranger holds nothing that was typed");
      await guest.visit(asked.link("/mail/confirm/"));
      await look("the question");
      await guest.press("Yes, send me answers");
      assert.match(await page.getByRole("status").textContent(), /^Done\. .*perpetua/);
      await look("the thanks");

      await approve(`Perpetua ${number}`);
      await guest.visit(path);
      const said = page.locator("article.comment", { hasText: `How far out (${way.name})?` });
      const to = (await said.getAttribute("id")).replace("comment-", "");
      const stranger = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 51}` });
      await say(stranger, { name: `Ambrose ${number}`, body: "As far as the *second* buoy.", to });
      await approve(`Ambrose ${number}`);
      const told = await post.next();
      assert.equal(told.headers.subject, `Ambrose ${number} answered on “Tides”`);
      assert.match(told.text, /^> As far as the second buoy\.$/m);
      assert.equal(told.headers["list-unsubscribe-post"], "List-Unsubscribe=One-Click");
      const stop = told.link("/mail/stop/");
      assert.equal(told.headers["list-unsubscribe"], `<${stop}>`);
      await guest.visit(told.link("/comments/"));
      assert.match(await page.locator(":target").textContent(), /second buoy/);

      await guest.visit(stop);
      assert.match(await page.locator("#mail").textContent(), new RegExp(`No more letters to ${email}`));
      await look("the end in question");
      if (way.scripts) {
        // As a mail program does it, without looking at the page.
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        const answer = await fetch(stop, { method: "POST", headers, body: "List-Unsubscribe=One-Click", redirect: "error" });
        assert.equal(answer.status, 200);
      }
      await guest.press("Send me no more letters");
      assert.match(await page.getByRole("status").textContent(), /no more letters/);
      await look("the end");
      await say(stranger, { name: `Crispin ${number}`, body: "Farther.", to });
      await approve(`Crispin ${number}`);
      for (const visitor of [guest, stranger]) {
        visitor.documents.forEach((html, name) => documents.set(name, html));
        await visitor.leave();
      }
    });
  }

  for (const [number, way] of WAYS.entries()) {
    test(`a browser remembers a guest who wants that, and forgets him (${way.name})`, async () => {
      const email = `quirin${number}@example.org`;
      const guest = await Visitor.arrive(browser, site.origin, { ...way, from: `203.0.113.${number + 21}`, signsIn: true });
      const { page } = guest;
      await say(guest, { name: "Quirin", body: `Was it cold (${way.name})?`, email });
      await guest.visit((await post.next()).link("/mail/confirm/"));
      await guest.press("Yes, send me answers");
      await guest.press("Remember me in this browser");
      assert.match(await page.locator("#mail").textContent(), new RegExp(`remembers you as Quirin, ${email}`));
      if (way.scripts) await accessible(page, "who is remembered");
      await narrow(page, "who is remembered");
      await guest.visit(path);
      const filled = (name) => page.locator(`#field-${name}`).inputValue();
      assert.deepEqual([await filled("name"), await filled("email")], way.scripts ? ["Quirin", email] : ["", ""]);
      await guest.visit("/mail/me");
      await guest.press("Forget me in this browser");
      assert.ok(await page.getByRole("button", { name: "Send me the link" }).isVisible());
      if (way.scripts) await accessible(page, "nobody is remembered");
      await guest.visit(path);
      assert.equal(await filled("name"), "");
      guest.documents.forEach((html, name) => documents.set(name, html));
      await guest.leave();
    });
  }

  test("the desk is told by mail, and sees what became of each letter", async () => {
    await owner.visit("/desk/mail");
    await owner.page.getByLabel("Your mail address").fill("ottilie@example.org");
    await owner.press("Save");
    await owner.press("Send a test letter to me");
    const letter = await post.next();
    assert.deepEqual(letter.to, ["ottilie@example.org"], "no other letter came: who wanted none got none");
    const sent = async (page) => (await page.locator("tbody tr").first().textContent()).includes("Sent");
    await owner.visitUntil("/desk/mail", sent, "the log says that it was sent");
    await accessible(owner.page, "the page of letters");
    await narrow(owner.page, "the page of letters");
    await owner.page.getByLabel("To the address").fill("perpetua0@example.org");
    await owner.follow(() => owner.page.getByRole("button", { name: "Show" }).click());
    assert.equal(await owner.page.locator("tbody tr").count(), 2, "the question and the answer");
  });

  test("the validator finds no error in any page", async (t) => {
    owner.documents.forEach((html, name) => documents.set(name, html));
    await owner.leave();
    await valid(t, documents);
  });
});
