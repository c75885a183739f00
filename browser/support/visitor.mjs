// A person with a browser of their own. Whatever goes wrong in it on the way is kept, and fails the test
// when the person leaves: errors on the console, refusals by the content security policy, failed requests,
// requests to any other host, unexpected answers, cookies given to a reader.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

import { CHROMIUM } from "./machine.mjs";
import { none } from "./none.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** Not a robot's name: readers are counted. */
export const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

const PATIENCE = 20_000;

/** A fresh browser; each visitor gets a profile of their own in it. */
export function openBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS, headless: true });
}

/** The ways in which a journey is made. */
export const WAYS = [
  { name: "scripts on, desktop", scripts: true, width: 1280, height: 900 },
  { name: "scripts off, phone", scripts: false, width: 390, height: 844 },
];

export class Visitor {
  /** Chromium's page, for everything without a verb here. */
  page;
  #context;
  #origin;
  #faults = [];
  #expected = 200;
  #signsIn;
  #others;
  #documents = new Map();

  /**
   * A visitor to the site at `origin`. `from`: the address they seem to come from. `signsIn`: whether a
   * cookie is theirs to have. `others`: origins besides the site's that may be asked.
   */
  static async arrive(browser, origin, how = {}) {
    const visitor = new Visitor();
    const { scripts = true, width = 1280, height = 900, from, signsIn = false, lawless = false, others = [] } = how;
    visitor.#others = new Set(others);
    visitor.#origin = origin;
    visitor.#signsIn = signsIn;
    visitor.#context = await browser.newContext({
      javaScriptEnabled: scripts,
      viewport: { width, height },
      userAgent: AGENT,
      reducedMotion: "reduce",
      bypassCSP: lawless,
      extraHTTPHeaders: from ? { "x-forwarded-for": from } : {},
    });
    visitor.#context.setDefaultTimeout(PATIENCE);
    await visitor.openWindow();
    return visitor;
  }

  /** One more window of the same browser; `page` is the newest. */
  async openWindow() {
    const page = await this.#context.newPage();
    this.#watch(page);
    this.page = page;
    return page;
  }

  /** From now on this origin may be asked, too. */
  allow(origin) {
    this.#others.add(origin);
  }

  /** Does what opens another window, and goes on in that one. */
  async followInto(action) {
    const [page] = await Promise.all([this.#context.waitForEvent("page"), action()]);
    this.#watch(page);
    this.page = page;
    await page.waitForLoadState();
    return page;
  }

  /** Whether nothing has gone wrong so far. */
  get faults() {
    return [...this.#faults];
  }

  /** HTML as it was received, by the address it came from, for a validator. */
  get documents() {
    return this.#documents;
  }

  /** Follows an address; its status must be as said. */
  async visit(path, status = 200) {
    const address = new URL(path, this.#origin).href;
    return this.follow(() => this.page.goto(address), status);
  }

  /** Does what leads to another page, waits for that page, and gives its answer. */
  async follow(action, status = 200) {
    const page = this.page;
    this.#expected = status;
    const isPage = (response) => {
      const request = response.request();
      return request.isNavigationRequest() && request.frame() === page.mainFrame() && !(response.status() >= 300 && response.status() < 400);
    };
    const [response] = await Promise.all([page.waitForResponse(isPage), page.waitForEvent("load"), action()]);
    this.#expected = 200;
    assert.equal(response.status(), status, `${response.request().method()} ${response.url()} should have answered ${status}`);
    if ((response.headers()["content-type"] || "").startsWith("text/html")) {
      this.#documents.set(`${response.request().method()} ${response.url()} (${status})`, await response.text());
    }
    return response;
  }

  /** Presses a button that sends a form, or a link. */
  async press(name, status = 200, within = this.page) {
    const button = typeof name === "string" ? within.getByRole("button", { name, exact: true }) : name;
    return this.follow(() => button.click(), status);
  }

  /** Looks at an address again and again until what is asked of the page is so. */
  async visitUntil(path, isSo, what) {
    const deadline = Date.now() + 3 * PATIENCE;
    do {
      await this.visit(path);
      if (await isSo(this.page)) return;
    } while (Date.now() < deadline);
    assert.fail(`waited for ${3 * PATIENCE} ms in vain: ${what}`);
  }

  /** Leaves; fails if anything went wrong on the way. */
  async leave() {
    const cookies = await this.#context.cookies();
    if (!this.#signsIn && cookies.length) this.#faults.push(`a reader was given a cookie: ${cookies.map((c) => c.name)}`);
    await this.#context.close();
    none(this.#faults, "something went wrong in the browser");
  }

  #watch(page) {
    const fault = (words) => this.#faults.push(`${new URL(page.url(), this.#origin).pathname}: ${words}`);
    page.on("console", (message) => {
      // Failed loads are judged below, where it is known which were expected.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) fault(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => fault(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload") fault(`a dialog said: ${dialog.message()}`);
      return dialog.accept();
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol !== "data:" && origin !== this.#origin && !this.#others.has(origin)) fault(`asked another host: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      // Given up by the browser itself because the page was left.
      if (why !== "net::ERR_ABORTED") fault(`${request.url()} failed: ${why}`);
    });
    page.on("response", (response) => {
      const expected = response.request().isNavigationRequest() ? this.#expected : 200;
      if (response.status() >= 400 && response.status() !== expected) fault(`${response.url()} answered ${response.status()}`);
    });
  }
}
