// What a run needs from this machine, and what is said when it is missing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Debian's browser, or the one COURANT_CHROMIUM names. */
export const CHROMIUM = process.env.COURANT_CHROMIUM || "/usr/bin/chromium";

/** The program under test. */
export const BINARY = process.env.COURANT_BINARY || `${ROOT}target/release/courant`;

/** The pages and pictures of the invented outlets, shipped with the demo. */
export const SAMPLES = `${ROOT}crates/courant/samples`;

/** Python with the tools that `cargo xtask test` installs. */
export const PYTHON = `${process.env.COURANT_TEST_ARCHIVE_TOOLS || `${ROOT}target/archive-tools/bin`}/python3`;

/** A mail server to read letters from. */
export const SINK = `${ROOT}crates/wire/tests/sink.py`;

/** Says loudly what could not be run; where everything must run, it throws. */
export function report(what, how) {
  const words = `${what}; ${how}`;
  console.error(`\n!!! COULD NOT RUN: ${words}\n`);
  if (process.env.CI) throw new Error(words);
  return words;
}

function browserProblem() {
  if (!existsSync(BINARY)) throw new Error(`there is no ${BINARY}; build it with: cargo build --release`);
  return existsSync(CHROMIUM) ? false : report(`no browser at ${CHROMIUM}`, "as root: apt-get install -y chromium");
}

function validatorProblem() {
  const java = spawnSync("java", ["-version"]);
  return java.status === 0 ? false : report("no java, so pages were not validated", "as root: apt-get install -y default-jre-headless");
}

/** Why journeys can't run here, or false. On a machine that calls itself CI this throws instead. */
export const noBrowser = browserProblem();

/** Why pages can't be validated here, or false. Likewise. */
export const noValidator = validatorProblem();
