// A reader's own comments: their secrets stay in this browser, so that it can offer to change them. Reply links
// bring the form to the comment they answer. Without this script links do all of it, so nothing here is needed.
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
  for (const [id, kept] of read()) {
    if (!kept || typeof kept.secret !== "string") continue;
    const comment = document.getElementById(`comment-${id}`);
    if (comment) comment.append(line("answer", link(id, kept.secret, section.dataset.own)));
    else if (kept.path === here.pathname && id !== newest) waiting.push(link(id, kept.secret, section.dataset.waiting));
  }
  for (const a of waiting.slice(-WAITING)) section.querySelector("h2").after(line("answer", a));
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
