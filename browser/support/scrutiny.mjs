// What is asked of every kind of page: axe in both colour schemes, no sideways scrolling, a steady
// layout, valid HTML.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { noValidator } from "./machine.mjs";
import { none } from "./none.mjs";

const require = createRequire(import.meta.url);
const AXE = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
const VNU = require.resolve("vnu-jar/build/dist/vnu.jar");

/** The narrowest screen that must do without scrolling sideways. */
const NARROW = 320;

/** axe finds nothing, in light and in dark. */
export async function accessible(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(AXE);
    const found = await page.evaluate(async () => {
      await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
      const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
      return violations.map(({ id, help, nodes }) =>
        `${id}: ${help}\n${nodes.map((node) => `  ${node.html.slice(0, 200)}\n    ${node.failureSummary.replace(/\s*\n\s*/g, " ")}`).join("\n")}`);
    });
    none(found, `axe on ${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

/** Nothing is wider than a small screen. */
export async function narrow(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: NARROW, height: 640 });
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const found = [];
    for (const element of document.querySelectorAll("body *")) {
      const { left, right, width } = element.getBoundingClientRect();
      if (width > 1 && (right > root.clientWidth + 1 || left < -1)) {
        found.push(`${element.tagName.toLowerCase()}.${element.className || element.id} ${Math.round(left)} to ${Math.round(right)}`);
      }
    }
    return [`the page is ${root.scrollWidth} wide`, ...found.slice(0, 8)];
  });
  await page.setViewportSize(before);
  none(wide, `${name} scrolls sideways at ${NARROW} px`);
}

/** The sum of all layout shifts so far, after the page has been read to its end. */
export async function shift(page) {
  return page.evaluate(async () => {
    const frame = () => new Promise((resolve) => { requestAnimationFrame(resolve); });
    for (let at = 0; at < document.documentElement.scrollHeight; at += innerHeight / 2) {
      scrollTo(0, at);
      await frame();
    }
    await Promise.all([...document.images].filter((image) => !image.complete).map((image) =>
      new Promise((resolve) => { image.onload = image.onerror = resolve; })));
    await frame();
    await frame();
    return new Promise((resolve) => {
      const observer = new PerformanceObserver((list) => {
        const shifts = list.getEntriesByType("layout-shift").concat(observer.takeRecords());
        resolve(shifts.reduce((sum, entry) => sum + (entry.value ?? 0), 0));
      });
      observer.observe({ type: "layout-shift", buffered: true });
      // Every page has this entry, so that an answer comes when nothing has moved.
      observer.observe({ type: "navigation", buffered: true });
    });
  });
}

/** The strictest validator finds no error in any of these documents (a map of name to HTML). */
export async function valid(t, documents) {
  if (noValidator) return t.diagnostic(noValidator);
  assert.ok(documents.size > 0, "there is nothing to validate");
  const folder = await mkdtemp(join(tmpdir(), "courant-pages-"));
  try {
    const names = [...documents.keys()];
    const files = names.map((_, at) => join(folder, `${at}.html`));
    await Promise.all(names.map((name, at) => writeFile(files[at], documents.get(name))));
    const options = ["-jar", VNU, "--format", "json", "--errors-only", "--stdout", "--exit-zero-always", ...files];
    const { stdout } = await promisify(execFile)("java", options, { maxBuffer: 64 << 20 });
    const found = JSON.parse(stdout).messages.map(({ url, lastLine, message, extract }) => {
      const name = names[files.findIndex((file) => url.endsWith(file))];
      return `${name}, line ${lastLine}: ${message}\n  ${(extract || "").replace(/\s+/g, " ")}`;
    });
    none(found, "these pages are not valid HTML");
    t.diagnostic(`${names.length} documents are valid`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
