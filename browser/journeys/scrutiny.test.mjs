// The checks themselves: each finds what it is there to find, on pages that are wrong on purpose.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";

import { noBrowser, noValidator } from "../support/machine.mjs";
import { accessible, narrow, shift, valid } from "../support/scrutiny.mjs";
import { openBrowser, Visitor } from "../support/visitor.mjs";

const page = (body, head = "") => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`;

const PAGES = {
  "/good": [page("<p>Nothing is wrong here.</p>")],
  "/error": [page("<script>undefinedFunction()</script>")],
  "/shout": [page("<script>console.error('no')</script>")],
  "/policy": [page("<p style='color:red'>Red.</p>"), { "content-security-policy": "default-src 'none'; style-src 'self'" }],
  "/elsewhere": [page("<img src='http://other.invalid/a.png' alt='A'>")],
  "/missing-part": [page("<img src='/nowhere.png' alt='A'>")],
  "/cookie": [page("<p>Have a biscuit.</p>"), { "set-cookie": "biscuit=1" }],
  "/dialog": [page("<script>alert('boo')</script>")],
  "/unlabelled": [page("<form><input name='a'></form>")],
  "/faint": [page("<p>Faint in the dark.</p>", "<style>@media (prefers-color-scheme: dark) { body { background: #222; color: #444; } }</style>")],
  "/wide": [page("<p style='width:40em'>Wide.</p>")],
  "/jumpy": [page("<div id='late'></div><p>Below.</p><h2>More</h2><p>Lower.</p><script>setTimeout(() => { document.getElementById('late').style.height = '300px'; }, 50)</script>")],
};

describe("the checks", { skip: noBrowser }, () => {
  let server, origin, browser;
  before(async () => {
    server = createServer((request, response) => {
      const [html, headers = {}] = PAGES[request.url] ?? [page("<p>Nothing.</p>")];
      response.writeHead(PAGES[request.url] ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...headers }).end(request.url === "/favicon.ico" ? "" : html);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${server.address().port}`;
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  const faults = [
    ["an error", "/error", /undefinedFunction/], ["an error on the console", "/shout", /console: no/],
    ["a breach of the policy", "/policy", /Content Security Policy/i], ["another host", "/elsewhere", /asked another host/],
    ["a missing part", "/missing-part", /nowhere.png answered 404/], ["a cookie", "/cookie", /given a cookie: biscuit/],
    ["a dialog", "/dialog", /boo/],
  ];
  for (const [what, path, words] of faults) {
    test(`${what} is noticed`, async () => {
      const visitor = await Visitor.arrive(browser, origin);
      await visitor.visit(path);
      await assert.rejects(visitor.leave(), words);
    });
  }

  test("an unexpected answer is noticed, an expected one is not held against anybody", async () => {
    const visitor = await Visitor.arrive(browser, origin);
    await visitor.visit("/nowhere", 404);
    assert.deepEqual(visitor.faults, []);
    await assert.rejects(visitor.visit("/nowhere"), /should have answered 200/);
    await assert.rejects(visitor.leave());
  });

  test("axe speaks up, in either colour scheme", async () => {
    const visitor = await Visitor.arrive(browser, origin);
    await visitor.visit("/good");
    await accessible(visitor.page, "good");
    await visitor.visit("/unlabelled");
    await assert.rejects(accessible(visitor.page, "unlabelled"), /label/);
    await visitor.visit("/faint");
    await assert.rejects(accessible(visitor.page, "faint"), /dark[\s\S]*color-contrast/);
    await visitor.leave();
  });

  test("what is too wide or jumps is measured", async () => {
    const visitor = await Visitor.arrive(browser, origin);
    await visitor.visit("/wide");
    await assert.rejects(narrow(visitor.page, "wide"), /the page is \d+ wide/);
    await visitor.visit("/good");
    await narrow(visitor.page, "good");
    assert.equal(await shift(visitor.page), 0);
    await visitor.visit("/jumpy");
    await visitor.page.waitForFunction(() => document.getElementById("late").style.height);
    assert.ok(await shift(visitor.page) > 0.02);
    await visitor.leave();
  });

  test("the validator tells good from bad", { skip: noValidator }, async (t) => {
    await valid(t, new Map([["good", PAGES["/good"][0]]]));
    await assert.rejects(valid(t, new Map([["good", PAGES["/good"][0]], ["bad", page("<p><div></p><img src='a.png'>")]])), /bad, line 1/);
  });
});
