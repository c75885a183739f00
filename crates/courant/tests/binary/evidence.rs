//! What a clip leaves as evidence: whole exchanges, style and pictures, packages that other programs open.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use model::{Capture, CaptureId, How, Part, PartRole};
use serde_json::json;
use store::Store;
use warc::{Entry, Kind, Reader};

use crate::outlet::{Outlet, Reply, article};
use crate::place::{Place, on_both, until};

const PHOTO: &[u8] = include_bytes!("../../samples/slipway/steaming.jpg");
const SHEET: &str = "@import 'base.css'; body { background: url(paper.svg) }";

/// An article with style and pictures, of which the site is asked twice at most.
fn outlet() -> Outlet {
    Outlet::open(|path| match path {
        "/steam.jpg" | "/more.jpg" => Reply::Page(200, "image/jpeg", PHOTO.to_vec()),
        "/main.css" => Reply::Page(200, "text/css; charset=utf-8", SHEET.into()),
        "/base.css" => Reply::Page(200, "text/css", b"h1 { color: teal }".to_vec()),
        "/paper.svg" => {
            Reply::Page(200, "image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec())
        }
        "/old" => Reply::Moved("/plank".into()),
        "/gone.css" => Reply::Page(404, "text/plain", b"no".to_vec()),
        path => {
            let head = "<link rel=stylesheet href=/main.css><link rel=stylesheet href=/gone.css></head>";
            let shown = "<p><img src=/steam.jpg alt=Steam></p></article>";
            let aside = "</article><aside>Beside it<img src=/more.jpg></aside>";
            let html =
                article(&format!("How a plank is bent {path}"), "It lies in the steam until it gives way.");
            let html =
                html.replace("</head>", head).replace("</article>", shown).replace("</article>", aside);
            Reply::Page(200, "text/html; charset=utf-8", html.into_bytes())
        }
    })
}

fn captures(store: &Store) -> Vec<Capture> {
    store.read(|conn| store::captures::after(conn, None, 100)).unwrap()
}

fn parts(store: &Store, capture: CaptureId) -> Vec<Part> {
    store.read(|conn| store::parts::of_capture(conn, capture)).unwrap()
}

fn records(store: &Store, warc: &str) -> Vec<Entry> {
    let file = fs::File::open(store.files().path(warc).unwrap()).unwrap();
    Reader::new(file, 1 << 20).collect::<Result<_, _>>().unwrap()
}

fn kinds(store: &Store, warc: &str) -> Vec<Kind> {
    records(store, warc).iter().map(|entry| entry.kind).collect()
}

/// Serves until the parts of all captures are there.
fn until_parts(place: &Place, of_each: usize) {
    let server = place.serve();
    let store = place.store();
    until("the parts of every capture", || {
        let all = captures(&store);
        all.iter().all(|capture| parts(&store, capture.id).len() >= of_each).then_some(())
    });
    drop(server);
}

#[test]
fn a_clip_is_kept_with_its_whole_exchange_its_style_and_its_pictures() {
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let made = place.run(&["clip", &outlet.url("/old")]).expect(0).lines().remove(0);
        assert_eq!(made["clipping"]["headline"], json!("How a plank is bent /plank"));
        let store = place.store();
        let [capture] = captures(&store).try_into().unwrap();
        let warc = capture.warc.clone().unwrap();
        let entries = records(&store, &warc);
        use Kind::{Metadata, Request, Response, Warcinfo};
        assert_eq!(kinds(&store, &warc), [Warcinfo, Request, Response, Request, Response, Metadata]);
        assert_eq!(entries[2].header("WARC-Target-URI"), Some(outlet.url("/old").as_str()));
        assert!(entries[1].block.starts_with(b"GET /old HTTP/1.1\r\n"));
        let page = store.files().get(&capture.sha256).unwrap().unwrap();
        assert!(entries[4].block.ends_with(&page), "the page stands in it byte for byte");
        assert_eq!(entries[4].header("WARC-IP-Address"), Some("127.0.0.1"));
        let known = String::from_utf8(entries[5].block.clone()).unwrap();
        assert!(known.contains("how: fetched\r\n") && known.contains("robots: no robots.txt"), "{known}");
        assert!(known.contains(&format!("redirectedFrom: {}", outlet.url("/old"))), "{known}");
        let text = |hash: &Option<String>| {
            String::from_utf8(store.files().get(hash.as_ref().unwrap()).unwrap().unwrap()).unwrap()
        };
        assert!(text(&capture.article).starts_with("It lies in the steam until it gives way."));
        assert!(!text(&capture.article).contains("Beside it"));
        assert!(text(&capture.page_text).contains("Beside it"));

        until_parts(&place, 5);
        let kept = parts(&store, capture.id);
        let named: Vec<_> = kept
            .iter()
            .map(|part| (part.address.rsplit('/').next().unwrap(), part.role, part.mime.as_str()))
            .collect();
        let (style, picture) = (PartRole::Style, PartRole::Picture);
        assert_eq!(
            named,
            [
                ("steam.jpg", picture, "image/jpeg"),
                ("main.css", style, "text/css"),
                ("base.css", style, "text/css"),
                ("more.jpg", picture, "image/jpeg"),
                ("paper.svg", picture, "image/svg+xml"),
            ]
        );
        for part in &kept {
            assert_eq!(kinds(&store, &part.warc)[..3], [Warcinfo, Request, Response], "{part:?}");
            assert!(store.files().contains(&part.sha256));
        }
        let times = outlet.asked_for("/steam.jpg");
        assert_eq!(times, 1, "a picture that was fetched for the draft is not fetched again");
    });
}

#[test]
fn what_was_kept_of_the_same_address_before_is_referred_to_and_both_are_exported() {
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        place.run(&["clip", &outlet.url("/one")]).expect(0);
        until_parts(&place, 5);
        let made = place.run(&["clip", &outlet.url("/two")]).expect(0).lines().remove(0);
        until_parts(&place, 5);
        let store = place.store();
        let [first, second] = captures(&store).try_into().unwrap();
        let (of_first, of_second) = (parts(&store, first.id), parts(&store, second.id));
        for (earlier, later) in of_first.iter().zip(&of_second) {
            assert_eq!((&earlier.address, &earlier.sha256), (&later.address, &later.sha256));
            let original =
                records(&store, &earlier.warc).into_iter().find_map(|entry| entry.original()).unwrap();
            let again =
                records(&store, &later.warc).into_iter().find(|entry| entry.kind == Kind::Revisit).unwrap();
            assert_eq!(again.header("WARC-Refers-To"), Some(original.id.as_str()));
            assert_eq!(again.header("WARC-Refers-To-Target-URI"), Some(later.address.as_str()));
        }
        // Only the second is exported, with the records that it leans on.
        let to = place.directory.path().join("two.wacz");
        let id = made["draft"].as_str().unwrap();
        let said = place.run(&["export", "--evidence", id, "--to", to.to_str().unwrap()]).expect(0).out;
        assert!(said.contains("captures 1, parts 5,"), "{said}");
        let entries = archive(&place, &to);
        for entry in entries.iter().filter(|entry| entry.kind == Kind::Revisit) {
            let wanted = entry.header("WARC-Refers-To");
            assert!(entries.iter().any(|other| other.header("WARC-Record-ID") == wanted), "{entry:?}");
        }
        assert_eq!(entries.iter().filter(|entry| entry.kind == Kind::Revisit).count(), 5);
    });
}

#[test]
fn a_page_as_a_browser_or_a_file_showed_it_is_a_resource_and_says_so() {
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let html = article("Seen in a browser", "What the person saw.");
        let seen = json!({ "url": outlet.url("/seen"), "html": html });
        server.api("POST", "/api/clippings", &seen).expect(201);
        let store = place.store();
        until("the page is fetched beside it", || (captures(&store).len() == 2).then_some(()));
        drop(server);
        let file = place.directory.path().join("page.html");
        fs::write(&file, article("From a file", "What the file held.")).unwrap();
        place.run(&["clip", "--source", "https://gazette.example/filed", file.to_str().unwrap()]).expect(0);
        for (how, kept) in
            [(How::Seen, Kind::Resource), (How::Fetched, Kind::Response), (How::File, Kind::Resource)]
        {
            let capture = captures(&store).into_iter().find(|capture| capture.how == how).unwrap();
            let entries = records(&store, capture.warc.as_deref().unwrap());
            let page = entries.iter().find(|entry| entry.kind == kept).unwrap();
            let bytes = store.files().get(&capture.sha256).unwrap().unwrap();
            assert!(page.block.ends_with(&bytes), "{how:?}");
            let about = entries.iter().find(|entry| entry.kind == Kind::Metadata).unwrap();
            let about = String::from_utf8(about.block.clone()).unwrap();
            assert!(about.contains(&format!("how: {}\r\n", how.as_str())), "{about}");
            assert_eq!(about.contains("this site did not fetch it"), how != How::Fetched, "{about}");
        }
    });
}

#[test]
fn several_looks_at_one_source_stand_side_by_side_also_when_its_characters_change() {
    on_both(|place| {
        let times = Arc::new(AtomicUsize::new(0));
        let asked = times.clone();
        let outlet = Outlet::open(move |path| match path {
            "/change" => {
                let html = article("Νερό", "Το ποτάμι ανεβαίνει.");
                // The same words, once as ISO 8859-7 and once as UTF-8: letters of that table stand in a row.
                let greek = |c: char| if c.is_ascii() { c as u8 } else { (c as u32 - 0x2d0) as u8 };
                match asked.fetch_add(1, Ordering::SeqCst) {
                    0 => Reply::Page(200, "text/html; charset=iso-8859-7", html.chars().map(greek).collect()),
                    _ => Reply::Page(200, "text/html; charset=utf-8", html.into_bytes()),
                }
            }
            _ => Reply::Page(404, "text/plain", Vec::new()),
        });
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let first = place.run(&["clip", &outlet.url("/change")]).expect(0).lines().remove(0);
        let second = place.run(&["clip", &outlet.url("/change")]).expect(0).lines().remove(0);
        assert_eq!(first["draft"], second["draft"]);
        let store = place.store();
        let [one, two] = captures(&store).try_into().unwrap();
        assert_eq!(one.source, two.source);
        assert_ne!((&one.sha256, &one.warc), (&two.sha256, &two.warc));
        assert_eq!(one.article, two.article, "the same words are one file");
        let text = store.files().get(&one.article.unwrap()).unwrap().unwrap();
        assert!(String::from_utf8(text).unwrap().starts_with("Το ποτάμι ανεβαίνει."));
        let to = place.directory.path().join("both.wacz");
        let id = first["draft"].as_str().unwrap();
        let said = place.run(&["export", "--evidence", id, "--to", to.to_str().unwrap()]).expect(0).out;
        assert!(said.contains("captures 2, parts 0,"), "{said}");
    });
}

#[test]
fn other_programs_accept_all_that_is_written_and_replay_it() {
    let Some(tools) = Tools::find() else { return };
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let made = place.run(&["clip", "--publish", &outlet.url("/old")]).expect(0).lines().remove(0);
        until_parts(&place, 5);
        let store = place.store();
        for capture in captures(&store) {
            for part in parts(&store, capture.id) {
                tools.check(&store.files().path(&part.warc).unwrap());
            }
            tools.check(&store.files().path(capture.warc.as_deref().unwrap()).unwrap());
        }
        // By path, by address and by id.
        let (path, id) = (made["post"].as_str().unwrap(), made["draft"].as_str().unwrap());
        let address = format!("https://any.example{path}");
        let to = place.directory.path().join("evidence.wacz");
        for named in [path, &address, id] {
            place.run(&["export", "--evidence", named, "--to", to.to_str().unwrap()]).expect(0);
            tools.run("wacz", &["validate", "-f", to.to_str().unwrap()]);
        }
        let archive = place.directory.path().join("archive.warc.gz");
        fs::write(&archive, unpacked(&place, &to)).unwrap();
        tools.check(&archive);
        // A program that knows nothing of this one finds page, style and picture as the outlet sent them.
        let script = "
import sys
from warcio.archiveiterator import ArchiveIterator
found = {}
for record in ArchiveIterator(open(sys.argv[1], 'rb'), check_digests='raise'):
    if record.rec_type == 'response':
        found[record.rec_headers['WARC-Target-URI']] = record.content_stream().read()
assert b'It lies in the steam' in found[sys.argv[2] + '/plank'], found.keys()
assert found[sys.argv[2] + '/main.css'].startswith(b'@import'), found.keys()
assert len(found[sys.argv[2] + '/steam.jpg']) == int(sys.argv[3]), found.keys()
";
        let size = PHOTO.len().to_string();
        let origin = format!("http://{}", outlet.address);
        tools.run("python3", &["-c", script, archive.to_str().unwrap(), &origin, &size]);
    });
}

#[test]
fn what_can_not_be_exported_says_why_and_what_lacks_is_named() {
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let made = place.run(&["clip", &outlet.url("/plank")]).expect(0).lines().remove(0);
        let id = made["draft"].as_str().unwrap().to_owned();
        let to = place.directory.path().join("evidence.wacz");
        let export = |named: &str| place.run(&["export", "--evidence", named, "--to", to.to_str().unwrap()]);
        export("0000000000001").fails_with(&["no such post"]);
        export("/2026/11/nothing").fails_with(&["/2026/11/nothing", "--data"]);
        export("nothing").fails_with(&["“nothing”", "13 characters"]);
        assert!(!to.exists(), "what is not whole is not there");
        assert_eq!(place.run(&["export"]).code, Some(2));
        let store = place.store();
        let [capture] = captures(&store).try_into().unwrap();
        let file = store.files().path(capture.warc.as_deref().unwrap()).unwrap();
        let whole = fs::read(&file).unwrap();
        fs::write(&file, &whole[..whole.len() - 9]).unwrap();
        let done = export(&id).expect(1);
        assert!(done.err.contains("is cut short") && done.err.contains("backup"), "{done:?}");
        fs::remove_file(&file).unwrap();
        assert!(export(&id).expect(1).err.contains("its file is gone"));
        let entries = archive(&place, &to);
        let told =
            entries.iter().find(|entry| entry.header("WARC-Target-URI").is_some_and(|uri| uri.contains(&id)));
        assert!(String::from_utf8_lossy(&told.unwrap().block).contains("Not in this package"));
        fs::write(&file, whole).unwrap();
        export(&id).expect(0);
    });
}

/// Files that are whole: those under their hash.
fn files(place: &Place) -> usize {
    let Ok(folders) = fs::read_dir(place.data().join("files")) else { return 0 };
    let folders = folders.flatten().filter(|entry| entry.path().is_dir());
    folders.map(|entry| fs::read_dir(entry.path()).map(Iterator::count).unwrap_or_default()).sum()
}

#[test]
fn a_power_cut_at_any_moment_leaves_no_row_without_its_file_and_no_capture_without_its_draft() {
    const ROUNDS: usize = 14;
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        // Makes the database, so that the kills meet clips.
        place.run(&["account", "list"]).expect(0);
        let mut cut = 0;
        for round in 0..ROUNDS {
            let pages: Vec<String> = (0..3).map(|page| outlet.url(&format!("/{round}-{page}"))).collect();
            let mut words = vec!["clip"];
            words.extend(pages.iter().map(String::as_str));
            let mut command = place.command(&words);
            let mut clip = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            // Between any two of its files, or behind the last: before its rows, with them, after them.
            let enough = files(&place) + 1 + round % 9;
            while files(&place) < enough && clip.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            cut += usize::from(clip.try_wait().unwrap().is_none());
            clip.kill().unwrap();
            clip.wait().unwrap();
            look_over(&place);
        }
        assert!(cut > ROUNDS / 2, "only {cut} clips were cut off: this tests nothing any more");
        place.run(&["verify"]).expect(0);
        // And it goes on: the same pages again, and the parts that were promised.
        for round in 0..ROUNDS {
            place.run(&["clip", &outlet.url(&format!("/{round}-0"))]).expect(0);
        }
        until_parts(&place, 5);
        look_over(&place);
        place.run(&["verify"]).expect(0);
    });
}

/// Every capture has its files, its source and the draft made of it; every part has its files.
fn look_over(place: &Place) {
    let store = place.store();
    for capture in captures(&store) {
        let named = [Some(capture.sha256.clone()), capture.warc, capture.article, capture.page_text];
        assert!(named.iter().all(Option::is_some), "{named:?}");
        assert!(named.iter().flatten().all(|hash| store.files().contains(hash)), "{named:?}");
        assert!(store.read(|conn| store::posts::of_source(conn, capture.source)).unwrap().is_some());
        for part in parts(&store, capture.id) {
            assert!(store.files().contains(&part.sha256) && store.files().contains(&part.warc), "{part:?}");
        }
    }
}

/// The archive inside a package.
fn unpacked(place: &Place, package: &Path) -> Vec<u8> {
    let script = "import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read('archive/data.warc.gz'))";
    let output = Command::new("python3")
        .args(["-c", script])
        .arg(package)
        .current_dir(place.directory.path())
        .output()
        .expect("Python is there: the measurements need it, too");
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

fn archive(place: &Place, package: &Path) -> Vec<Entry> {
    Reader::new(unpacked(place, package).as_slice(), 1 << 20).collect::<Result<_, _>>().unwrap()
}

/// Other people's programs for archives, as `cargo xtask test` installs them.
struct Tools(PathBuf);

impl Tools {
    #[expect(clippy::disallowed_methods, reason = "where the tools are is told by the test command")]
    #[expect(clippy::print_stderr, reason = "a test that is skipped must be seen")]
    fn find() -> Option<Tools> {
        let named = std::env::var("COURANT_TEST_ARCHIVE_TOOLS").ok().filter(|path| !path.is_empty());
        if named.is_none() {
            eprintln!(
                "SKIPPED: COURANT_TEST_ARCHIVE_TOOLS is not set; `cargo xtask test` installs warcio and wacz"
            );
            assert!(std::env::var("CI").is_err(), "in CI other programs must look at what is written");
        }
        named.map(|path| Tools(path.into()))
    }

    fn run(&self, program: &str, words: &[&str]) -> String {
        let output = Command::new(self.0.join(program)).args(words).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{program}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Every record passes, and there are as many as we count: a cut file passes `warcio check`.
    fn check(&self, file: &Path) {
        let said = self.run("warcio", &["check", "-v", file.to_str().unwrap()]);
        let theirs = said.matches("WARC-Record-ID").count();
        let ours = Reader::new(fs::File::open(file).unwrap(), 0).collect::<Result<Vec<_>, _>>().unwrap();
        assert_eq!(theirs, ours.len(), "{said}");
        let passed = said.matches("digest pass").count() + said.matches("(revisit)").count();
        assert_eq!(passed, theirs, "{said}");
    }
}
