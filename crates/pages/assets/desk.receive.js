// The window that a page is handed to. It takes a message from its opener alone, believes an address only
// when it is of the sender's own origin, and sends nothing before a person has pressed the button.
"use strict";
{
  const $ = (id) => document.getElementById(id);
  const form = $("give");
  const opener = window.opener;
  const limit = Number(form.dataset.limit);
  // A press meant for another window must not land on a button that has just appeared under the pointer.
  const PAUSE = 600;
  const PATIENCE = 8000;

  const show = (id) => {
    $("wait").hidden = true;
    for (const part of ["got", "closed", "odd"]) $(part).hidden = part !== id;
  };
  const refuse = (why) => { $("why").textContent = why; show("odd"); };
  const written = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const bytesOf = (text) => new TextEncoder().encode(text).length;

  // The bookmark puts the address behind the #, which no server sees, for when nothing else arrives.
  const asked = () => { try { return decodeURIComponent(location.hash.slice(1)); } catch { return ""; } };

  const closed = () => {
    const address = asked();
    if (/^https?:\/\//.test(address)) {
      $("f-url").value = address;
      $("paste").href = `/desk/clip?url=${encodeURIComponent(address)}`;
    }
    show("closed");
  };

  const receive = ({ address, title, html, selection }, origin) => {
    if (![address, html].every((text) => typeof text === "string")) return refuse("What came is no page.");
    let url;
    try { url = new URL(address); } catch { return refuse("It has no address that could be credited."); }
    if (!/^https?:$/.test(url.protocol)) return refuse("Only pages of the web can be credited as a source.");
    if (url.origin !== origin) return refuse("It gave an address that is not its own.");
    const part = typeof selection === "string" ? selection.toWellFormed?.() ?? selection : "";
    const page = html.toWellFormed?.() ?? html;
    const size = bytesOf(page);
    if (size > limit) return refuse(`It has ${written(size)}, and ${written(limit)} are the most. Select the part you want and paste that.`);
    form.elements.namedItem("url").value = url.href;
    form.elements.namedItem("html").value = page;
    form.elements.namedItem("selection").value = part;
    $("got-title").textContent = (typeof title === "string" && title.trim().slice(0, 300)) || url.href;
    $("host").textContent = url.host;
    $("size").textContent = written(size);
    if (part) $("part").textContent = "only what you selected";
    else $("part").remove();
    const make = $("make");
    make.disabled = true;
    show("got");
    setTimeout(() => { make.disabled = false; make.focus(); }, PAUSE);
  };

  form.addEventListener("submit", () => setTimeout(() => { $("make").disabled = true; }));
  $("leave").addEventListener("click", () => window.close());
  $("pulse").hidden = false;
  if (!opener) closed();
  else {
    let came = false;
    addEventListener("message", (event) => {
      if (came || event.source !== opener || event.data?.courant !== "page") return;
      came = true;
      receive(event.data, event.origin);
    });
    setTimeout(() => { if (!came) closed(); }, PATIENCE);
    opener.postMessage("courant: ready", "*");
  }
}
