//! What a page of a very long conversation costs when nothing is kept of it.
//!
//! `cargo run --release -p web --example talking -- [COMMENTS]` puts so many comments (10,000) under one post: a third
//! begin threads, the others answer, every tenth in one and the same thread; then asks for the post's page a hundred
//! times in each order, in a way that is never kept, beside the page of a post without comments; prints milliseconds
//! of this thread's own CPU. On PostgreSQL the server's work is not in that; its wall time is printed too.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::sync::Arc;
use std::time::Instant;

use desk::{Desk, Error, When};
use model::{
    Actor, Capture, Clipping, Comment, CommentId, CommentMode, ListedFeed, ManualClock, Post, RawWriting,
    ThreadOrder, sample,
};
use web::public::post::{Extra, html};
use web::{App, Clipper, Filed, Seen, Serving};

/// Nothing is clipped here.
struct Nothing;

impl Clipper for Nothing {
    fn canonical(&self, url: &str) -> String {
        url.to_owned()
    }

    fn file_seen(&self, _: &Actor, _: &Seen) -> Result<Filed, Error> {
        Err(Error::Internal("nothing is clipped here".to_owned()))
    }

    fn text_of(&self, _: &[u8], _: Option<&str>) -> String {
        String::new()
    }

    fn read_list(&self, _: &[u8]) -> Option<Vec<ListedFeed>> {
        None
    }

    fn write_list(&self, _: &str, _: &[model::ListedFeed]) -> String {
        String::new()
    }

    fn read_again(&self, _: &Capture, _: &[u8]) -> Result<Clipping, String> {
        Err("nothing is clipped here".to_owned())
    }
}

fn main() {
    let number = std::env::args().skip(1).find_map(|word| word.parse::<i64>().ok()).unwrap_or(10_000);
    trial::on_both(|place| {
        let clock = Arc::new(ManualClock::at(sample::noon()));
        let desk = Desk::new(place.store(), clock);
        let (talk, quiet) = (publish(&desk, "Talk"), publish(&desk, "Quiet"));
        fill(&desk, &talk, number);
        let pages = pages::Pages::new().expect("the templates are sound");
        let serving = Serving {
            origin: "https://courant.example".into(),
            cache_bytes: 1 << 20,
            front: web::front::Front::default(),
        };
        let app = App::new(desk, pages, Box::new(Nothing), serving);
        for (name, post, order) in [
            ("no comments", &quiet, ThreadOrder::Oldest),
            ("oldest first", &talk, ThreadOrder::Oldest),
            ("newest first", &talk, ThreadOrder::Newest),
            ("best first", &talk, ThreadOrder::Best),
        ] {
            let path = post.permalink.as_ref().expect("it is out").encoded();
            let mut times = Vec::new();
            for _ in 0..100 {
                let (begun, cpu) = (Instant::now(), thread_cpu());
                let extra = Extra { order, ..Extra::default() };
                let page = html(&app, &path, post.clone(), extra).expect("it renders");
                times.push((
                    (thread_cpu() - cpu) * 1_000.0,
                    begun.elapsed().as_secs_f64() * 1_000.0,
                    page.len(),
                ));
            }
            times.sort_by(|one, other| one.0.total_cmp(&other.0));
            let (cpu, _, bytes) = times[50];
            times.sort_by(|one, other| one.1.total_cmp(&other.1));
            println!(
                "{name}: {cpu:.2} ms CPU, {:.2} ms in all (medians of a hundred), {bytes} bytes",
                times[50].1
            );
        }
    });
}

fn publish(desk: &Desk, headline: &str) -> Post {
    let raw = RawWriting { headline: headline.into(), body: "A text.".into(), ..RawWriting::default() };
    let raw = RawWriting { comments: CommentMode::Open.as_str().into(), ..raw };
    let draft = desk.create(&Actor::System, &raw).expect("a draft can be made");
    desk.publish(&Actor::System, draft.id, When::Now).expect("it can come out")
}

fn fill(desk: &Desk, post: &Post, number: i64) {
    let body = "I have read this twice, and the second time I noticed who is never asked. ".repeat(3);
    let all: Vec<i64> = (1..=number).collect();
    for part in all.chunks(1_000) {
        desk.store()
            .write(|tx| {
                for &raw in part {
                    // Every third begins a thread; every tenth goes into the first.
                    let root = if raw % 10 == 0 { 1 } else { raw - (raw - 1) % 3 };
                    let mut comment: Comment = sample::comments().remove(0);
                    comment.id = CommentId::from_raw(raw);
                    comment.post = post.id;
                    comment.root = CommentId::from_raw(root);
                    comment.parent = (root != raw).then(|| CommentId::from_raw(root));
                    comment.answers = 0;
                    comment.name = format!("Reader {}", raw % 777);
                    comment.created = sample::noon().plus_seconds(raw);
                    comment.html = format!("<p>{body}</p>");
                    comment.body = body.clone();
                    store::comments::add(tx, &comment, &raw.to_string(), None)?;
                }
                Ok::<_, store::Error>(())
            })
            .expect("comments can be written");
    }
}

/// Seconds of CPU that this thread has used (Linux: `/proc/thread-self/schedstat`, nanoseconds).
fn thread_cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}
