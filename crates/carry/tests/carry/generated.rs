//! Exports made up: what was written is what is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use carry::Choices;
use carry::sample::{Counts, Format, Size, lay_out, write};
use model::Verdict;
use model::import::{OldKind, OldStanding};
use serde_json::Value;

use crate::exports::read_path;

const SIZE: Size = Size { posts: 600, comments: 3, seed: 7 };

/// What a reader found, as the generator counts.
fn found(read: &crate::exports::Read) -> Counts {
    let mut counts = Counts::default();
    for post in read.posts() {
        counts.pages += u64::from(post.kind == OldKind::Page);
        *match post.standing {
            OldStanding::Published => &mut counts.published,
            OldStanding::Scheduled => &mut counts.scheduled,
            OldStanding::Draft => &mut counts.drafts,
            OldStanding::Private => &mut counts.private,
            OldStanding::Locked => &mut counts.locked,
            OldStanding::Trashed => &mut counts.trashed,
        } += 1;
    }
    for comment in read.comments() {
        counts.answers += u64::from(comment.parent.is_some());
        *match comment.verdict {
            Verdict::Approved => &mut counts.approved,
            Verdict::Held => &mut counts.held,
            Verdict::Spam => &mut counts.spam,
            Verdict::Rejected => &mut counts.rejected,
            Verdict::Withdrawn => &mut counts.withdrawn,
        } += 1;
    }
    counts
}

#[test]
fn what_was_written_is_what_is_read() {
    for format in Format::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = if format == Format::Takeout {
            folder.path().to_owned()
        } else {
            folder.path().join("export.xml")
        };
        let written = lay_out(format, SIZE, &path).unwrap();
        let read = read_path(format.platform(), &path, &Choices::default()).unwrap();
        assert!(read.broken.is_empty() && read.end.is_none(), "{format:?}: {:?} {:?}", read.broken, read.end);
        assert_eq!(found(&read), Counts { bytes: 0, ..written }, "{format:?}");
        let mut unknown = read.unknowns();
        unknown.dedup();
        let plugin = if format == Format::WordPress { vec!["postmeta some_plugin"] } else { Vec::new() };
        assert_eq!(unknown, plugin, "{format:?}");
        assert_eq!((read.posts().len() as u64, written.posts()), (SIZE.posts, SIZE.posts));

        let posts: BTreeSet<&str> = read.posts().iter().map(|post| post.key.as_str()).collect();
        let keys: BTreeSet<&str> = read.comments().iter().map(|comment| comment.key.as_str()).collect();
        assert_eq!(posts.len() as u64, SIZE.posts, "every key once");
        assert_eq!(keys.len() as u64, written.comments(), "every key once");
        assert!(read.comments().iter().all(|comment| posts.contains(comment.post.as_str())));
        // Addresses are where readers know them, and of no two posts the same.
        let paths: Vec<&str> = read.posts().iter().filter_map(|post| post.path.as_deref()).collect();
        assert_eq!(paths.iter().collect::<BTreeSet<_>>().len(), paths.len());
        for script in ["ά", "и", "ا", "的"] {
            assert!(read.posts().iter().any(|post| post.body.contains(script)), "{format:?}: {script}");
        }
        for word in ["Source:", "Πηγή:", "Источник:", "المصدر:", "来源:"] {
            assert!(read.posts().iter().any(|post| post.body.contains(word)), "{format:?}: {word}");
        }
        let labels: BTreeSet<&str> =
            read.posts().iter().flat_map(|post| &post.labels).map(String::as_str).collect();
        assert_eq!(labels.len(), 12, "{labels:?}");
        assert!(labels.contains("Harbour & sea") && labels.contains("Long label with \"quotes\""));
        assert!(read.posts().iter().any(|post| post.headline.contains(" & “more”")));
    }
}

#[test]
fn the_oddities_of_blogger_are_in_it() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(Format::Takeout, SIZE, folder.path()).unwrap();
    let feed =
        fs::read_to_string(folder.path().join("Takeout 2/Blogger/Blogs/Notes _ News/feed.atom")).unwrap();
    let read = read_path(Format::Takeout.platform(), folder.path(), &Choices::default()).unwrap();
    for mark in ["trbidi", "tr-caption-container", "class=\"separator\"", "name='more'", "&amp;amp;lt;"] {
        assert!(feed.contains(mark), "{mark}");
    }
    for gone in ["trbidi", "tr-caption", "separator", "name='more'"] {
        assert!(!read.posts().iter().any(|post| post.body.contains(gone)), "{gone}");
    }
    let bodies: Vec<&str> = read.comments().iter().map(|comment| comment.body.as_str()).collect();
    assert!(bodies.iter().any(|body| body.contains("<br>\n")));
    assert!(bodies.iter().any(|body| body.contains("x &lt; y")), "shown as it was meant");
    assert!(!bodies.iter().any(|body| body.contains("&amp;lt;") || body.contains("&amp;amp;")));
    // Children stand before parents, and comments before their posts.
    let place = |key: &str| feed.find(&format!("post-{key}</id>")).unwrap();
    let comments = read.comments();
    assert!(comments.iter().any(|c| c.parent.as_deref().is_some_and(|parent| place(parent) > place(&c.key))));
    assert!(comments.iter().any(|c| place(&c.post) > place(&c.key)));
    let drafts: Vec<_> =
        read.posts().into_iter().filter(|post| post.standing == OldStanding::Draft).collect();
    assert!(drafts.iter().any(|draft| draft.published.is_none()));
    assert!(drafts.iter().all(|draft| draft.path.is_none()));
}

#[test]
fn a_ghost_export_is_the_json_it_says() {
    let mut bytes = Vec::new();
    let written = write(Format::Ghost, SIZE, &mut bytes).unwrap();
    assert_eq!(written.bytes, bytes.len() as u64);
    let json: Value = serde_json::from_slice(&bytes).unwrap();
    let data = &json["db"][0]["data"];
    let mut standings: BTreeMap<&str, u64> = BTreeMap::new();
    for post in data["posts"].as_array().unwrap() {
        *standings.entry(post["status"].as_str().unwrap()).or_default() += 1;
        for name in ["lexical", "mobiledoc"] {
            if let Some(body) = post[name].as_str() {
                serde_json::from_str::<Value>(body).unwrap();
            }
        }
    }
    let expected = [
        ("draft", written.drafts),
        ("published", written.published + written.private),
        ("scheduled", written.scheduled),
    ];
    assert_eq!(standings, BTreeMap::from(expected));
    assert_eq!(data["comments"].as_array().unwrap().len() as u64, written.comments());
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for format in Format::ALL {
        let make = |seed| {
            let mut bytes = Vec::new();
            write(format, Size { posts: 50, comments: 2, seed }, &mut bytes).unwrap();
            bytes
        };
        assert_eq!(make(1), make(1));
        assert_ne!(make(1), make(2));
        assert_eq!(format.as_str().parse::<Format>(), Ok(format));
    }
    assert!("tumblr".parse::<Format>().unwrap_err().contains("is not a format"));
}
