// A video's picture becomes its player when a reader asks for it, not before: until then nothing of the
// player's host is loaded. Without this script the picture is a link to the page the video is on.
"use strict";
for (const link of document.querySelectorAll("a[data-player]")) {
  const { player, title, play } = link.dataset;
  const start = () => {
    const frame = document.createElement("iframe");
    frame.className = "screen";
    frame.title = title;
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-presentation");
    frame.allow = "fullscreen; autoplay; encrypted-media; picture-in-picture";
    // Hosts refuse a player that nobody embeds; they learn the site, not the page.
    frame.referrerPolicy = "strict-origin";
    frame.src = player;
    link.replaceWith(frame);
    frame.focus();
  };
  link.setAttribute("role", "button");
  link.querySelector(".says").textContent = `${play}: ${title}. `;
  link.addEventListener("click", (event) => {
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    start();
  });
  // What calls itself a button is pressed with the space bar, too.
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    start();
  });
}
