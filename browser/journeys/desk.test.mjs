// A day at the desk: everything an owner, an author and a moderator do there.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, comment, fill, OWNER, pressHidden, publish, signIn, write } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { accessible, narrow, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

const PEOPLE = {
  author: { name: "Aurelia", password: "seven quiet herons here" },
  moderator: { name: "Modest", password: "nine loud herons there" },
};

describe("the desk", { skip: noBrowser }, () => {
  let site, browser, owner, due;
  const documents = new Map();
  const people = {};
  const look = async (visitor, name) => {
    await accessible(visitor.page, name);
    await narrow(visitor.page, name);
  };
  const notice = (visitor) => visitor.page.getByRole("status").first().textContent();

  before(async () => {
    [site, browser] = await Promise.all([serve(), openBrowser()]);
    owner = await claim(browser, site);
    // The next full minute; whether it comes out by itself is looked for last.
    await write(owner, { Headline: "Out on the minute", Text: "Punctual." });
    await owner.page.getByLabel("Publish at").evaluate((field) => { field.closest("details").open = true; });
    const minute = new Date(Math.ceil((Date.now() + 5_000) / 60_000) * 60_000).toISOString().slice(0, 16);
    await fill(owner.page, { "Publish at": minute });
    await pressHidden(owner, "Schedule");
    due = minute;
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  test("a post can be scheduled", async () => {
    const { page } = owner;
    assert.match(await notice(owner), /Scheduled/);
    await write(owner, { Headline: "In a far year", Text: "Patience." });
    await pressHidden(owner, "Schedule", 422);
    assert.match(await page.locator("#p-at").textContent(), /choose the day/);
    await look(owner, "the editor without a time");
    await fill(page, { "Publish at": "2101-02-03T04:05" });
    await pressHidden(owner, "Schedule");
    assert.equal(await page.locator("h1").textContent(), "Scheduled post");
    assert.match(await page.locator(".head time").first().getAttribute("datetime"), /^2101-02-03T04:05/);
    await look(owner, "the editor of a scheduled post");
    await owner.visit("/desk?standing=scheduled");
    assert.ok(await page.getByRole("link", { name: "In a far year" }).count() === 1);
    await look(owner, "the inbox of scheduled posts");
    const reader = await Visitor.arrive(browser, site.origin);
    await reader.visit("/2101/02/in-a-far-year", 404);
    await reader.leave();
  });

  for (const way of WAYS) {
    test(`an editor writes, publishes, takes back (${way.name})`, async () => {
      const editor = await Visitor.arrive(browser, site.origin, { ...way, signsIn: true });
      await signIn(editor, OWNER);
      await editor.visit("/desk/posts/new");
      if (way.scripts) await look(editor, "an empty editor");
      await editor.press("Publish", 422);
      assert.ok(await editor.page.locator("[aria-invalid=true]").count() > 0, "an empty post can't come out");
      if (way.scripts) await look(editor, "an editor with problems");
      const headline = `Taken back, ${way.width} wide`;
      await fill(editor.page, { Headline: headline, Text: "## A part\n\nOne *word* too many.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlong_line_of_code_that_does_not_end_before_the_margin_of_a_small_screen()\n```\n\nA note.[^1]\n\n[^1]: Here.", Labels: "Errors, Words" });
      const path = await publish(editor);
      const reader = await Visitor.arrive(browser, site.origin, way);
      await reader.visit(path);
      if (way.scripts) await look(reader, "a post with a table, code and a note");
      await narrow(reader.page, "a post with a table, code and a note");
      assert.equal(await reader.page.locator(".body h2").textContent(), "A part");

      await pressHidden(editor, "Retract", 422);
      assert.ok((await editor.page.locator("#p-reason").textContent()).length > 10);
      await fill(editor.page, { Reason: "It named the wrong river." });
      await pressHidden(editor, "Retract");
      assert.match(await notice(editor), /Retracted/);
      await reader.visit(path, 410);
      assert.match(await reader.page.locator("main").textContent(), /It named the wrong river\./);
      if (way.scripts) await look(reader, "a retracted post");
      await reader.visit("/");
      assert.ok(!(await reader.page.content()).includes(headline), "lists don't show it any more");
      await publish(editor);
      await reader.visit(path);
      for (const visitor of [editor, reader]) {
        visitor.documents.forEach((html, name) => documents.set(name, html));
        await visitor.leave();
      }
    });

    test(`two windows, one text: nothing is lost (${way.name})`, async () => {
      const editor = await Visitor.arrive(browser, site.origin, { ...way, signsIn: true });
      await signIn(editor, OWNER);
      const path = await write(editor, { Headline: "Two minds", Text: "First thought." });
      const first = editor.page;
      const second = await editor.openWindow();
      await editor.visit(path);
      await fill(second, { Text: "The other window’s thought." });
      await editor.press("Save");
      editor.page = first;
      await fill(first, { Text: "This window’s thought." });
      await editor.press("Save", 409);
      assert.equal(await first.getByLabel("Text").inputValue(), "This window’s thought.");
      assert.match(await first.getByRole("alert").textContent(), /Your text is safe/);
      if (way.scripts) await look(editor, "a conflict");
      await narrow(first, "a conflict");
      await editor.press("Save mine on top");
      assert.equal(await first.getByLabel("Text").inputValue(), "This window’s thought.");
      await editor.follow(() => first.getByRole("link", { name: /^Revisions/ }).click());
      assert.equal(await first.locator("ins").allTextContents().then((all) => all.join()), "This window’s thought.");
      assert.equal(await first.locator("del").allTextContents().then((all) => all.join()), "The other window’s thought.");
      await first.getByLabel("From number 1", { exact: true }).check();
      await editor.press("Compare");
      assert.match(await first.locator(".diff").textContent(), /First thought\./);
      if (way.scripts) await look(editor, "the revisions");
      await narrow(first, "the revisions");
      editor.documents.forEach((html, name) => documents.set(name, html));
      await editor.leave();
    });
  }

  test("the settings change the site, and say what can't be", async () => {
    const { page } = owner;
    await owner.visit("/desk/settings");
    await look(owner, "the settings");
    await fill(page, { Tagline: "Tested daily", "Time zone": "Atlantis/Sunken" });
    await owner.press("Save the settings", 422);
    assert.match(await page.locator("#p-time_zone").textContent(), /Atlantis\/Sunken/);
    assert.equal(await page.getByLabel("Tagline").inputValue(), "Tested daily", "what was typed is kept");
    await look(owner, "the settings with a problem");
    await fill(page, { "Time zone": "Europe/Athens" });
    await owner.press("Save the settings");
    const reader = await Visitor.arrive(browser, site.origin);
    await reader.visit("/");
    assert.equal(await reader.page.locator(".tagline").textContent(), "Tested daily");
    await reader.leave();
    await owner.visit("/desk/settings");
    await fill(page, { "Time zone": "UTC" });
    await owner.press("Save the settings");
  });

  test("an owner lets others in, each as far as their role goes", async () => {
    const { page } = owner;
    await owner.visit("/desk/accounts");
    await look(owner, "the accounts");
    for (const [role, { name, password }] of Object.entries(PEOPLE)) {
      await fill(page, { Name: name, Password: password });
      await page.getByRole("radio", { name: new RegExp(`^${role}`) }).check();
      await owner.press("Add the account");
    }
    await fill(page, { Name: PEOPLE.author.name, Password: "another long password" });
    await owner.press("Add the account", 422);
    assert.equal(await page.getByLabel("Name", { exact: true }).getAttribute("aria-invalid"), "true", "a name is given once");
    await look(owner, "the accounts with a problem");
    await page.locator("#f-label").fill("a script");
    await owner.press("Make a token");
    assert.ok((await page.getByLabel("The new token").inputValue()).length > 20);
    await look(owner, "a new token");
    await owner.visit("/desk/you");
    await look(owner, "one's own page");
    await owner.visit("/desk/jobs");
    await look(owner, "the jobs");
    await owner.visit("/desk/stats");
    await look(owner, "the readers");

    const nav = (visitor) => visitor.page.getByRole("navigation", { name: "Desk" }).getByRole("link").allTextContents();
    for (const [role, login] of Object.entries(PEOPLE)) {
      people[role] = await Visitor.arrive(browser, site.origin, { signsIn: true });
      await signIn(people[role], login);
      const links = (await nav(people[role])).join(" ");
      assert.ok(!/Settings|Accounts|Jobs/.test(links), `${role} sees ${links}`);
      assert.equal(/Comments/.test(links), role === "moderator");
      await people[role].visit("/desk/settings", 403);
      await people[role].visit("/desk/accounts", 403);
      await people[role].visit("/desk");
      await look(people[role], `the inbox of the ${role}`);
    }
    const path = await write(people.author, { Headline: "An author’s own", Text: "Mine." });
    await publish(people.author);
    await people.author.visit("/desk/comments?verdict=held", 403);
    await people.moderator.visit(path, 403);
    await people.moderator.visit("/desk/posts/new", 403);
    assert.equal(await people.moderator.page.getByRole("button", { name: "Publish" }).count(), 0);
    for (const person of [owner, ...Object.values(people)]) person.documents.forEach((html, name) => documents.set(name, html));
  });

  test("comments are judged by keyboard alone", async () => {
    const path = await write(owner, { Headline: "Say something", Text: "Please." }).then(() => publish(owner));
    for (const [number, name] of ["Una", "Duo", "Tria"].entries()) {
      const guest = await Visitor.arrive(browser, site.origin, { from: `203.0.113.${90 + number}` });
      await comment(guest, path, { name, body: `Number ${number}.` });
      await guest.leave();
    }
    const { moderator } = people;
    const { page } = moderator;
    await moderator.visit("/desk/comments?verdict=held");
    await look(moderator, "the queue");
    const names = await page.locator(".remark h2").allTextContents();
    assert.equal(names.length, 3);
    await page.keyboard.press("j");
    assert.equal(await page.locator(".remark:focus h2").textContent(), names[0]);
    await page.keyboard.press("j");
    assert.equal(await page.locator(".remark:focus h2").textContent(), names[1]);
    await moderator.follow(() => page.keyboard.press("a"));
    assert.deepEqual(await page.locator(".remark h2").allTextContents(), [names[0], names[2]], "the queue is shown again");
    await page.keyboard.press("j");
    await moderator.follow(() => page.keyboard.press("r"));
    const reader = await Visitor.arrive(browser, site.origin);
    await reader.visit(path);
    assert.deepEqual(await reader.page.locator("article.comment h3").allTextContents(), [names[1]]);
    await reader.leave();
    for (const verdict of ["approved", "rejected", "all"]) {
      await moderator.visit(`/desk/comments?verdict=${verdict}`);
      await look(moderator, `comments: ${verdict}`);
    }
  });

  test("a scheduled post comes out by itself", async () => {
    const reader = await Visitor.arrive(browser, site.origin);
    const path = `/${due.slice(0, 4)}/${due.slice(5, 7)}/out-on-the-minute`;
    await reader.visitUntil("/", async (page) => await page.getByRole("link", { name: "Out on the minute" }).count() > 0, "it comes out");
    await reader.visit(path);
    assert.ok((await reader.page.locator("article.post time").first().getAttribute("datetime")).startsWith(due), "dated as it was scheduled");
    await reader.leave();
  });

  test("signing out shuts the door, and a wrong password does not open it", async () => {
    const { moderator, author } = people;
    await moderator.press("Sign out");
    await moderator.visit("/desk/comments?verdict=held");
    assert.equal(new URL(moderator.page.url()).pathname, "/sign-in");
    await fill(moderator.page, { Name: PEOPLE.moderator.name, Password: "not this one at all" });
    await moderator.press("Sign in", 422);
    assert.equal(await moderator.page.getByLabel("Name").inputValue(), PEOPLE.moderator.name);
    await look(moderator, "a sign-in that failed");
    await fill(moderator.page, { Password: PEOPLE.moderator.password });
    await moderator.press("Sign in");
    assert.match(moderator.page.url(), /\/desk\/comments\?verdict=held$/, "one arrives where one was going");
    await author.visit("/desk/you");
    await fill(author.page, { "New password": "eleven brand new herons" });
    await author.press("Change the password");
    await author.press("Sign out");
    await signIn(author, { ...PEOPLE.author, password: "eleven brand new herons" });
  });

  test("the validator finds no error in any page", async (t) => {
    for (const person of [owner, ...Object.values(people)]) {
      person.documents.forEach((html, name) => documents.set(name, html));
      await person.leave();
    }
    await valid(t, documents);
  });
});
