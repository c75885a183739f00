// What people do at the desk, as they do it: by the labels they read and the buttons they press.
import assert from "node:assert/strict";

import { Visitor } from "./visitor.mjs";

/** The owner of the sites these journeys make. */
export const OWNER = { site: "The Test Courant", name: "Ottilie", password: "lantern herring sixty one" };

/** Fills fields by their labels. Those in a closed part of the form are brought to light first. */
export async function fill(page, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.getByLabel(label, { exact: true });
    await field.evaluate((element) => { for (let up = element; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true; });
    await field.fill(value);
  }
}

/** Opens a browser at the owner's one-time link, makes the owner and arrives at the desk. */
export async function claim(browser, site, how = {}) {
  const owner = await Visitor.arrive(browser, site.origin, { ...how, signsIn: true });
  await owner.visit(site.link);
  await fill(owner.page, { "Name of the site": OWNER.site, "Your name": OWNER.name, Password: OWNER.password });
  await owner.press("Open the desk");
  assert.equal(new URL(owner.page.url()).pathname, "/desk");
  return owner;
}

/** Signs in by name and password. */
export async function signIn(visitor, { name, password }) {
  await visitor.visit("/sign-in");
  await fill(visitor.page, { Name: name, Password: password });
  await visitor.press("Sign in");
  assert.equal(new URL(visitor.page.url()).pathname, "/desk");
}

/** Presses a button that may be in a closed part of the page. */
export async function pressHidden(visitor, name, status = 200) {
  const button = visitor.page.getByRole("button", { name, exact: true, includeHidden: true });
  await button.evaluate((element) => { for (let up = element; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true; });
  return visitor.press(button, status);
}

/** Begins a new post and saves it; leaves the editor open. Returns the editor's path. */
export async function write(editor, fields) {
  await editor.visit("/desk/posts/new");
  await fill(editor.page, fields);
  await editor.press("Save");
  return new URL(editor.page.url()).pathname;
}

/** Publishes what is in the editor. Returns its path on the site. */
export async function publish(editor) {
  await editor.press("Publish");
  assert.match(await editor.page.getByRole("status").first().textContent(), /Published/);
  return editor.page.getByRole("link", { name: "See it on the site" }).getAttribute("href");
}

/** Comments on a post as a guest; returns the answer. */
export async function comment(reader, path, { name, body, ...rest }, status = 200) {
  await reader.visit(path);
  const form = reader.page.locator("#comment-form");
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Comment", { exact: true }).fill(body);
  for (const [label, value] of Object.entries(rest)) await form.getByLabel(label).fill(value);
  return reader.press("Send the comment", status);
}
