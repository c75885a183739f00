//! Files that real sites exported.

use std::collections::BTreeMap;

use carry::Choices;
use model::Verdict;
use model::import::{Noun, OldKind, OldStanding, Platform, Writer};

use crate::exports::{read_path, shared};

#[test]
fn the_theme_test_comes_over_whole() {
    let Some(path) = shared("wordpress-theme-test.wxr.xml") else { return };
    let read = read_path(Platform::WordPress, &path, &Choices::default()).unwrap();
    assert_eq!((read.broken.len(), &read.end), (0, &None));
    let posts = read.posts();
    let of = |kind| posts.iter().filter(|post| post.kind == kind).count();
    assert_eq!((of(OldKind::Post), of(OldKind::Page)), (58, 21));
    assert_eq!(read.media().len(), 37);
    let menus = read
        .entries
        .iter()
        .filter(|e| matches!(&e.noun, Noun::Other { kind, .. } if kind == "nav_menu_item"));
    assert_eq!(menus.count(), 70);
    let comments = read.comments();
    assert_eq!(comments.len(), 33);
    assert_eq!(comments.iter().filter(|c| c.verdict == Verdict::Held).count(), 3);
    assert_eq!(comments.iter().filter(|c| c.writer == Writer::Site).count(), 4);
    let rows: usize = read.entries.iter().map(|entry| entry.raw.matches("<wp:postmeta>").count()).sum();
    assert_eq!(rows, 737);
    let site = read.site();
    assert_eq!(site.key, "wordpress:wpthemetestdata.wordpress.com");
    assert_eq!(site.addresses, ["https://wpthemetestdata.wordpress.com"]);
    assert_eq!(site.name, "Theme Unit Test Data");
    for post in &posts {
        assert!(!post.body.contains("<!-- wp:") && !post.body.contains("<!-- /wp:"), "{}", post.key);
        let out = matches!(post.standing, OldStanding::Published | OldStanding::Locked);
        assert!(post.path.is_some() || !out, "{}: {:?}", post.key, post.standing);
        assert!(post.path.is_none() || post.standing != OldStanding::Draft, "{}", post.key);
        assert!(post.old_paths.contains(&format!("/?p={}", post.key)));
    }
    let mut standings: BTreeMap<String, usize> = BTreeMap::new();
    posts.iter().for_each(|post| *standings.entry(format!("{:?}", post.standing)).or_default() += 1);
    let by_title =
        |title: &str| *posts.iter().find(|post| post.headline == title).unwrap_or_else(|| panic!("{title}"));
    assert_eq!(
        by_title("Template: Featured Image (Vertical)")
            .lead_image
            .as_deref()
            .map(|a| a.starts_with("https://")),
        Some(true)
    );
    assert!(by_title("Template: Sticky").changed.iter().any(|sentence| sentence.contains("sticky")));
    assert_eq!(
        by_title("Template: Password Protected (the password is \"enter\")").standing,
        OldStanding::Locked
    );
    let children: Vec<_> = comments.iter().filter(|c| c.parent.is_some()).collect();
    assert!(children.iter().all(|c| comments.iter().any(|p| Some(&p.key) == c.parent.as_ref())));
    assert!(!children.is_empty());
    let category = read.labels().into_iter().find(|l| l.key == "category:child-category-05").cloned();
    if let Some(category) = category {
        assert!(category.parent.is_some() && category.paths[0].matches('/').count() > 3, "{category:?}");
    }
    println!("{standings:?}");
}

#[test]
fn a_small_site_comes_over_whole() {
    let Some(path) = shared("wordpress-small.wxr.xml") else { return };
    let read = read_path(Platform::WordPress, &path, &Choices::default()).unwrap();
    assert_eq!((read.broken.len(), &read.end), (0, &None));
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(read.comments().len(), text.matches("<wp:comment>").count());
    let items = read.entries.iter().filter(|entry| entry.raw.starts_with("<item>")).count();
    assert_eq!(items, text.matches("<item>").count());
    assert!(read.posts().iter().all(|post| !post.byline.is_empty()));
}
