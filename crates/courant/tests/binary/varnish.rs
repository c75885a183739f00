//! Debian's Varnish in front of the real binary, with the VCL of `docs/varnish.vcl`.

use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::http::{self, Answer};
use crate::place::{Place, Server, until};

/// Where Debian puts what is not for everybody's path.
const PLACES: &[&str] = &["/usr/sbin", "/usr/local/sbin", "/usr/bin"];

fn program(name: &str) -> Option<PathBuf> {
    PLACES.iter().map(|place| Path::new(place).join(name)).find(|file| file.is_file())
}

/// Varnish and what it needs; `None`, with a line that says so, where it is not installed.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a skipped test must be seen, and fails in CI"
)]
fn installed() -> Option<(PathBuf, PathBuf)> {
    let found = program("varnishd").zip(program("varnishadm"));
    let vmods = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let xkey = vmods.map(|at| at.path().join("varnish/vmods/libvmod_xkey.so")).any(|file| file.is_file());
    if let Some(found) = found.filter(|_| xkey) {
        return Some(found);
    }
    eprintln!("SKIPPED: Varnish or its vmod xkey is not installed (Debian: varnish, varnish-modules)");
    assert!(std::env::var("CI").map_or(true, |ci| ci.is_empty()), "Varnish must be installed in CI");
    None
}

/// A way to an address that can be cut and mended.
struct Way {
    at: SocketAddr,
    to: Arc<Mutex<Option<SocketAddr>>>,
    /// What went through: reads of some bytes.
    went: Arc<AtomicUsize>,
}

impl Way {
    fn new() -> Way {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let way = Way { at: listener.local_addr().unwrap(), to: Arc::default(), went: Arc::default() };
        let (to, went) = (way.to.clone(), way.went.clone());
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                let open = to.lock().unwrap().and_then(|to| TcpStream::connect(to).ok());
                let Some(far) = open else {
                    let _ = near.shutdown(Shutdown::Both);
                    continue;
                };
                carry(near.try_clone().unwrap(), far.try_clone().unwrap(), to.clone(), went.clone());
                carry(far, near, to.clone(), Arc::default());
            }
        });
        way
    }

    fn lead(&self, to: Option<SocketAddr>) {
        *self.to.lock().unwrap() = to;
    }

    /// Waits until something has gone through, and then nothing for so long that nothing will be said again either.
    fn quiet(&self) {
        let (mut last, mut looks) = (0, 0);
        until("all purges have been sent, and sent again", || {
            let went = self.went.load(Ordering::SeqCst);
            looks = if went == last { looks + 1 } else { 0 };
            last = went;
            (went > 0 && looks > 100).then_some(())
        });
    }
}

/// Carries bytes while the way is open.
fn carry(
    mut from: TcpStream,
    mut to: TcpStream,
    way: Arc<Mutex<Option<SocketAddr>>>,
    went: Arc<AtomicUsize>,
) {
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = from.read(&mut bytes) {
            if way.lock().unwrap().is_none() || to.write_all(&bytes[..read]).is_err() {
                break;
            }
            went.fetch_add(1, Ordering::SeqCst);
        }
        let _ = to.shutdown(Shutdown::Both);
        let _ = from.shutdown(Shutdown::Both);
    });
}

struct Varnish {
    child: Child,
    _directory: TempDir,
    front: SocketAddr,
    purge: SocketAddr,
}

impl Drop for Varnish {
    fn drop(&mut self) {
        // Asked to end, it takes its second process along.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Varnish {
    fn before(server: &Server, (varnishd, varnishadm): &(PathBuf, PathBuf)) -> Varnish {
        let directory = TempDir::new().unwrap();
        let vcl =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/varnish.vcl")).unwrap();
        assert!(vcl.contains("\"8080\""));
        let vcl = vcl.replace("\"8080\"", &format!("\"{}\"", server.address.port()));
        let (file, work) = (directory.path().join("front.vcl"), directory.path().join("work"));
        std::fs::write(&file, vcl).unwrap();
        let child = Command::new(varnishd)
            .args([
                "-F",
                "-j",
                "none",
                "-a",
                "127.0.0.1:0",
                "-a",
                "purge=127.0.0.1:0",
                "-s",
                "malloc,32m",
                "-n",
            ])
            .args([&work, Path::new("-f"), &file])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let listed = until("Varnish listens", || {
            let asked =
                Command::new(varnishadm).arg("-n").arg(&work).arg("debug.listen_address").output().unwrap();
            let listed = String::from_utf8_lossy(&asked.stdout).into_owned();
            (listed.lines().filter(|line| line.contains("127.0.0.1")).count() == 2).then_some(listed)
        });
        let address = |is: &dyn Fn(&str) -> bool| {
            let line = listed.lines().find(|line| line.contains("127.0.0.1") && is(line)).unwrap();
            let mut words = line.split_whitespace().skip(1);
            format!("{}:{}", words.next().unwrap(), words.next().unwrap()).parse().unwrap()
        };
        let (front, purge) =
            (address(&|line| !line.starts_with("purge")), address(&|line| line.starts_with("purge")));
        Varnish { child, _directory: directory, front, purge }
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let browser = [("User-Agent", "Mozilla/5.0 Firefox/140.0")];
        http::send(self.front, method, path, &[&browser, headers].concat(), "").unwrap()
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    /// Asks until the answer comes out of the cache.
    fn warm(&self, path: &str) -> Answer {
        until("the cache has it", || Some(self.get(path).expect(200)).filter(is_hit))
    }
}

/// Whether Varnish had it: it names the request that brought it, too.
fn is_hit(answer: &Answer) -> bool {
    answer.header("x-varnish").split_whitespace().count() == 2
}

/// Waits until the condition is true, two seconds at most.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tried")]
fn within_two_seconds(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    until(what, || is_so().then_some(()));
    assert!(begun.elapsed() < Duration::from_secs(2), "{what}: {:?}", begun.elapsed());
}

/// A site behind Varnish, and the way on which purges go.
fn behind(place: Place, tools: &(PathBuf, PathBuf)) -> (Place, Server, Varnish, Way) {
    let way = Way::new();
    let place = place.with("COURANT_PURGE", &format!("http://{}", way.at));
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let varnish = Varnish::before(&server, tools);
    way.lead(Some(varnish.purge));
    (place, server, varnish, way)
}

#[test]
fn a_change_is_seen_through_varnish_and_what_nobody_changed_stays_there() {
    let Some(tools) = installed() else { return };
    crate::place::on_both(|place| {
        let (place, server, varnish, way) = behind(place, &tools);
        let (path, other) = (server.publish("Talked about"), server.publish("Quiet"));
        settled(&place);
        way.quiet();
        for page in ["/", "/feed.atom", "/sitemap.xml", &path, &other] {
            let kept = varnish.warm(page);
            assert_eq!(kept.header("cache-control"), "public, max-age=0, must-revalidate", "{page}");
            assert!(kept.header("surrogate-key").is_empty() && kept.header("xkey").is_empty(), "{page}");
            // A browser that has the page asks, and Varnish answers that.
            let etag = kept.header("etag").to_owned();
            assert!(is_hit(&varnish.ask("GET", page, &[("If-None-Match", &etag)]).expect(304)), "{page}");
        }
        for turn in 0..3 {
            varnish.warm(&path);
            let (from, word) = (format!("192.0.2.{turn}"), format!("Said {turn} times"));
            // By way of Varnish, all readers of this test come from one address and would be too quick for it.
            let at = if turn == 0 { varnish.front } else { server.address };
            crate::place::comment(at, &path, &from, &word).unwrap().expect(303);
            within_two_seconds("the comment", || varnish.get(&path).body.contains(&word));
            assert!(is_hit(&varnish.get(&other)), "nobody changed it");
        }
        let id = varnish
            .get(&path)
            .body
            .split("id=\"comment-")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned();
        varnish.warm(&path);
        server
            .api("POST", &format!("/api/comments/{id}/verdicts"), &json!({ "verdict": "spam" }))
            .expect(201);
        within_two_seconds("the verdict", || !varnish.get(&path).body.contains(&format!("comment-{id}\"")));
        varnish.warm("/");
        server.publish("News");
        within_two_seconds("the new post", || varnish.get("/").body.contains("News"));
    });
}

#[test]
fn a_retraction_takes_the_page_out_of_varnish() {
    let Some(tools) = installed() else { return };
    let (_place, server, varnish, _way) = behind(Place::sqlite(), &tools);
    let made = server.api("POST", "/api/posts", &crate::place::open_post("Wrong")).expect(201).json();
    let (id, path) = (made["id"].as_str().unwrap(), made["permalink"].as_str().unwrap());
    varnish.warm(path);
    varnish.warm("/");
    server
        .api(
            "DELETE",
            &format!("/api/posts/{id}/publication"),
            &json!({ "reason": "Nothing of it was true." }),
        )
        .expect(200);
    within_two_seconds("the retraction", || varnish.get(path).status == 410);
    within_two_seconds("the front page", || !varnish.get("/").body.contains("Wrong"));
}

#[test]
fn what_is_for_one_reader_or_for_now_stays_out_of_varnish() {
    let Some(tools) = installed() else { return };
    let (place, server, varnish, way) = behind(Place::sqlite(), &tools);
    let path = server.publish("Read by all");
    settled(&place);
    way.quiet();
    let kept = varnish.warm(&path);
    for (page, status) in [
        ("/nothing/here", 404),
        ("/desk", 303),
        ("/sign-in", 200),
        ("/favicon.ico", 301),
        ("/healthz", 200),
        ("/search?q=read", 200),
        ("/api/comments?verdict=held", 401),
        (&format!("{path}?comment=held"), 200),
        (&format!("{path}?reply=none"), 200),
        (&format!("{path}/"), 301),
    ] {
        for _ in 0..3 {
            let answer = varnish.get(page).expect(status);
            assert!(!is_hit(&answer), "{page} comes out of the cache");
            assert!(
                answer.header("cache-control").contains("no-store") || status == 301,
                "{page}: {}",
                answer.head
            );
        }
    }
    // Who is signed in gets the page from Courant itself; a stranger's cookie changes nothing.
    for (cookie, hit) in
        [("courant_session=x", false), ("a=b; courant_guest=x", false), ("a=b; not_courant_session=x", true)]
    {
        let answer = varnish.ask("GET", &path, &[("Cookie", cookie)]).expect(200);
        assert_eq!((is_hit(&answer), &answer.body), (hit, &kept.body), "{cookie}");
    }
    // Readers can't empty the cache.
    assert_eq!(varnish.ask("PURGE", "/", &[("Surrogate-Key", "site")]).status, 405);
    assert!(is_hit(&varnish.get(&path)));
}

#[test]
fn what_could_not_be_told_is_told_when_the_way_is_open_again() {
    let Some(tools) = installed() else { return };
    let (place, server, varnish, way) = behind(Place::sqlite(), &tools);
    let (path, other) = (server.publish("Cut off"), server.publish("Elsewhere"));
    settled(&place);
    way.quiet();
    varnish.warm(&path);
    varnish.warm(&other);
    way.lead(None);
    server.comment(&path, "192.0.2.1", "Unheard of").expect(303);
    assert!(server.get(&path).body.contains("Unheard of"), "the site itself is never behind");
    for _ in 0..5 {
        let stale = varnish.get(&path).expect(200);
        assert!(is_hit(&stale) && !stale.body.contains("Unheard of"));
    }
    way.lead(Some(varnish.purge));
    until("the comment", || varnish.get(&path).body.contains("Unheard of").then_some(()));
    assert!(is_hit(&varnish.get(&other)), "only what changed was dropped");
}

/// Waits until what publishing promised is done: a new ranking changes pages once more.
fn settled(place: &Place) {
    let store = place.store();
    until("what was promised is done", || {
        let jobs = store.read(|c| store::jobs::list(c, 50)).unwrap();
        let promised = |record: &model::JobRecord| match record.state {
            model::JobState::Running => true,
            model::JobState::Waiting => record.run_at <= record.created,
            model::JobState::Done | model::JobState::Failed => false,
        };
        (!jobs.iter().any(promised)).then_some(())
    });
}
