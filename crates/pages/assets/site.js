// A reader's own comments: their secrets stay in this browser, so that it can offer to change them. Reply links
// bring the form to the comment they answer. When very many comments come at once, the browser does a little work for
// one of its own. Without this script links do all of it, and such a comment waits for an editor, so nothing here is
// needed.
(() => {
  "use strict";
  const KEY = "courant-own";
  const MOST = 100;
  const WAITING = 5;

  const read = () => {
    try {
      return Object.entries(JSON.parse(localStorage.getItem(KEY)) || {});
    } catch {
      return [];
    }
  };
  const write = (own) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(own.slice(-MOST))));
    } catch {
      // A browser that keeps nothing still has the link on this page.
    }
  };
  const link = (id, secret, words) => {
    const a = document.createElement("a");
    a.href = `/comments/${encodeURIComponent(id)}/${encodeURIComponent(secret)}`;
    a.rel = "nofollow";
    a.textContent = words;
    return a;
  };
  const line = (name, ...inside) => {
    const p = document.createElement("p");
    p.className = name;
    p.append(...inside);
    return p;
  };

  const gone = document.querySelector("[data-gone]");
  if (gone) write(read().filter(([id]) => id !== gone.dataset.gone));

  const section = document.getElementById("comments");
  if (!section) return;
  const here = new URL(location.href);
  const [, newest, secret] = /^([0-9a-z]+)-([\w-]+)$/i.exec(here.searchParams.get("own") || "") || [];
  if (newest) {
    write([...read().filter(([id]) => id !== newest), [newest, { secret, path: here.pathname }]]);
    // The address may be passed on; the secret must not be.
    here.searchParams.delete("own");
    history.replaceState(null, "", here);
  }
  const waiting = [];
  // Comments that come later, from another page of the conversation, are looked through when they stand here.
  const offer = () => {
    for (const [id, kept] of read()) {
      const comment = document.getElementById(`comment-${id}`);
      if (!comment || !kept || typeof kept.secret !== "string" || comment.querySelector(".own")) continue;
      comment.append(line("answer own", link(id, kept.secret, section.dataset.own)));
    }
  };
  offer();
  section.addEventListener("courant:threads", offer);
  for (const [id, kept] of read()) {
    if (!kept || typeof kept.secret !== "string" || document.getElementById(`comment-${id}`)) continue;
    if (kept.path === here.pathname && id !== newest) waiting.push(link(id, kept.secret, section.dataset.waiting));
  }
  for (const a of waiting.slice(-WAITING)) section.querySelector("h2").after(line("answer", a));
})();

// Who a guest is, as the page on which he had himself remembered says; it fills the form for him.
(() => {
  "use strict";
  const KEY = "courant-guest";
  const told = document.querySelector("[data-guest]");
  const form = document.getElementById("comment-form");
  try {
    if (told && told.dataset.guest) localStorage.setItem(KEY, told.dataset.guest);
    else if (told) localStorage.removeItem(KEY);
    const guest = (form && JSON.parse(localStorage.getItem(KEY))) || {};
    for (const name of ["name", "email"]) {
      const field = form && form.elements.namedItem(name);
      if (field && !field.value && typeof guest[name] === "string") field.value = guest[name];
    }
  } catch {
    // A browser that keeps nothing lets its reader type.
  }
})();

(() => {
  "use strict";
  const form = document.getElementById("comment-form");
  if (!form) return;
  const heading = form.querySelector("h3");
  const cancel = form.querySelector(".cancel");
  const parent = form.elements.namedItem("parent");
  const body = form.elements.namedItem("body");
  const place = document.createComment("");
  form.before(place);

  const settle = (words, name) => {
    heading.textContent = words;
    if (name) {
      const bdi = document.createElement("bdi");
      bdi.textContent = name;
      heading.append(" ", bdi);
    }
    cancel.hidden = !name;
    body.focus();
  };

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const reply = event.target.closest("#comments .answer a[data-comment]");
    if (reply) {
      event.preventDefault();
      const comment = reply.closest(".comment");
      parent.value = reply.dataset.comment;
      comment.after(form);
      settle(heading.dataset.reply, comment.querySelector("h3").textContent);
    } else if (event.target.closest(".cancel a")) {
      event.preventDefault();
      parent.value = "";
      place.after(form);
      settle(heading.dataset.write, "");
    }
  });
})();

// Other orders and further pages of a conversation, without leaving the page: what is being typed stays.
(() => {
  "use strict";
  const section = document.getElementById("comments");
  const threads = document.getElementById("threads");
  if (!section || !threads) return;

  const fetched = async (href) => {
    const answer = await fetch(href);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("threads");
    if (!found) throw new Error("no threads");
    return { found, more: page.getElementById("more-comments") };
  };
  // The form may stand under the comment that it answers.
  const rescue = () => {
    const form = document.getElementById("comment-form");
    if (form && threads.contains(form)) form.querySelector(".cancel a").click();
  };
  const follow = (more) => {
    document.getElementById("more-comments")?.remove();
    if (more) threads.after(document.importNode(more, true));
  };
  const reach = (element) => {
    if (!element) return;
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  section.addEventListener("click", async (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest(".order a, #more-comments a");
    if (!link) return;
    event.preventDefault();
    const order = link.closest(".order");
    section.setAttribute("aria-busy", "true");
    try {
      const { found, more } = await fetched(link.href);
      const fresh = [...document.importNode(found, true).children];
      if (order) {
        rescue();
        threads.replaceChildren(...fresh);
        for (const other of order.querySelectorAll("a")) other.removeAttribute("aria-current");
        link.setAttribute("aria-current", "true");
        history.replaceState(null, "", link.href);
      } else {
        threads.append(...fresh);
        reach(fresh[0]);
      }
      follow(more);
      section.dispatchEvent(new Event("courant:threads"));
    } catch {
      location.assign(link.href);
    } finally {
      section.removeAttribute("aria-busy");
    }
  });
})();

// In a rush the browser does a little work for a comment before it is sent.
(() => {
  "use strict";
  const form = document.getElementById("comment-form");
  if (!form || !window.crypto?.subtle || !window.fetch) return;
  const PATIENCE = 3000;
  const LONGEST = 30000;
  const BATCH = 256;
  const sha256 = async (text) => new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const zeros = (hash) => {
    const first = hash.findIndex((byte) => byte);
    return first < 0 ? hash.length * 8 : first * 8 + Math.clz32(hash[first]) - 24;
  };
  let ready = false;
  let busy = false;

  const put = (name, value) => {
    const old = form.elements.namedItem(name);
    const field = old || document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    if (!old) form.append(field);
  };
  // The nonce that gives a hash with so many leading zero bits; nothing when that takes too long.
  const nonceFor = async (start, bits) => {
    const until = Date.now() + LONGEST;
    for (let from = 0; Date.now() < until; from += BATCH) {
      const nonces = Array.from({ length: BATCH }, (_, step) => String(from + step));
      const hashes = await Promise.all(nonces.map((nonce) => sha256(start + nonce)));
      const found = hashes.findIndex((hash) => zeros(hash) >= bits);
      if (found >= 0) return nonces[found];
    }
    return "";
  };
  const work = async () => {
    const answer = await fetch("/comments/work", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    const { needed, bits, now } = await answer.json();
    if (!needed) return;
    const words = document.createElement("p");
    words.className = "notice";
    words.setAttribute("role", "status");
    form.querySelector(".send").before(words);
    words.textContent = form.dataset.working;
    try {
      const hex = [...await sha256(form.elements.namedItem("body").value)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const path = new URL(form.action).pathname.replace(/\/comments$/, "");
      put("stamp", now);
      put("nonce", await nonceFor(`${now}|${path}|${hex}|`, bits));
    } finally {
      words.remove();
    }
  };

  form.addEventListener("submit", (event) => {
    if (ready) {
      ready = false;
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    // Whatever goes wrong, the comment is sent: then it waits for an editor.
    work().catch(() => {}).then(() => {
      busy = false;
      ready = true;
      form.requestSubmit();
    });
  });
  // Who comes back to this page writes anew.
  window.addEventListener("pageshow", () => { ready = busy = false; });
})();
