// Makes the desk quicker. Every page works without it: what is here only saves a reload or a reach
// for the mouse. No dependencies, no network but this site.
"use strict";
{
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const isTyping = (target) =>
    target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");

  // A stored choice. Storage may be refused; then the choice lasts as long as the page.
  const stored = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* see above */ } };

  // Forms that guard what was typed: a question before leaving, and Ctrl+S.
  const guard = (form) => {
    const save = $("[data-save]", form);
    const word = $("#unsaved", form);
    // After a problem or a conflict the text on the page is not the stored one.
    let changed = !!$(".box.wrong");
    const tell = () => { if (word) word.textContent = changed ? "Not saved yet" : ""; };
    form.addEventListener("input", () => { changed = true; tell(); });
    form.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") {
        event.preventDefault();
        form.requestSubmit(save);
      }
    });
    tell();
  };

  // What the text quotes, as the server has just found it, in place of what was told before. What is unfolded
  // stays so.
  const tellQuotations = (fresh) => {
    const there = $("#quotations"), doubt = $("#doubt");
    if (!fresh || !there) return;
    fresh.remove();
    const open = $$("details", there), now = $$("details", fresh);
    if (open.length === now.length) open.forEach((part, at) => { now[at].open = part.open; });
    if (there.innerHTML !== fresh.innerHTML || there.hidden !== fresh.hidden) there.replaceWith(fresh);
    if (!doubt) return;
    doubt.textContent = fresh.dataset.doubt;
    doubt.hidden = !fresh.dataset.doubt;
  };

  // The live preview: the server renders and sanitises, this only puts it in place.
  const preview = (form) => {
    const place = $("#preview-body");
    let timer = 0, asked = 0, last = "";
    const show = async () => {
      const turn = ++asked;
      const body = new URLSearchParams(new FormData(form));
      if (body.toString() === last) return;
      last = body.toString();
      try {
        const answer = await fetch(form.dataset.preview, { method: "POST", body });
        const html = await answer.text();
        if (!answer.ok || answer.redirected || turn !== asked) return;
        const fresh = document.createElement("template");
        fresh.innerHTML = html;
        tellQuotations($("#quotations", fresh.content));
        place.replaceChildren(fresh.content);
      } catch { last = ""; /* Offline: the next change tries again. */ }
    };
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 350); });
  };

  // Words and characters of the text; a script without spaces is counted by its own word rules.
  const tally = (text, place) => {
    const words = Intl.Segmenter && new Intl.Segmenter(text.lang || undefined, { granularity: "word" });
    let timer = 0;
    const count = () => {
      let number = 0;
      if (words) for (const part of words.segment(text.value)) number += part.isWordLike ? 1 : 0;
      else number = (text.value.match(/\S+/g) || []).length;
      place.textContent = `${number.toLocaleString("en")} ${number === 1 ? "word" : "words"}`;
      place.hidden = false;
    };
    text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(count, 300); });
    count();
  };

  // The comments queue by keyboard. Single keys can be switched off: they get in the way of speech input.
  const queue = (list) => {
    const rows = $$("[data-comment]", list);
    const keys = $("#keys"), on = $("#keys-on"), every = $("#every");
    const boxes = $$("input[type=checkbox]", list);
    keys.hidden = false;
    on.checked = stored("desk.keys") !== "off";
    on.addEventListener("change", () => store("desk.keys", on.checked ? "on" : "off"));
    every.closest("[hidden]").hidden = false;
    every.addEventListener("change", () => boxes.forEach((box) => { box.checked = every.checked; }));
    const move = (step) => {
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      const to = at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1);
      rows[to].focus();
      rows[to].scrollIntoView({ block: "nearest" });
    };
    document.addEventListener("keydown", (event) => {
      if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "j") return move(1);
      if (event.key === "k") return move(-1);
      if (event.key === "u") return $("#undo")?.click();
      const row = rows.find((row) => row.contains(document.activeElement));
      if (!row) return;
      if (event.key === "x") $("input[type=checkbox]", row).click();
      else $(`[data-key="${CSS.escape(event.key)}"]`, row)?.click();
    });
  };

  // The items of feeds by keyboard; what is done with one is shown in its place, without a reload.
  const items = (list) => {
    const keys = $("#keys"), on = $("#keys-on"), status = $(".notice");
    const rows = () => $$("[data-item]", list);
    keys.hidden = false;
    on.checked = stored("desk.keys") !== "off";
    on.addEventListener("change", () => store("desk.keys", on.checked ? "on" : "off"));
    const say = (text) => {
      const line = document.createElement("p");
      line.textContent = text;
      status.replaceChildren(line);
    };
    const move = (step) => {
      const all = rows();
      const at = all.findIndex((row) => row.contains(document.activeElement));
      const to = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
      to?.focus();
      to?.scrollIntoView({ block: "nearest" });
    };
    list.addEventListener("submit", async (event) => {
      const form = event.target, row = form.closest("[data-item]"), button = event.submitter;
      if (!row || !button) return;
      event.preventDefault();
      if (row.dataset.busy) return;
      row.dataset.busy = "yes";
      const body = new URLSearchParams(new FormData(form, button));
      try {
        const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "application/json" } });
        if (!answer.ok || answer.redirected) throw new Error();
        const done = await answer.json();
        const held = row.contains(document.activeElement);
        if (done.state === "dismissed") {
          const all = rows(), at = all.indexOf(row), next = all[at + 1] || all[at - 1];
          row.remove();
          if (held) next?.focus();
          if (!next) location.reload();
          return;
        }
        const link = document.createElement("a"), word = document.createElement("p");
        link.href = done.href;
        link.textContent = done.words;
        word.className = `state ${done.state}`;
        word.append(link);
        $$("button, .state", form).forEach((old) => old.remove());
        form.append(word);
        row.className = `row item ${done.state}`;
        if (held) { row.focus(); move(1); }
        say(done.words);
      } catch {
        // Whatever it is, the page that the form leads to says it.
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
        form.submit();
      } finally { delete row.dataset.busy; }
    });
    document.addEventListener("keydown", (event) => {
      if (!on.checked || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "j") return move(1);
      if (event.key === "k") return move(-1);
      const row = rows().find((row) => row.contains(document.activeElement));
      if (!row) return;
      if (event.key === "o") $("h2 a", row).click();
      else $(`[data-key="${CSS.escape(event.key)}"]`, row)?.click();
    });
  };

  // A job that is not over: look again, and follow to where the server leads when it is done.
  const wait = () => setTimeout(async () => {
    try {
      const answer = await fetch(location.href);
      if (answer.redirected) return location.replace(answer.url);
      const page = document.createElement("template");
      page.innerHTML = await answer.text();
      const fresh = $("#job", page.content), old = $("#job");
      if (fresh && fresh.innerHTML !== old.innerHTML) {
        const done = $("a.main", fresh);
        if (done && !fresh.dataset.wait) return location.replace(done.href);
        old.replaceChildren(...fresh.childNodes);
        old.dataset.wait = fresh.dataset.wait;
      }
    } catch { /* Offline: look again. */ }
    if ($("#job").dataset.wait) wait();
  }, Number($("#job").dataset.wait));

  $$("form[data-guard]").forEach(guard);
  $$("form[data-preview]").forEach(preview);
  if ($("#tally")) tally($("#f-body"), $("#tally"));
  if ($("#queue")) queue($("#queue"));
  if ($("#items")) items($("#items"));
  if ($("#job")?.dataset.wait) wait();
  // A bookmark is dragged; pressed here, it has nothing to take. Without scripts the browser refuses it.
  $$("[data-lift]").forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    $("#lifted").textContent = "Drag it onto your bookmarks bar, then press it on another page.";
  }));
  $$("[data-select]").forEach((field) => { field.focus(); field.select(); });
  const target = $("[data-focus]");
  if (target) document.addEventListener("keydown", (event) => {
    if (event.key !== target.dataset.focus || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    target.focus();
  });
}
