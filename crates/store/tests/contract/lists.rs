use std::collections::HashSet;

use model::{PostId, Standing, Teaser, sample};
use store::posts::{self, Page};
use store::{Conn, Error, Store, outlets, sources};
use trial::on_both_engines;

use crate::{MONTH, at, draft, insert, published};

fn ids(teasers: &[Teaser]) -> Vec<i64> {
    teasers.iter().map(|teaser| teaser.id.raw()).collect()
}

/// All of a list, page by page.
fn walk(
    store: &Store,
    limit: u32,
    list: impl Fn(&mut Conn, Page<PostId>) -> Result<Vec<Teaser>, Error>,
) -> Vec<i64> {
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let teasers = store.read(|c| list(c, Page { before, limit })).unwrap();
        let Some(last) = teasers.last() else { return seen };
        before = Some((last.published, last.id));
        seen.extend(ids(&teasers));
    }
}

#[test]
fn pages_have_neither_doubles_nor_holes() {
    on_both_engines(|store| {
        // Three posts share each moment: a page ends in the middle of one.
        for number in 1..=20 {
            let labels = if number % 2 == 0 { "Even, All" } else { "All" };
            insert(&store, &published(number, number / 3, labels));
            insert(&store, &draft(100 + number));
        }
        let all: Vec<i64> = (1..=20).rev().collect();
        let even: Vec<i64> = all.iter().copied().filter(|n| n % 2 == 0).collect();
        for limit in [1, 2, 7, 20, 50] {
            assert_eq!(walk(&store, limit, posts::newest), all);
            assert_eq!(walk(&store, limit, |c, page| posts::by_label(c, "even", page)), even);
            assert_eq!(walk(&store, limit, |c, page| posts::by_month(c, 2026, 11, page)), all);
        }
        let by_number: Vec<i64> = (1..=4)
            .flat_map(|number| ids(&store.read(|c| posts::newest_page(c, number, 6)).unwrap()))
            .collect();
        assert_eq!(by_number, all);
        assert!(store.read(|c| posts::newest_page(c, 5, 6)).unwrap().is_empty());
        assert!(store.read(|c| posts::newest_page(c, u32::MAX, u32::MAX)).unwrap().is_empty());
        assert_eq!(store.read(posts::count_published).unwrap(), 20);
    });
}

#[test]
fn a_post_that_arrives_between_two_pages_moves_nothing() {
    on_both_engines(|store| {
        for number in 1..=4 {
            insert(&store, &published(number, number, ""));
        }
        let first = store.read(|c| posts::newest(c, Page { before: None, limit: 2 })).unwrap();
        insert(&store, &published(9, 9, ""));
        let before = Some((first[1].published, first[1].id));
        let second = store.read(|c| posts::newest(c, Page { before, limit: 2 })).unwrap();
        assert_eq!((ids(&first), ids(&second)), (vec![4, 3], vec![2, 1]));
    });
}

#[test]
fn a_teaser_shows_the_post() {
    on_both_engines(|store| {
        let post = sample::post();
        insert(&store, &post);
        let teaser = store.read(|c| posts::teasers(c, &[post.id])).unwrap().remove(0);
        let source = post.source.unwrap();
        assert_eq!(
            teaser,
            Teaser {
                id: post.id,
                permalink: post.permalink.unwrap(),
                headline: post.writing.headline,
                dek: post.writing.dek,
                byline: post.writing.byline,
                language: post.writing.language,
                excerpt: post.excerpt,
                kind: post.writing.kind,
                published: sample::noon(),
                modified: post.modified,
                outlet: Some(source.fields.outlet),
                host: Some(source.host),
                lead_image: None,
                lead_image_alt: String::new(),
            }
        );
    });
}

#[test]
fn only_published_posts_are_shown_and_counted_and_in_the_order_asked_for() {
    on_both_engines(|store| {
        let mut post = published(1, 0, "Rivers, Towns");
        post.source = sample::post().source;
        post.writing.source = post.source.as_ref().map(|s| s.fields.clone());
        insert(&store, &post);
        insert(&store, &published(2, 1, "Rivers"));
        let ask = [2, 7, 1].map(PostId::from_raw);
        assert_eq!(ids(&store.read(|c| posts::teasers(c, &ask)).unwrap()), [2, 1]);
        let host = "potami.example";
        let seen = |store: &Store| {
            let labels = store.read(|c| posts::labels(c, 9)).unwrap();
            let labels: Vec<_> = labels.into_iter().map(|(label, n)| (label.name, n)).collect();
            let outlets = store.read(|c| outlets::list(c, None, 9)).unwrap();
            let hosts: Vec<_> = outlets.into_iter().map(|o| (o.host, o.name, o.posts)).collect();
            let months = store.read(posts::months).unwrap();
            let of_host = walk(store, 5, |c, page| posts::by_host(c, host, page));
            (labels, hosts, months, of_host)
        };
        let one = |name: &str, n: i64| (name.to_owned(), n);
        let hosts = vec![(host.to_owned(), "Το Ποτάμι".to_owned(), 1)];
        assert_eq!(
            seen(&store),
            (vec![one("Rivers", 2), one("Towns", 1)], hosts, vec![(2026, 11, 2)], vec![1])
        );
        post.standing = Standing::Retracted { at: at(5), reason: "Wrong".into() };
        store.write(|tx| posts::update(tx, &post, MONTH)).unwrap();
        assert_eq!(seen(&store), (vec![one("Rivers", 1)], vec![], vec![(2026, 11, 1)], vec![]));
        assert_eq!(walk(&store, 5, |c, page| posts::by_label(c, "rivers", page)), [2]);
        assert_eq!(ids(&store.read(|c| posts::teasers(c, &ask)).unwrap()), [2]);
    });
}

#[test]
fn months_are_the_sites_and_newest_first() {
    on_both_engines(|store| {
        for (number, month) in [(1, "2026-11"), (2, "0987-01"), (3, "2026-02")] {
            let post = published(number, number, "");
            store.write(|tx| posts::insert(tx, &post, month)).unwrap();
        }
        let months = store.read(posts::months).unwrap();
        assert_eq!(months, [(2026, 11, 1), (2026, 2, 1), (987, 1, 1)]);
        assert_eq!(walk(&store, 5, |c, page| posts::by_month(c, 987, 1, page)), [2]);
    });
}

#[test]
fn an_outlets_new_name_is_shown_on_all_its_posts() {
    on_both_engines(|store| {
        let post = sample::post();
        insert(&store, &post);
        let mut fields = post.source.unwrap().fields;
        fields.outlet = "The New River".into();
        store.write(|tx| sources::upsert(tx, model::SourceId::from_raw(77), &fields, at(9))).unwrap();
        let teaser = store.read(|c| posts::teasers(c, &[post.id])).unwrap().remove(0);
        assert_eq!(teaser.outlet.as_deref(), Some("The New River"));
        let kept = store.read(|c| posts::by_id(c, post.id)).unwrap().unwrap();
        assert_eq!(kept.writing.source.unwrap().outlet, "The New River");
    });
}

#[test]
fn the_sitemap_names_every_published_post_once() {
    on_both_engines(|store| {
        for number in 1..=5 {
            insert(&store, &published(number, -number, ""));
        }
        insert(&store, &draft(6));
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let rows = store.read(|c| posts::sitemap(c, after, 2)).unwrap();
            let Some(last) = rows.last() else { break };
            after = Some(last.0);
            seen.extend(rows.into_iter().map(|(id, link, _)| (id.raw(), link.encoded())));
        }
        let expected: Vec<_> = (1..=5).map(|n| (n, format!("/2026/11/post-{n}"))).collect();
        assert_eq!(seen, expected);
    });
}

/// Seven hundred posts in each of three months, numbered in the order in which they came out.
fn three_months(store: &Store) {
    let months = ["2026-09", "2026-10", "2026-11"];
    let (mut tally, mut named) = (posts::Tally::default(), HashSet::new());
    let written = store.write::<_, Error>(|tx| {
        for (number, month) in (1..=2_100).zip(months.iter().flat_map(|month| [month; 700])) {
            posts::insert_one_of_many(tx, &published(number, number, ""), month, &mut tally, &mut named)?;
        }
        std::mem::take(&mut tally).write(tx)
    });
    written.unwrap();
}

#[test]
fn a_page_far_down_is_the_one_that_counting_would_come_to() {
    on_both_engines(|store| {
        three_months(&store);
        for (number, limit) in [(1, 10), (201, 10), (202, 10), (206, 10), (210, 10), (211, 10), (3, 1_050)] {
            let page = ids(&store.read(|c| posts::newest_page(c, number, limit)).unwrap());
            let first = 2_100 - i64::from((number - 1) * limit);
            let expected: Vec<i64> = (1..=first).rev().take(limit as usize).collect();
            assert_eq!(page, expected, "page {number} of {limit}");
        }
    });
}

#[test]
fn a_months_sitemap_goes_on_where_the_one_before_ended() {
    on_both_engines(|store| {
        three_months(&store);
        insert(&store, &draft(9_000));
        let part =
            |month, after| store.read(|c| posts::sitemap_of_month(c, 2026, month, after, 400)).unwrap();
        let parts = [part(10, 0), part(10, 400)];
        assert_eq!(parts.each_ref().map(Vec::len), [400, 300]);
        let links: Vec<String> = parts.concat().iter().map(|(link, _)| link.encoded()).collect();
        let expected: Vec<String> = (701..=1_400).map(|number| format!("/2026/11/post-{number}")).collect();
        assert_eq!(links, expected);
        assert!(part(10, 800).is_empty() && part(12, 0).is_empty());
    });
}
