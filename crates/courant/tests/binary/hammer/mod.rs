//! One post, hammered: while it is commented on, corrected and moderated from several sides, nobody is ever shown a page
//! that knows less than one already shown, or less than was acknowledged before he asked.

mod history;

use std::collections::HashMap;
use std::io::Read;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use crate::http::{Answer, Line};
use crate::place::{comment, on_both};
use history::{Event, FACTS, History, Version, What, check};

/// The facts: the number of the text, how many remarks each commenter has made, how many victims were taken away.
const TEXT: usize = 0;
const COMMENTERS: usize = 4;
const GONE: usize = 5;
/// How often each is written. All comments together fit on one page, and are fewer than a rush.
const CORRECTIONS: u32 = 60;
const REMARKS: u32 = 9;
const VICTIMS: u32 = 12;
const READERS: usize = 6;
/// Fewest requests of each reader, in case the writers are quick.
const READS: usize = 150;

#[test]
fn nobody_is_shown_an_older_page_than_before() {
    on_both(|place| {
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let first = json!({ "headline": "Hammered 0.", "body": "Text number 0.", "slug": "hammered", "comments": "open", "publish": true });
        let post = server.api("POST", "/api/posts", &first).expect(201).json();
        let permalink = post["permalink"].as_str().unwrap();
        let victims: Vec<String> = (1..=VICTIMS)
            .map(|number| {
                let said =
                    server.comment(permalink, &format!("10.9.{number}.1"), &format!("Victim 0-{number}."));
                said.expect(303).header("location").split_once("#comment-").unwrap().1.to_owned()
            })
            .collect();

        let (history, writing) = (History::default(), AtomicUsize::new(COMMENTERS + 2));
        let scene =
            Scene { address: server.address, token: &token, permalink, history: &history, writing: &writing };
        let pages = [
            permalink.to_owned(),
            format!("{permalink}?comments=newest"),
            format!("{permalink}/comments.atom"),
            "/".to_owned(),
            "/feed.atom".to_owned(),
        ];
        let tally: Tally = std::thread::scope(|scope| {
            let (scene, pages, victims, id) = (&scene, &pages, &victims, post["id"].as_str().unwrap());
            scope.spawn(move || scene.correct(id));
            scope.spawn(move || scene.moderate(victims));
            for commenter in 0..COMMENTERS {
                scope.spawn(move || scene.remark(commenter));
            }
            let readers: Vec<_> =
                (0..READERS).map(|reader| scope.spawn(move || scene.read(reader, pages))).collect();
            readers.into_iter().map(|reader| reader.join().unwrap()).fold(Tally::default(), Tally::and)
        });
        let events = history.into_events();
        let news = news(&events);
        eprintln!("{tally:?}, {news} of them of a page that had changed meanwhile");
        if let Err(why) = check(&events) {
            panic!("{why}");
        }
        // All kinds of answers were given, and pages did change under the readers' hands.
        assert!(tally.whole.iter().all(|count| *count > 30), "{tally:?}");
        assert!(tally.unchanged > 10 && tally.heads > 10 && news > 60, "{tally:?} {news}");
        // And the last word is what stands there.
        let last = server.get(permalink).expect(200).body;
        assert_eq!(
            shown(permalink, &last),
            [CORRECTIONS, REMARKS, REMARKS, REMARKS, REMARKS, VICTIMS].map(Some)
        );
    });
}

/// How often a reader was given something newer than the page had been before.
fn news(events: &[Event]) -> usize {
    let mut last: HashMap<(usize, &str), Version> = HashMap::new();
    let mut news = 0;
    for event in events {
        if let What::Read { reader, page, shown } = &event.what {
            let before = last.insert((*reader, page), *shown);
            news += usize::from(before.is_some_and(|before| before != *shown));
        }
    }
    news
}

/// How a page may be asked for.
const CODINGS: [&str; 4] = ["identity", "gzip", "br", "zstd"];

/// What readers were answered with.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    /// Whole pages, by coding.
    whole: [usize; CODINGS.len()],
    unchanged: usize,
    heads: usize,
}

impl Tally {
    fn and(self, other: Tally) -> Tally {
        Tally {
            whole: std::array::from_fn(|at| self.whole[at] + other.whole[at]),
            unchanged: self.unchanged + other.unchanged,
            heads: self.heads + other.heads,
        }
    }
}

struct Scene<'a> {
    address: SocketAddr,
    token: &'a str,
    permalink: &'a str,
    history: &'a History,
    /// Writers that are not done.
    writing: &'a AtomicUsize,
}

impl Scene<'_> {
    /// One write from its beginning to its acknowledgement.
    fn write(&self, fact: usize, to: u32, act: impl FnOnce()) {
        let begun = self.history.now();
        act();
        self.history.note(begun, What::Written { fact, to });
    }

    fn api(&self, line: &mut Line, method: &str, path: &str, value: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("Authorization", bearer.as_str()), ("Content-Type", "application/json")];
        line.ask(method, path, &headers, &value.to_string()).0
    }

    fn correct(&self, id: &str) {
        let mut line = Line::open(self.address);
        for number in 1..=CORRECTIONS {
            let change = json!({
                "headline": format!("Hammered {number}."),
                "body": format!("Text number {number}."),
                "correction": format!("It said {} before.", number - 1),
            });
            self.write(TEXT, number, || {
                self.api(&mut line, "PATCH", &format!("/api/posts/{id}"), &change).expect(200);
            });
        }
        self.writing.fetch_sub(1, Ordering::SeqCst);
    }

    fn moderate(&self, victims: &[String]) {
        let mut line = Line::open(self.address);
        for (number, victim) in (1..).zip(victims) {
            let verdict = json!({ "verdict": if number % 2 == 0 { "reject" } else { "hold" } });
            self.write(GONE, number, || {
                self.api(&mut line, "POST", &format!("/api/comments/{victim}/verdicts"), &verdict)
                    .expect(201);
            });
        }
        self.writing.fetch_sub(1, Ordering::SeqCst);
    }

    fn remark(&self, commenter: usize) {
        for number in 1..=REMARKS {
            let from = format!("10.{commenter}.{number}.1");
            self.write(1 + commenter, number, || {
                let text = format!("Remark {commenter}-{number}.");
                let said = comment(self.address, self.permalink, &from, &text).unwrap().expect(303);
                assert!(said.header("location").contains("#comment-"), "it was held: {}", said.head);
                assert!(!said.header("location").contains("comment=held"), "it was held: {}", said.head);
            });
        }
        self.writing.fetch_sub(1, Ordering::SeqCst);
    }

    /// Reads all pages over and over, on one connection, in every coding, with and without the tag of the last.
    fn read(&self, reader: usize, pages: &[String]) -> Tally {
        let mut line = Line::open(self.address);
        let mut tally = Tally::default();
        // What a tag stands for, and the tags this reader has been given, of each page and coding.
        let mut known: HashMap<String, Version> = HashMap::new();
        let mut tags: HashMap<(usize, usize), Vec<String>> = HashMap::new();
        let mut turn = reader;
        while self.writing.load(Ordering::SeqCst) > 0 || turn < READS {
            turn += 1;
            let page = [0, 1, 0, 2, 0, 3, 0, 4][turn % 8];
            let coding = turn / 8 % CODINGS.len();
            let had = tags.entry((page, coding)).or_default();
            // Mostly the last, now and then one from before.
            let tag = match turn % 5 {
                0 | 1 => had.last(),
                2 => had.iter().rev().nth(1),
                _ => None,
            };
            let mut headers =
                vec![("User-Agent", "Mozilla/5.0 Firefox/140.0"), ("Accept-Encoding", CODINGS[coding])];
            headers.extend(tag.map(|tag| ("If-None-Match", tag.as_str())));
            let method = if turn.is_multiple_of(11) { "HEAD" } else { "GET" };
            let begun = self.history.now();
            let (answer, bytes) = line.ask(method, &pages[page], &headers, "");
            let given = answer.header("etag").to_owned();
            let shown = match (answer.status, method) {
                (304, _) => {
                    assert_eq!(Some(&given), tag, "a page is unchanged that was not asked for");
                    tally.unchanged += 1;
                    known.get(&given).copied()
                }
                (200, "HEAD") => {
                    tally.heads += 1;
                    known.get(&given).copied()
                }
                (200, _) => {
                    tally.whole[coding] += 1;
                    let text = plain(&answer, &bytes);
                    let shown = shown(&pages[page], &text);
                    let before = known.insert(given.clone(), shown);
                    assert!(before.is_none_or(|before| before == shown), "one tag, two pages: {given}");
                    Some(shown)
                }
                (status, _) => panic!("{} was answered {status}", pages[page]),
            };
            // A head with a tag never met says nothing.
            if let Some(shown) = shown {
                self.history.note(begun, What::Read { reader, page: pages[page].clone(), shown });
                if had.last() != Some(&given) {
                    had.push(given);
                }
            }
        }
        tally
    }
}

/// The text of a page, unpacked.
fn plain(answer: &Answer, bytes: &[u8]) -> String {
    let mut text = Vec::new();
    match answer.header("content-encoding") {
        "" => text.extend(bytes),
        "gzip" => drop(flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).unwrap()),
        "br" => brotli::BrotliDecompress(&mut &bytes[..], &mut text).unwrap(),
        "zstd" => text = zstd::decode_all(bytes).unwrap(),
        other => panic!("{other} was not asked for"),
    }
    String::from_utf8(text).unwrap()
}

/// How far a page shows each fact to have come.
fn shown(page: &str, text: &str) -> Version {
    let mut shown = [None; FACTS];
    let is_feed = page.ends_with("comments.atom");
    if !is_feed {
        // Wherever the text or its headline stands; if they differed, the oldest counts.
        let numbers = ["Text number ", "Hammered "].into_iter().flat_map(|before| {
            text.split(before).skip(1).filter_map(|rest| rest.split('.').next()?.parse::<u32>().ok())
        });
        shown[TEXT] = numbers.min();
        assert!(shown[TEXT].is_some(), "{page} does not show the post:\n{text}");
    }
    if page.contains("comments") || page.ends_with("hammered") {
        for commenter in 0..COMMENTERS {
            let is_there = |number: &u32| text.contains(&format!("Remark {commenter}-{number}."));
            let there = (1..=REMARKS).take_while(is_there).count() as u32;
            // An answer to a later remark without an earlier one would be a hole in the conversation.
            assert!(!(there + 2..=REMARKS).any(|number| is_there(&number)), "{page} has a hole:\n{text}");
            shown[1 + commenter] = Some(there);
        }
        let is_gone = |number: &u32| !text.contains(&format!("Victim 0-{number}."));
        shown[GONE] = Some((1..=VICTIMS).take_while(is_gone).count() as u32);
    }
    shown
}
