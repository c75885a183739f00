// Somebody writes scripts into every field there is. None runs, with the content security policy and
// without it: the policy is the second wall, not the first.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { serve } from "../support/courant.mjs";
import { claim, comment, fill, publish, write } from "../support/desk.mjs";
import { noBrowser } from "../support/machine.mjs";
import { none } from "../support/none.mjs";
import { valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor, WAYS } from "../support/visitor.mjs";

// Each says where it came from, by the one sign that nothing else gives: a dialog.
const hostile = (where) => [
  `<script>alert("${where}")</script>`,
  `"><img src=x onerror=alert("${where}")>`,
  `'-alert("${where}")-'`,
  `</title></textarea></script><svg onload=alert("${where}")>`,
].join(" ");

const BODY = `${hostile("body")}
<a href="javascript:alert('link')">a link</a> [another](javascript:alert('markdown')) <a href="data:text/html,<script>alert(1)</script>">data</a>
<iframe srcdoc="<script>alert('frame')</script>"></iframe><object data="javascript:alert(2)"></object><embed src="x">
<form action="https://elsewhere.invalid/"><input name="password"><button formaction="javascript:alert(3)">Go</button></form>
<math><mtext><table><mglyph><style><img src=x onerror=alert("math")></style></mglyph></table></mtext></math>
<svg><a xlink:href="javascript:alert('svg')"><text>x</text></a></svg><p style="background:url(https://elsewhere.invalid/x.png)" onclick="alert(4)">Styled.</p>
<img src="https://elsewhere.invalid/pixel.gif" alt="a pixel"><base href="https://elsewhere.invalid/"><meta http-equiv="refresh" content="0;url=https://elsewhere.invalid/">
<noscript><p title="</noscript><img src=x onerror=alert('noscript')>"></noscript><template><script>alert('template')</script></template>`;

// What could run or call elsewhere, if it were let.
function dangers() {
  const found = [];
  for (const script of document.querySelectorAll("script")) {
    if (script.type !== "application/ld+json" && !script.getAttribute("src")?.startsWith("/assets/")) found.push(script.outerHTML);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || name === "style" || name === "srcdoc") found.push(`${element.tagName} ${name}`);
      if (["href", "src", "action", "formaction", "data"].includes(name) && /^\s*(javascript|data|vbscript):/i.test(value)) found.push(`${element.tagName} ${name}=${value}`);
    }
    if (["IFRAME", "OBJECT", "EMBED", "BASE", "STYLE"].includes(element.tagName)) found.push(element.tagName);
  }
  for (const form of document.forms) if (new URL(form.action).origin !== location.origin) found.push(`form to ${form.action}`);
  return found;
}

describe("scripts in every field", { skip: noBrowser }, () => {
  let site, browser, owner, post, draft, said;
  const documents = new Map();

  before(async () => {
    [site, browser] = await Promise.all([serve(), openBrowser()]);
    owner = await claim(browser, site);
    await owner.visit("/desk/settings");
    await fill(owner.page, { Name: hostile("site").slice(0, 100), Tagline: hostile("tagline") });
    await owner.press("Save the settings");
    await owner.visit("/desk/posts/new");
    await owner.page.getByLabel("HTML").check();
    await fill(owner.page, {
      Headline: hostile("headline"), Dek: hostile("dek"), Byline: hostile("byline"), Text: BODY, Labels: '<img src=x onerror=alert("label")>',
      "Address of the source": `https://source.example/?q=${encodeURIComponent(hostile("source"))}`, Outlet: hostile("outlet"), "Written by": hostile("writer"),
    });
    await owner.press("Save");
    draft = new URL(owner.page.url()).pathname;
    post = await publish(owner);
    await write(owner, { Headline: "In Markdown", Text: BODY });
    await publish(owner);
    const guest = await Visitor.arrive(browser, site.origin, { from: "203.0.113.200" });
    await comment(guest, post, { name: hostile("name").slice(0, 80), body: BODY, Website: "https://guest.example/\"onclick=\"alert(5)" });
    await guest.visit(post);
    await guest.page.locator("#comment-form").evaluate((form) => { form.noValidate = true; });
    await guest.page.locator("#field-name").fill(hostile("refused name").slice(0, 80));
    await guest.page.locator("#field-website").fill(`javascript:alert("${"website"}")`);
    await guest.page.locator("#field-email").fill(hostile("mail"));
    await guest.page.locator("#field-body").fill(hostile("refused"));
    await guest.press("Send the comment", 422);
    none(await guest.page.evaluate(dangers), "this could run");
    assert.ok((await guest.page.locator("#field-body").inputValue()).includes("<script>"), "what was typed is kept as it was");
    guest.documents.forEach((html, name) => documents.set(name, html));
    await guest.leave();
    await owner.visit("/desk/comments?verdict=held");
    none(await owner.page.evaluate(dangers), "this could run");
    const approve = owner.page.locator(".remark").first().locator("[data-key=a]");
    await owner.press(approve);
    // What else people write about a comment.
    const critic = await Visitor.arrive(browser, site.origin, { from: "203.0.113.201" });
    await critic.visit(post);
    said = (await critic.page.locator("article.comment").first().getAttribute("id")).replace("comment-", "");
    await critic.visit(`/comments/${said}/flag`);
    await critic.page.getByLabel("Something else").check();
    await critic.page.getByLabel("In your own words").fill(hostile("flag"));
    await critic.press("Send the flag");
    critic.documents.forEach((html, name) => documents.set(name, html));
    await critic.leave();
    await owner.visit("/desk/comments/blocks");
    await fill(owner.page, { "Words, address or network": hostile("block").slice(0, 200), Note: hostile("note") });
    await owner.press("Block");
    await owner.visit(`/desk/comments/${said}`);
    await fill(owner.page, { Words: `${BODY} ${hostile("reworded")}`, "Why you change them": hostile("why") });
    await owner.press("Change the words");
    await fill(owner.page, { Reason: hostile("reason") });
    await owner.press("Leave as it is");
  });
  after(async () => {
    await browser?.close();
    await site?.stop();
  });

  const wanderings = [...WAYS, { name: "without a policy", scripts: true, width: 1280, height: 900, lawless: true }];
  for (const way of wanderings) {
    test(`nothing runs for a reader (${way.name})`, async () => {
      const reader = await Visitor.arrive(browser, site.origin, way);
      const { page } = reader;
      await reader.visit("/");
      const label = await page.locator(".beside .labels a").first().getAttribute("href");
      const paths = [post, "/", label, "/sources/source.example", "/popular", "/archive", `/comments/${said}`, `/comments/${said}/flag`, `${post}/comments/${said}`, `${post}?comments=best`, `${post}?comments=${encodeURIComponent(hostile("order"))}&after=${encodeURIComponent(hostile("after"))}`, `/search?q=${encodeURIComponent(hostile("query"))}`, "/sign-in"];
      for (const path of paths) {
        await reader.visit(path);
        none(await page.evaluate(dangers), path);
      }
      await reader.visit(`/${encodeURIComponent(hostile("path"))}`, 404);
      none(await page.evaluate(dangers), "this could run");
      await reader.visit(post);
      assert.ok((await page.locator("article.post h1").textContent()).includes('<script>alert("headline")</script>'), "it is shown as the text it is");
      assert.ok(await page.locator("article.comment").count() === 1);
      for (const link of await page.locator("article.post .body a, article.comment .text a").all()) {
        assert.match(await link.getAttribute("href"), /^(https?:|mailto:|#|\/)/);
      }
      reader.documents.forEach((html, name) => documents.set(name, html));
      await reader.leave();
    });
  }

  test("feeds stay well formed", async () => {
    const reader = await Visitor.arrive(browser, site.origin);
    await reader.visit("/");
    for (const path of ["/feed.atom", "/feed.rss", "/sitemap.xml", "/comments.atom", `${post}/comments.atom`]) {
      const error = await reader.page.evaluate(async (path) => {
        const text = await (await fetch(path)).text();
        return new DOMParser().parseFromString(text, "application/xml").querySelector("parsererror")?.textContent;
      }, path);
      assert.equal(error, undefined, path);
    }
    const feed = await (await fetch(`${site.origin}/feed.json`)).json();
    assert.ok(feed.items.every((item) => !/<script|onerror=[^&]*alert\("body|javascript:alert/i.test(item.content_html.replace(/&lt;[^<]*/g, ""))));
    await reader.leave();
  });

  test("nothing runs at the desk", async (t) => {
    for (const path of [draft, `${draft}/preview`, `${draft}/revisions`, "/desk", "/desk/comments?verdict=approved", `/desk/comments?verdict=all&q=${encodeURIComponent(hostile("q"))}&by=${encodeURIComponent(hostile("by"))}`, `/desk/comments/${said}`, `/desk/comments/blocks?value=${encodeURIComponent(hostile("value"))}`, "/desk/settings", "/desk/stats", "/desk/jobs"]) {
      await owner.visit(path);
      none(await owner.page.evaluate(dangers), path);
    }
    await owner.visit(draft);
    const { page } = owner;
    await page.getByLabel("Dek").fill(`${hostile("live preview")} seen`);
    await page.locator("#preview .dek", { hasText: "seen" }).waitFor();
    none(await page.evaluate(dangers), "this could run");
    owner.documents.forEach((html, name) => documents.set(name, html));
    await owner.leave();
    await valid(t, documents);
  });
});
