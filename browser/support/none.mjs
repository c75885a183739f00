// A list of what is wrong should be empty; when it is not, the list is the message.
import assert from "node:assert/strict";

/** Fails with everything that was found. */
export function none(found, what) {
  assert.ok(found.length === 0, `${what}:\n${found.join("\n")}`);
}
