// A mail server that delivers nothing (crates/wire/tests/sink.py): what a site sends can be read here.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { PYTHON, SINK, report } from "./machine.mjs";

const PATIENCE = 30_000;

function problem() {
  const has = spawnSync(PYTHON, ["-c", "import aiosmtpd"]);
  return has.status === 0 ? false : report(`no aiosmtpd for ${PYTHON}, so no letter was read`, "cargo xtask test installs it");
}

/** Why letters can't be read here, or false. On a machine that calls itself CI this throws instead. */
export const noPost = problem();

/** Starts the server: the settings for a site that sends through it, and the letters that come, one by one. */
export async function openPost() {
  const child = spawn(PYTHON, [SINK], { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (what) => {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error(`${what} did not come in ${PATIENCE} ms`)), PATIENCE).unref());
    const { value, done } = await Promise.race([lines.next(), late]);
    if (done) throw new Error("the mail server has ended");
    return value;
  };
  const [, port] = (await line("the mail server")).match(/^listening (\d+)$/);
  return {
    environment: { COURANT_SMTP: `smtp://127.0.0.1:${port}`, COURANT_MAIL_FROM: "news@courant.example" },
    /** The next letter, and its links by the first part of their path. */
    async next() {
      const letter = JSON.parse(await line("a letter"));
      letter.link = (part) => letter.text.match(new RegExp(`^http\\S+${part}\\S+$`, "m"))?.[0];
      return letter;
    },
    async stop() {
      child.kill();
      await once(child, "close");
    },
  };
}
