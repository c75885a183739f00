// Starts the program on a port and a directory of its own, and reads the addresses it prints.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { BINARY } from "./machine.mjs";

const PATIENCE = 60_000;

// Standard output until every pattern has matched: their first groups.
function printed(child, patterns, complaint) {
  return new Promise((resolve, reject) => {
    let text = "";
    const fail = (why) => reject(new Error(`courant ${why}\n--- printed:\n${text}\n--- complained:\n${complaint()}`));
    const timer = setTimeout(() => fail(`printed nothing to go by in ${PATIENCE} ms`), PATIENCE);
    child.once("error", (error) => fail(`could not be started: ${error.message}`));
    child.once("exit", (code) => fail(`ended with ${code}`));
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (part) => {
      text += part;
      const found = patterns.map((pattern) => text.match(pattern)?.[1]);
      if (found.includes(undefined)) return;
      clearTimeout(timer);
      resolve(found);
    });
  });
}

async function start(args, patterns, environment = {}) {
  const data = await mkdtemp(join(tmpdir(), "courant-journey-"));
  const env = { PATH: process.env.PATH, HOME: data, ...environment };
  const child = spawn(BINARY, ["--data", data, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise((resolve) => child.once("close", resolve));
  let complaints = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (part) => { complaints += part; });
  const stop = async () => {
    child.kill("SIGTERM");
    const code = await ended;
    await rm(data, { recursive: true, force: true });
    if (code !== 0) throw new Error(`courant was asked to stop and ended with ${code}\n${complaints}`);
    if (/panicked| ERROR /.test(complaints)) throw new Error(`courant wrote to its log:\n${complaints}`);
  };
  try {
    return { found: await printed(child, patterns, () => complaints), stop };
  } catch (error) {
    child.kill("SIGKILL");
    await ended;
    await rm(data, { recursive: true, force: true });
    throw error;
  }
}

/** The demo's newspaper: its origin, a one-time link to its desk, a page to clip. */
export async function demo() {
  const patterns = [/is out: (\S+?)\/\n/, /with this link, once: (\S+)\n/, /Clip this one yourself: +(\S+)\n/];
  const { found: [origin, link, page], stop } = await start(["demo", "--listen", "127.0.0.1:0"], patterns);
  return { origin, link, page, stop };
}

/** An empty site that may fetch from the given outlet, with more settings if need be: its origin and the link that makes the owner. */
export async function serve(outlet, more = {}) {
  const environment = { ...(outlet ? { COURANT_FETCH_ALLOW: new URL(outlet.origin).host } : {}), ...more };
  const patterns = [/Courant serves (\S+)\n/, /to become it:\n(\S+)\n/];
  const { found: [origin, link], stop } = await start(["serve", "--listen", "127.0.0.1:0"], patterns, environment);
  return { origin, link, stop };
}
