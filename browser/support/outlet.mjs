// A small invented outlet on this machine: pages to clip, one of them slow, one of them missing.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";

import { SAMPLES } from "./machine.mjs";

const PARAGRAPHS = [
  "The lamp at the end of the mole has been lit by hand for a hundred and nine years, and for the last thirty of them the hand was Agathe Brandt’s. She climbs the sixty-one steps with a box of matches and a sandwich, and comes down without the matches.",
  "The harbour office has offered her a switch. It would sit in her kitchen, it would have a little green light, and she could go to bed. She has answered each of the four letters politely and in full, and the answer has been the same.",
  "“A switch does not look at the sea,” she says. “Somebody ought to, once in the evening. It need not be me. But it has been me so far, and I have seen things you would not believe a herring could do.”",
  "On the evening of our visit the sea did nothing in particular. Agathe looked at it for as long as it takes to eat a sandwich, wrote “calm” into the book, and trimmed the wick.",
];

/** What the outlet's article says, for comparison with what is clipped. */
export const ARTICLE = {
  path: "/lamp",
  headline: "The last lamp on the mole",
  dek: "In Brandthaven the harbour light is still lit with a match.",
  byline: "Ines Calder",
  date: "2026-03-14",
  outlet: "The Mole Gazette",
  words: "has been lit by hand for a hundred and nine years",
};

const GREEK = {
  path: "/fanari",
  headline: "Το τελευταίο φανάρι",
  paragraphs: [
    "Κάθε βράδυ, λίγο πριν πέσει το φως, ο Στέλιος ανεβαίνει τα εξήντα ένα σκαλοπάτια του φάρου με ένα κουτί σπίρτα στην τσέπη. Κατεβαίνει όταν το φως έχει πιάσει και η θάλασσα έχει αρχίσει να γυαλίζει.",
    "Το λιμεναρχείο του πρότεινε τέσσερις φορές έναν διακόπτη. Εκείνος απάντησε και τις τέσσερις με μια μακροσκελή, ευγενική επιστολή, και η απάντηση ήταν πάντα η ίδια: ο διακόπτης δεν κοιτάζει τη θάλασσα.",
    "Το βιβλίο του φάρου γράφει «γαλήνη» εκατόν δώδεκα φορές τον χρόνο. Τις υπόλοιπες μέρες γράφει τον άνεμο, τα πλοία που πέρασαν και, μια φορά, το όνομα μιας γάτας που χάθηκε και βρέθηκε.",
  ],
};

const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

function page({ headline, dek = "", byline, date, language, paragraphs, outlet, picture }) {
  const data = { "@context": "https://schema.org", "@type": "NewsArticle", headline, datePublished: date, inLanguage: language };
  if (byline) data.author = [{ "@type": "Person", name: byline }];
  data.publisher = { "@type": "NewsMediaOrganization", name: outlet };
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${escape(headline)} | ${escape(outlet)}</title>
<meta name="description" content="${escape(dek)}">
<meta property="og:site_name" content="${escape(outlet)}">
<meta property="og:type" content="article">
<meta property="og:title" content="${escape(headline)}">
${picture ? `<meta property="og:image" content="${picture}">` : ""}
<script type="application/ld+json">${JSON.stringify(data)}</script>
</head>
<body>
<nav><a href="/">Home</a> <a href="/tides">Tides</a> <a href="/subscribe">Subscribe</a></nav>
<main><article>
<h1>${escape(headline)}</h1>
${byline ? `<p class="byline">By <a rel="author" href="/people">${escape(byline)}</a></p>` : ""}
<p><time datetime="${date}">${date}</time></p>
${picture ? `<figure><img src="${picture}" width="1200" height="750" alt="A gauge in the river at dawn"><figcaption>Before sunrise.</figcaption></figure>` : ""}
${paragraphs.map((text) => `<p>${escape(text)}</p>`).join("\n")}
</article></main>
<footer><p>All rights and some wrongs reserved.</p></footer>
</body></html>`;
}

const STRICT = "/strict";
const APART = "/apart";

const FILM = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>How to trim a wick | Mole Films</title>
<meta property="og:type" content="video.other"><meta property="og:title" content="How to trim a wick">
<meta property="og:image" content="/dawn.jpg">
<link rel="alternate" type="application/json+oembed" href="/film.json">
<script type="application/ld+json">${JSON.stringify({ "@context": "https://schema.org", "@type": "VideoObject", name: "How to trim a wick", description: "Agathe shows how a wick is trimmed, slowly, with the small scissors, and why the large ones stay in the drawer.", uploadDate: "2026-03-20", duration: "PT2M5S" })}</script>
</head><body><main><h1>How to trim a wick</h1></main></body></html>`;

const WEB = { "content-type": "text/html; charset=utf-8" };

/** Opens the outlet. `release()` lets the slow page go; `close()` ends it. */
export async function outlet() {
  const picture = await readFile(`${SAMPLES}/river-post/gauge-at-dawn.jpg`);
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  const answer = async (path) => {
    if (path === ARTICLE.path) {
      return [200, WEB, page({ ...ARTICLE, date: `${ARTICLE.date}T08:30:00Z`, language: "en", paragraphs: PARAGRAPHS, picture: "/dawn.jpg" })];
    }
    if (path === GREEK.path) {
      return [200, WEB, page({ ...GREEK, byline: "Στέλιος Μαρής", date: "2026-02-01T10:00:00+02:00", language: "el", outlet: "Ο Μόλος" })];
    }
    if (path === "/slow") {
      await released;
      return [200, WEB, page({ ...ARTICLE, headline: "A page that took its time", date: "2026-04-01T08:00:00Z", language: "en", paragraphs: PARAGRAPHS })];
    }
    if (path === STRICT || path === APART) {
      const guarded = { ...WEB, "content-security-policy": "default-src 'none'; img-src 'self'; script-src 'none'; connect-src 'none'; frame-ancestors 'none'" };
      if (path === APART) guarded["cross-origin-opener-policy"] = "same-origin";
      // What a server is given, and what a browser makes of it for those who are signed in.
      return [200, guarded, page({ ...ARTICLE, headline: path === APART ? "A page that keeps to itself" : "The lamp, for subscribers", date: "2026-05-02T08:00:00Z", language: "en", paragraphs: PARAGRAPHS.slice(0, 2), picture: "/dawn.jpg" })];
    }
    if (path === "/film") return [200, WEB, FILM];
    if (path === "/film.json") return [200, { "content-type": "application/json" }, JSON.stringify({ type: "video", version: "1.0", author_name: "Mole Films", provider_name: "The Mole Gazette", width: 640, height: 360, html: '<iframe src="/player"></iframe>' })];
    if (path === "/player") return [200, WEB, "<!doctype html><html lang=en><title>Player</title><body><p id=playing>It plays.</p></body></html>"];
    if (path === "/dawn.jpg") return [200, { "content-type": "image/jpeg" }, picture];
    return [404, { "content-type": "text/plain" }, "No such page."];
  };
  const server = createServer(async (request, response) => {
    const [status, headers, body] = await answer(new URL(request.url, "http://outlet").pathname);
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((resolve) => {
    release();
    server.close(resolve);
    server.closeAllConnections();
  });
  return { origin, release, close, article: `${origin}${ARTICLE.path}`, greek: `${origin}${GREEK.path}`, slow: `${origin}/slow`, strict: `${origin}${STRICT}`, apart: `${origin}${APART}`, film: `${origin}/film` };
}
