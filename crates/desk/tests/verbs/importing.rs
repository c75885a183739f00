//! A site is brought over: what is written, what is known again, what a person decides afterwards.

use std::sync::Arc;

use desk::Error;
use desk::import::{CreditAct, Ground, Helpers, Importer, Item, PictureTold};
use model::import::{
    Entry, ImportChoices, Noun, OldComment, OldKind, OldPost, OldRedirect, OldSite, OldStanding, Platform,
};
use model::{Actor, Moment, Permalink, Standing, Verdict};

use crate::place::{Place, noon, on_both};

fn site() -> OldSite {
    OldSite {
        key: "wordpress:old.example".into(),
        addresses: vec!["https://old.example".into()],
        name: "The Old Paper".into(),
        language: Some("en".into()),
        ..OldSite::default()
    }
}

fn entry(noun: Noun) -> Entry {
    Entry { raw: format!("{noun:?}"), line: 1, noun, unknown: Vec::new() }
}

fn post(key: &str, path: &str, body: &str) -> OldPost {
    OldPost {
        key: key.into(),
        standing: OldStanding::Published,
        headline: format!("Post {key}"),
        body: body.into(),
        path: Some(path.into()),
        published: Some(Moment::parse("2018-05-06T07:08:09Z").unwrap()),
        updated: Some(Moment::parse("2018-05-07T00:00:00Z").unwrap()),
        ..OldPost::default()
    }
}

fn comment(key: &str, post: &str, parent: Option<&str>, verdict: Verdict) -> Entry {
    entry(Noun::Comment(Box::new(OldComment {
        key: key.into(),
        post: post.into(),
        parent: parent.map(str::to_owned),
        name: format!("Reader {key}"),
        email: Some("Reader@Mail.Example".into()),
        network: Some("192.0.2.7".into()),
        body: format!("<b>Words</b> of {key}<script>alert(1)</script>"),
        created: Some(Moment::parse("2018-05-06T10:00:00Z").unwrap()),
        verdict,
        anchor: Some(format!("comment-{key}")),
        ..OldComment::default()
    })))
}

struct Run {
    importer: Importer,
    ground: Arc<Ground>,
}

fn begin(place: &Place, dry: bool) -> Run {
    let choices = ImportChoices::default();
    let import = place.desk.begin_import(&place.owner, Platform::WordPress, "site.xml", &choices).unwrap();
    let helpers = Helpers { language: |_| None, original: str::to_owned };
    let language = place.desk.site().unwrap().language;
    let ground = Arc::new(Ground::new(Platform::WordPress, &site(), language, noon(), helpers));
    let importer = Importer::new(&place.desk, &place.owner, import, ground.clone(), dry).unwrap();
    Run { importer, ground }
}

impl Run {
    fn bring(&mut self, entries: Vec<Entry>) {
        let items: Vec<Item> = entries.into_iter().map(|entry| self.ground.prepare(entry)).collect();
        self.importer.bring(&items).unwrap();
    }

    fn number(&self, kind: &str) -> (u64, u64, u64, u64, u64) {
        assert!(self.importer.import.report.adds_up());
        let count = self.importer.import.report.counts.get(kind).copied().unwrap_or_default();
        (count.found, count.kept, count.changed, count.known, count.dropped)
    }
}

fn at(place: &Place, path: &str) -> model::Post {
    let permalink = Permalink::parse(path).unwrap();
    place.desk.store().read(|conn| store::posts::by_permalink(conn, &permalink)).unwrap().unwrap()
}

#[test]
fn only_owners_bring_sites_over() {
    on_both(|place| {
        for actor in [&place.editor, &place.author, &place.moderator, &Actor::Nobody] {
            let refused =
                place.desk.begin_import(actor, Platform::Ghost, "x.json", &ImportChoices::default());
            assert!(matches!(refused, Err(Error::Forbidden(_))));
            assert!(matches!(place.desk.imports(actor), Err(Error::Forbidden(_))));
        }
    });
}

#[test]
fn a_post_keeps_path_dates_and_standing_and_a_second_run_changes_nothing() {
    on_both(|place| {
        let entries = || {
            let draft =
                OldPost { standing: OldStanding::Locked, path: None, ..post("2", "", "<p>Secret</p>") };
            let page = OldPost { kind: OldKind::Page, ..post("3", "/about/", "<p>Us</p>") };
            let taken = post("4", "/2018/05/one/", "<p>Another of that address</p>");
            let untitled = OldPost {
                headline: String::new(),
                ..post("5", "/2018/05/five", "<p>First words stand in</p>")
            };
            let mut all = vec![entry(Noun::Site(Box::new(site())))];
            let first = OldPost {
                old_paths: vec!["/?p=1".into()],
                ..post("1", "/2018/05/one/", "<p>One <script>x</script></p>")
            };
            all.extend([first, draft, page, taken, untitled].map(|post| entry(Noun::Post(Box::new(post)))));
            all.push(entry(Noun::Redirect(OldRedirect {
                from: "/gone/".into(),
                to: "https://old.example/2018/05/one/".into(),
            })));
            all
        };
        let mut run = begin(place, false);
        run.bring(entries());
        assert_eq!(run.number("post: published"), (3, 1, 2, 0, 0));
        assert_eq!(run.number("post: draft"), (1, 0, 1, 0, 0));
        let one = at(place, "/2018/05/one");
        let untitled = at(place, "/2018/05/five").id;
        let words = String::from_utf8(place.desk.original(&place.owner, untitled).unwrap()).unwrap();
        assert!(
            words.starts_with("Post(") && words.ends_with(')') && words.contains("First words"),
            "{words}"
        );
        assert!(matches!(place.desk.original(&place.editor, one.id), Err(Error::Forbidden(_))));
        assert!(!place.desk.brought_over(&place.editor, one.id).unwrap().is_readable);
        assert_eq!(one.published().unwrap().iso(), "2018-05-06T07:08:09Z");
        assert_eq!(one.modified.iso(), "2018-05-07T00:00:00Z");
        assert!(!one.html.contains("script"));
        assert_eq!(at(place, "/2018/05/one-2").writing.headline, "Post 4");
        assert_eq!(at(place, "/2018/05/five").writing.headline, "First words stand in");
        assert!(matches!(at(place, "/about").standing, Standing::Published { .. }));
        assert_eq!(place.desk.site().unwrap().name, "The Old Paper");
        let lead = |path: &str, query: Option<&str>| place.desk.lead(path, query).unwrap();
        assert_eq!(lead("/", Some("p=1")).as_deref(), Some("/2018/05/one"));
        assert_eq!(lead("/gone/", None).as_deref(), Some("/2018/05/one/"));
        assert_eq!(lead("/2018/05/one/feed/", None).as_deref(), Some("/2018/05/one/comments.atom"));
        assert_eq!(lead("/nowhere", None), None);
        // What a person changes here stays, whatever the export says later.
        let mut raw = one.writing.raw();
        raw.labels = "Kept".into();
        place.desk.save(&place.owner, one.id, &raw, None).unwrap();
        place
            .desk
            .note_import(&model::import::Import {
                state: model::import::ImportState::Done,
                ..run.importer.import.clone()
            })
            .unwrap();

        let mut again = begin(place, false);
        assert_ne!(again.importer.import.id, run.importer.import.id);
        again.bring(entries());
        let total = again.importer.import.report.total();
        assert_eq!((total.found, total.known), (7, 7), "{:?}", again.importer.import.report);
        assert_eq!(at(place, "/2018/05/one").writing.labels[0].name, "Kept");
        let count = place.desk.store().read(store::posts::count_published).unwrap();
        assert_eq!(count, 3, "a page is none of the posts");
    });
}

#[test]
fn lines_beside_a_text_come_along() {
    on_both(|place| {
        let said = OldPost {
            dek: "An excerpt".into(),
            description: "For search engines".into(),
            search_title: "Another title".into(),
            lead_image_caption: "By <a href=\"https://ada.example/\">Ada &amp; Ben</a>".into(),
            location: Some("Πειραιάς (37.94, 23.64)".into()),
            ..post("1", "/2018/05/one/", "<p>One</p>")
        };
        let twice = OldPost { description: "An excerpt".into(), ..said.clone() };
        let long =
            OldPost { location: Some("x".repeat(201)), ..post("3", "/2018/05/three/", "<p>Three</p>") };
        let mut run = begin(place, false);
        let all = [said, OldPost { key: "2".into(), path: Some("/2018/05/two/".into()), ..twice }, long];
        run.bring(all.map(|post| entry(Noun::Post(Box::new(post)))).into());
        let one = at(place, "/2018/05/one").writing;
        assert_eq!((&*one.dek, &*one.search_description), ("An excerpt", "For search engines"));
        assert_eq!((&*one.search_title, &*one.lead_image_caption), ("Another title", "By Ada & Ben"));
        assert_eq!(one.location.unwrap().to_string(), "Πειραιάς (37.94, 23.64)");
        assert_eq!(at(place, "/2018/05/two").writing.search_description, "", "the dek says it");
        assert_eq!(at(place, "/2018/05/three").writing.location, None);
        let told = format!("{:?}", run.importer.import.report);
        assert!(
            told.contains("has lost its links") && told.contains("its place is kept with the original"),
            "{told}"
        );
    });
}

#[test]
fn what_is_cut_off_goes_on_and_is_counted_once() {
    on_both(|place| {
        let all = || {
            (1..=4).map(|n| entry(Noun::Post(Box::new(post(&n.to_string(), &format!("/a/{n}"), "<p>x</p>")))))
        };
        let mut first = begin(place, false);
        first.bring(all().take(2).collect());
        drop(first);
        let mut second = begin(place, false);
        second.bring(all().collect());
        assert_eq!(second.number("post: published"), (4, 4, 0, 0, 0));
    });
}

#[test]
fn a_run_that_is_dry_writes_nothing() {
    on_both(|place| {
        let before = place.desk.store().read(store::posts::count_published).unwrap();
        let mut run = begin(place, true);
        run.bring(vec![
            entry(Noun::Post(Box::new(post("1", "/a/1", "<p>x</p>")))),
            entry(Noun::Post(Box::new(post("2", "/a/1", "<p>y</p>")))),
            comment("1", "1", None, Verdict::Approved),
            comment("2", "77", None, Verdict::Approved),
        ]);
        assert_eq!(run.number("post: published"), (2, 1, 1, 0, 0));
        assert_eq!(run.number("comment: approved"), (2, 1, 0, 0, 1));
        assert_eq!(place.desk.store().read(store::posts::count_published).unwrap(), before);
    });
}

#[test]
fn threads_are_put_together_whatever_the_order() {
    on_both(|place| {
        let mut run = begin(place, false);
        run.bring(vec![entry(Noun::Post(Box::new(post("1", "/a/1", "<p>x</p>"))))]);
        run.bring(vec![
            comment("30", "1", Some("20"), Verdict::Approved),
            comment("40", "1", Some("999"), Verdict::Approved),
        ]);
        run.bring(vec![
            comment("20", "1", Some("10"), Verdict::Approved),
            comment("50", "1", Some("10"), Verdict::Spam),
        ]);
        run.bring(vec![comment("10", "1", None, Verdict::Approved), comment("60", "1", None, Verdict::Held)]);
        run.importer.tie(&|| true).unwrap();
        let report = &run.importer.import.report;
        assert_eq!(report.private["mail address"], 6);
        assert!(report.notes.iter().any(|note| note.contains("not in the export")), "{:?}", report.notes);
        let post = at(place, "/a/1");
        let talk = place.desk.conversation(post.id, model::ThreadOrder::Oldest, None).unwrap();
        assert_eq!((talk.number, talk.threads.len()), (4, 2));
        let thread = talk.threads.iter().find(|thread| thread.number == 2).unwrap();
        let mut words: Vec<&str> = thread.comments().map(|comment| comment.body.as_str()).collect();
        words.sort_unstable();
        assert_eq!(words, ["**Words** of 10", "**Words** of 20", "**Words** of 30"]);
        let first = thread.comments().next().unwrap();
        assert_eq!(
            (first.email.as_deref(), first.anchor.as_deref()),
            (Some("reader@mail.example"), Some("comment-10"))
        );
        assert!(!first.html.contains("script"));
    });
}

#[test]
fn threads_that_come_at_once_stand_as_those_that_come_piece_by_piece() {
    on_both(|place| {
        let mut run = begin(place, false);
        let posts =
            ["1", "2"].map(|key| entry(Noun::Post(Box::new(post(key, &format!("/a/{key}"), "<p>x</p>")))));
        run.bring(posts.into());
        let talk = |post: &str| -> Vec<Entry> {
            let of = |key: &str, parent: Option<&str>, verdict| {
                let parent = parent.map(|parent| format!("{post}-{parent}"));
                comment(&format!("{post}-{key}"), post, parent.as_deref(), verdict)
            };
            vec![
                of("30", Some("20"), Verdict::Approved),
                of("60", None, Verdict::Held),
                of("20", Some("10"), Verdict::Approved),
                of("10", None, Verdict::Withdrawn),
                of("50", Some("10"), Verdict::Spam),
                of("55", Some("50"), Verdict::Approved),
                // They answer each other.
                of("70", Some("80"), Verdict::Approved),
                of("80", Some("70"), Verdict::Approved),
                of("90", Some("999"), Verdict::Approved),
                of("95", Some("90"), Verdict::Approved),
            ]
        };
        for piece in talk("1") {
            run.bring(vec![piece]);
        }
        run.bring(talk("2"));
        run.importer.tie(&|| true).unwrap();
        let told = |path: &str| {
            let post = at(place, path);
            let all =
                place.desk.store().read(|conn| store::comments::of_post(conn, post.id, None, 100)).unwrap();
            let name = |id| {
                let found = all.iter().find(|comment| Some(comment.id) == id);
                found.map(|comment| comment.name[9..].to_owned())
            };
            let mut stands: Vec<_> = all
                .iter()
                .map(|comment| {
                    (name(Some(comment.id)), name(comment.parent), name(Some(comment.root)), comment.answers)
                })
                .collect();
            stands.sort();
            let best = place.desk.conversation(post.id, model::ThreadOrder::Best, None).unwrap();
            let best: Vec<_> = best.threads.iter().map(|thread| thread.comments().count()).collect();
            (stands, best)
        };
        assert_eq!(told("/a/1"), told("/a/2"));
        assert_eq!(told("/a/2").0.len(), 10);
    });
}

#[test]
fn links_within_the_old_site_lead_where_they_can_and_others_stay() {
    on_both(|place| {
        let mut run = begin(place, false);
        let body = "<p><a href=\"https://www.old.example/a/2/?utm_source=x#comment-1\">here</a> <a href='/?p=2'>too</a> \
                    <a href=\"https://old.example/never?x=1\">not</a> <a href=\"https://other.example/a/2\">elsewhere</a></p>";
        let second = OldPost { old_paths: vec!["/?p=2".into()], ..post("2", "/a/2/", "<p>y</p>") };
        run.bring(vec![
            entry(Noun::Post(Box::new(post("1", "/a/1", body)))),
            entry(Noun::Post(Box::new(second))),
        ]);
        run.importer.tie(&|| true).unwrap();
        let post = at(place, "/a/1");
        for there in [
            "href=\"/a/2#comment-1\"",
            "href=\"/a/2\"",
            "href=\"https://old.example/never?x=1\"",
            "href=\"https://other.example/a/2\"",
        ] {
            assert!(post.html.contains(there), "{there}: {}", post.html);
        }
        assert_eq!(post.modified.iso(), "2018-05-07T00:00:00Z", "readers are told of no change");
    });
}

#[test]
fn a_credit_line_becomes_the_source_when_a_person_takes_it() {
    on_both(|place| {
        let mut run = begin(place, false);
        let body = |n: u32| {
            format!("<p>Text {n}.</p><p>Πηγή: <a href=\"https://gazette.example/{n}\">Εφημερίδα</a></p>")
        };
        run.bring(
            (1..=3)
                .map(|n| entry(Noun::Post(Box::new(post(&n.to_string(), &format!("/a/{n}"), &body(n))))))
                .collect(),
        );
        let (waiting, number) = place.desk.credit_lines(&place.editor, None, 10).unwrap();
        assert_eq!((waiting.len(), number), (3, 3));
        let posts: Vec<_> = waiting.iter().map(|row| row.line.post).collect();
        assert!(matches!(
            place.desk.decide_credit(&place.author, &posts, CreditAct::Take),
            Err(Error::Forbidden(_))
        ));
        assert_eq!(place.desk.decide_credit(&place.editor, &posts[..2], CreditAct::Take).unwrap(), 2);
        assert_eq!(place.desk.decide_credit(&place.editor, &posts[2..], CreditAct::Dismiss).unwrap(), 1);
        assert_eq!(place.desk.decide_credit(&place.editor, &posts, CreditAct::Take).unwrap(), 0);
        let taken = at(place, "/a/1");
        let source = taken.source.unwrap();
        assert_eq!(
            (source.fields.url.as_str(), source.fields.outlet.as_str()),
            ("https://gazette.example/1", "Εφημερίδα")
        );
        assert!(!taken.html.contains("Πηγή") && taken.html.contains("Text 1"));
        assert!(at(place, "/a/3").html.contains("Πηγή"));
    });
}

#[test]
fn a_picture_takes_its_places_once_it_is_here() {
    on_both(|place| {
        let mut run = begin(place, false);
        let address = "https://old.example/wp-content/uploads/a.png";
        let body = format!(
            "<p><a href=\"{address}\"><img src=\"/wp-content/uploads/a.png\" alt=\"A\"></a></p><p><img src=\"https://x.example/b.png\" alt=\"B\"></p>"
        );
        let old = OldPost { lead_image: Some(address.into()), ..post("1", "/a/1", &body) };
        run.bring(vec![entry(Noun::Post(Box::new(old)))]);
        let wanted = run.importer.wanted_pictures("", 10).unwrap();
        assert_eq!(wanted.len(), 2);
        let mut png = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let media = place.desk.add_media(&place.owner, png.get_ref(), address).unwrap();
        run.importer.picture(address, &PictureTold::Kept(Box::new(media.clone()))).unwrap();
        run.importer.picture("https://x.example/b.png", &PictureTold::Lost("it is gone".into())).unwrap();
        run.importer.place_pictures(&|| true).unwrap();
        let post = at(place, "/a/1");
        assert_eq!(post.writing.lead_image.as_deref(), Some(media.path().as_str()));
        assert!(post.html.contains(&format!("<img src=\"{}\"", media.path())), "{}", post.html);
        assert!(post.html.contains("Picture: B") && post.writing.body.contains("https://x.example/b.png"));
        assert_eq!(place.desk.lead("/wp-content/uploads/a.png", None).unwrap(), Some(media.path()));
        let revision = post.revision;
        run.importer.place_pictures(&|| true).unwrap();
        assert_eq!(at(place, "/a/1").revision, revision);
        let counts = run.importer.picture_counts().unwrap();
        assert_eq!((counts.wanted, counts.kept, counts.lost), (0, 1, 1));
    });
}
