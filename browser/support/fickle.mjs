// An outlet that changes its mind: one page, answered as the journey says.
import { createServer } from "node:http";
import { once } from "node:events";

const SENTENCE = "has been lit by hand for a hundred and nine years";

/** The page of the lamp; `sentence` stands in the place of the words about its years. */
export function lamp(sentence = SENTENCE) {
  const paragraphs = [
    `The lamp at the end of the mole ${sentence}, and for the last thirty of them the hand was Agathe Brandt’s. She climbs the sixty-one steps with a box of matches and a sandwich, and comes down without the matches.`,
    "The harbour office has offered her a switch. It would sit in her kitchen, it would have a little green light, and she could go to bed. She has answered each of the four letters politely and in full, and the answer has been the same.",
    "On the evening of our visit the sea did nothing in particular. Agathe looked at it for as long as it takes to eat a sandwich, wrote “calm” into the book, and trimmed the wick.",
  ];
  return [200, { "content-type": "text/html; charset=utf-8" }, `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The last lamp on the mole | The Mole Gazette</title>
<meta property="og:site_name" content="The Mole Gazette"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>The last lamp on the mole</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
</article></main></body></html>`];
}

/** Opens the outlet. `says(answer)`: from now on each path is answered with what `answer(path)` gives. */
export async function fickle() {
  let answer = () => lamp();
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://outlet").pathname;
    const [status, headers, body] = path === "/robots.txt" ? [404, {}, ""] : answer(path);
    response.writeHead(status, headers).end(body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((done) => { server.close(done); server.closeAllConnections(); });
  return { origin, page: `${origin}/2026/03/the-lamp`, says: (next) => { answer = next; }, close };
}
