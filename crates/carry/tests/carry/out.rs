//! Sites told in other systems' words, and read back by the readers of those.

use carry::Choices;
use carry::out::{Atom, Blog, Piece, Remark, Teller, Wxr, source_line};
use jiff::tz::TimeZone;
use model::import::{OldStanding, Platform};
use model::{Comment, CommentId, Media, MediaId, Moment, Post, Standing, Verdict, sample};

use crate::exports::{Read, read};

fn blog() -> Blog {
    Blog {
        name: "Ρεύματα & Co".into(),
        tagline: "A \"tagline\"".into(),
        origin: "https://courant.example".into(),
        language: "el".into(),
        zone: TimeZone::get("Europe/Athens").unwrap(),
        authors: vec!["Ada Park".into(), "Ευγενία".into()],
        labels: sample::post().writing.labels,
        now: sample::noon(),
    }
}

/// Text that XML has no room for, and that ends what holds it.
const ODD: &str = "]]> \u{1}\u{8}\u{fffe}& <b> 👪";

fn tell(teller: &mut dyn Teller) -> Vec<bool> {
    teller.begin(&blog()).unwrap();
    let picture = Media {
        id: MediaId::from_raw(1),
        sha256: "ab".repeat(32),
        original: "ab".repeat(32),
        mime: "image/png".into(),
        width: 4,
        height: 3,
        size: 9,
        origin: "upload".into(),
        created: sample::noon(),
    };
    teller.picture(1, &picture).unwrap();
    let mut out = sample::post();
    out.writing.location = "Πειραιάς (37.94, 23.64)".parse().ok();
    out.writing.search_title = "Water <prices>".into();
    out.writing.search_description = "What a litre costs & why".into();
    let mut taken = Vec::new();
    let standings = [
        out.standing.clone(),
        Standing::Draft,
        Standing::Scheduled { at: sample::noon().plus_seconds(86_400) },
        Standing::Retracted { at: sample::noon(), reason: "It was wrong.".into() },
    ];
    for (at, standing) in standings.into_iter().enumerate() {
        let is_out = matches!(standing, Standing::Published { .. });
        let mut post = Post { standing, ..out.clone() };
        if !is_out {
            post.permalink = None;
            post.writing.headline = format!("Number {at} {ODD}");
        }
        let html = format!("{}{}", post.html, source_line(&post.source.as_ref().unwrap().fields, "el"));
        let number = 10 * (at as i64 + 1);
        let piece = Piece {
            number,
            post: &post,
            html: &html,
            author: "Ada Park",
            lead: Some(1),
            takes_comments: true,
        };
        teller.piece(&piece).unwrap();
        if is_out {
            let mut comments = sample::comments();
            let more = |raw: i64, verdict| Comment {
                id: CommentId::from_raw(raw),
                verdict,
                html: format!("<p>{ODD}</p>").replace("<b>", "&lt;b&gt;").replace("& ", "&amp; "),
                ..sample::comments().remove(0)
            };
            comments.extend([more(4, Verdict::Held), more(5, Verdict::Spam), more(6, Verdict::Rejected)]);
            for comment in &comments {
                let parent = comment.parent.map(|parent| number + parent.raw());
                let remark = Remark { number: number + comment.id.raw(), parent, comment };
                taken.push(teller.remark(&piece, &remark).unwrap());
            }
        }
        teller.end_piece().unwrap();
    }
    teller.finish().unwrap();
    taken
}

fn back(platform: Platform, text: &[u8]) -> Read {
    let choices = Choices { host: Some("courant.example".into()), ..Choices::default() };
    let read = read(platform, &[("site.xml", text)], &choices).unwrap();
    assert!(read.broken.is_empty() && read.end.is_none(), "{:?} {:?}", read.broken, read.end);
    read
}

/// As a strict parser reads it.
fn is_well_formed(text: &[u8]) {
    let text = std::str::from_utf8(text).unwrap();
    let forbidden = |c: char| (c < ' ' && !"\t\n\r".contains(c)) || c == '\u{fffe}';
    assert!(!text.contains(forbidden));
    let mut reader = quick_xml::Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => break,
            other => drop(other.unwrap()),
        }
    }
}

#[test]
fn wordpress_gets_posts_with_dates_states_threads_labels_and_the_source_in_the_text() {
    let mut out = Vec::new();
    let taken = tell(&mut Wxr::new(&mut out));
    assert_eq!(taken, [true; 6]);
    is_well_formed(&out);
    let read = back(Platform::WordPress, &out);
    assert_eq!(read.site().name, "Ρεύματα & Co");
    let posts = read.posts();
    assert_eq!(posts.len(), 4);
    let first = read.post("10");
    assert_eq!(first.headline, "Η τιμή του νερού <& πόσο>");
    assert_eq!(first.path.as_deref(), Some("/2026/11/η-τιμή-του-νερού"));
    assert_eq!(first.published, Some(sample::noon()));
    assert_eq!(first.labels, ["Κόσμος", "Rivers"]);
    assert_eq!(first.location.as_deref(), Some("Πειραιάς (37.94, 23.64)"));
    let search = (first.search_title.as_str(), first.description.as_str());
    assert_eq!(search, ("Water <prices>", "What a litre costs & why"));
    assert!(first.body.contains("Πηγή: <a href=\"https://potami.example/2026/11/timi\">"), "{}", first.body);
    assert!(first.body.contains("2026-11-18"));
    assert!(first.lead_image.as_deref().unwrap_or_default().contains("abab"), "{first:?}");
    let standing = |key: &str| read.post(key).standing.clone();
    assert!(matches!(standing("20"), OldStanding::Draft), "{:?}", standing("20"));
    assert!(matches!(standing("30"), OldStanding::Scheduled), "{:?}", standing("30"));
    assert!(matches!(standing("40"), OldStanding::Private), "{:?}", standing("40"));
    assert_eq!(read.post("20").headline, "Number 1 ]]> & <b> 👪");
    let comments = read.comments();
    assert_eq!(comments.len(), 6);
    assert_eq!(read.comment("12").parent.as_deref(), Some("11"));
    assert_eq!(read.comment("12").name, "Ben <b>");
    assert_eq!(read.comment("11").created, Some(sample::comments()[0].created));
    let verdicts: Vec<Verdict> = ["14", "15", "16"].iter().map(|key| read.comment(key).verdict).collect();
    assert_eq!(verdicts, [Verdict::Held, Verdict::Spam, Verdict::Rejected]);
    assert_eq!(read.media().len(), 1);
}

#[test]
fn blogger_gets_posts_drafts_and_the_threads_that_readers_see() {
    let mut out = Vec::new();
    let taken = tell(&mut Atom::new(&mut out));
    assert_eq!(taken, [true, true, true, false, false, false]);
    is_well_formed(&out);
    let read = back(Platform::Blogger, &out);
    assert_eq!(read.posts().len(), 4);
    let first = read.post("10");
    assert_eq!(first.headline, "Η τιμή του νερού <& πόσο>");
    assert_eq!(first.published.map(Moment::seconds), Some(sample::noon().seconds()));
    assert_eq!(first.labels, ["Κόσμος", "Rivers"]);
    assert_eq!(first.location.as_deref(), Some("Πειραιάς (37.94, 23.64)"));
    assert!(first.body.contains("Πηγή:"));
    assert_eq!(first.path.as_deref(), Some("/2026/11/η-τιμή-του-νερού"));
    for key in ["20", "30", "40"] {
        assert!(matches!(read.post(key).standing, OldStanding::Draft), "{key}");
    }
    assert_eq!(read.comments().len(), 3);
    assert_eq!(read.comment("12").parent.as_deref(), Some("11"));
    assert_eq!(read.comment("12").post, "10");
    assert_eq!(read.comment("13").name, "ليلى");
}
