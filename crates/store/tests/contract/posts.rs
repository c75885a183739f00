use model::{Change, CommentMode, Kind, Label, Permalink, PostId, Revision, RevisionId, Standing, sample};
use store::posts::{self, DeskFilter, Page};
use store::{Error, Store, publications, revisions};
use trial::on_both_engines;

use crate::{MONTH, account, add_account, at, draft, insert, link, published};

fn by_id(store: &Store, number: i64) -> Option<model::Post> {
    store.read(|c| posts::by_id(c, PostId::from_raw(number))).unwrap()
}

#[test]
fn a_post_comes_back_as_it_was_written() {
    on_both_engines(|store| {
        add_account(&store, &account(5, "ada"));
        let mut post = sample::post();
        post.author = Some(account(5, "ada").id);
        post.writing.comments = Some(CommentMode::Off);
        post.writing.kind = Kind::Video;
        post.writing.lead_image = Some("/media/x.jpg".into());
        post.writing.lead_image_alt = "A river".into();
        insert(&store, &post);
        assert_eq!(store.read(|c| posts::by_id(c, post.id)).unwrap().as_ref(), Some(&post));
        let found = store.read(|c| posts::by_permalink(c, post.permalink.as_ref().unwrap())).unwrap();
        assert_eq!(found.as_ref(), Some(&post));
        assert_eq!(by_id(&store, 1), None);
        assert_eq!(
            store.read(|c| posts::of_source(c, post.source.as_ref().unwrap().id)).unwrap(),
            Some(post.id)
        );
    });
}

#[test]
fn every_standing_comes_back() {
    on_both_engines(|store| {
        let standings = [
            Standing::Draft,
            Standing::Scheduled { at: at(60) },
            Standing::Published { at: at(-60) },
            Standing::Retracted { at: at(90), reason: "It was wrong".into() },
            Standing::Draft,
        ];
        let mut post = draft(1);
        post.permalink = Some(link(1));
        insert(&store, &post);
        for standing in standings {
            post.standing = standing;
            post.revision += 1;
            store.write(|tx| posts::update(tx, &post, MONTH)).unwrap();
            assert_eq!(by_id(&store, 1).as_ref(), Some(&post));
        }
    });
}

#[test]
fn times_before_1970_and_far_away_come_back() {
    on_both_engines(|store| {
        let mut post = published(1, 0, "");
        post.standing = Standing::Published { at: model::Moment::from_micros(-1) };
        post.created = model::Moment::from_micros(i64::MIN);
        post.modified = model::Moment::from_micros(i64::MAX);
        insert(&store, &post);
        assert_eq!(by_id(&store, 1).as_ref(), Some(&post));
        insert(&store, &published(2, 0, ""));
        let newest = store.read(|c| posts::newest(c, Page { before: None, limit: 9 })).unwrap();
        assert_eq!(newest.iter().map(|t| t.id.raw()).collect::<Vec<_>>(), [2, 1]);
    });
}

#[test]
fn a_permalink_belongs_to_one_post() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let mut second = published(2, 0, "");
        second.permalink = Some(link(1));
        let refused = store.write(|tx| posts::insert(tx, &second, MONTH));
        assert_eq!(refused, Err(Error::Duplicate { what: "posts" }));
        assert_eq!(by_id(&store, 2), None);
        insert(&store, &draft(2));
        assert_eq!(
            store.write(|tx| posts::update(tx, &second, MONTH)),
            Err(Error::Duplicate { what: "posts" })
        );
        assert_eq!(by_id(&store, 2), Some(draft(2)));

        let taken = |number| store.read(|c| posts::permalink_taken(c, &link(1), PostId::from_raw(number)));
        assert_eq!((taken(1).unwrap(), taken(2).unwrap()), (false, true));
    });
}

#[test]
fn a_permalink_with_a_percent_sign_is_read_once() {
    on_both_engines(|store| {
        let mut post = published(1, 0, "");
        post.permalink = Permalink::parse("/2019/100%2525-of-it").ok();
        insert(&store, &post);
        assert_eq!(by_id(&store, 1).unwrap().permalink.unwrap().as_str(), "/2019/100%25-of-it");
    });
}

#[test]
fn a_post_can_not_be_published_without_an_address_nor_updated_without_being_there() {
    on_both_engines(|store| {
        let mut post = published(1, 0, "");
        post.permalink = None;
        assert!(matches!(store.write(|tx| posts::insert(tx, &post, MONTH)), Err(Error::Other(_))));
        assert_eq!(store.write(|tx| posts::update(tx, &draft(1), "")), Err(Error::Reference));
    });
}

#[test]
fn labels_keep_the_editors_order_and_take_the_newest_name() {
    on_both_engines(|store| {
        let mut post = published(1, 0, "Zebra, Άλφα, middle");
        insert(&store, &post);
        assert_eq!(by_id(&store, 1).unwrap().writing.labels, post.writing.labels);
        post.writing.labels = Label::parse_list("Middle").unwrap();
        store.write(|tx| posts::update(tx, &post, MONTH)).unwrap();
        assert_eq!(store.read(|c| posts::label_name(c, "middle")).unwrap().as_deref(), Some("Middle"));
        let labels = store.read(|c| posts::labels(c, 9)).unwrap();
        assert_eq!(labels, [(post.writing.labels[0].clone(), 1)]);
        assert_eq!(store.read(|c| posts::label_name(c, "none")).unwrap(), None);
    });
}

#[test]
fn a_removed_draft_leaves_nothing_behind() {
    on_both_engines(|store| {
        insert(&store, &draft(1));
        let post = PostId::from_raw(1);
        store
            .write(|tx| {
                revisions::add(tx, &revision(1, 1))?;
                publications::add(tx, post, None, at(0), "schedule", "")?;
                store::search::index(tx, post, &["word".into()])?;
                store::visits::add(tx, &[(post, 1, 1)])
            })
            .unwrap();
        assert!(store.write(|tx| posts::remove(tx, post)).unwrap());
        assert_eq!(by_id(&store, 1), None);
        assert!(store.read(|c| revisions::of_post(c, post, 9)).unwrap().is_empty());
        assert!(store.read(posts::count_by_standing).unwrap().is_empty());
        assert!(!store.write(|tx| posts::remove(tx, post)).unwrap());
    });
}

fn revision(post: i64, number: i64) -> Revision {
    Revision {
        id: RevisionId::from_raw(post * 100 + number),
        post: PostId::from_raw(post),
        number,
        writing: draft(post).writing,
        author: None,
        at: at(number),
    }
}

#[test]
fn revisions_are_numbered_once() {
    on_both_engines(|store| {
        insert(&store, &draft(1));
        for number in 1..=3 {
            store.write(|tx| revisions::add(tx, &revision(1, number))).unwrap();
        }
        let twice = Revision { id: RevisionId::from_raw(999), ..revision(1, 2) };
        assert_eq!(store.write(|tx| revisions::add(tx, &twice)), Err(Error::Duplicate { what: "revisions" }));
        let post = PostId::from_raw(1);
        let kept = store.read(|c| revisions::of_post(c, post, 2)).unwrap();
        assert_eq!(kept, [revision(1, 3), revision(1, 2)]);
        assert_eq!(store.read(|c| revisions::by_number(c, post, 1)).unwrap(), Some(revision(1, 1)));
        assert_eq!(store.read(|c| revisions::by_number(c, post, 4)).unwrap(), None);
    });
}

#[test]
fn publications_are_kept_in_order_with_who_and_why() {
    on_both_engines(|store| {
        add_account(&store, &account(5, "ada"));
        insert(&store, &draft(1));
        let (post, ada) = (PostId::from_raw(1), account(5, "ada").id);
        store.write(|tx| publications::add(tx, post, Some(ada), at(1), "publish", "")).unwrap();
        store.write(|tx| publications::add(tx, post, None, at(2), "retract", "Wrong")).unwrap();
        let facts = store.read(|c| publications::of_post(c, post)).unwrap();
        let shown: Vec<_> = facts.iter().map(|f| (f.kind.as_str(), f.by, f.reason.as_str())).collect();
        assert_eq!(shown, [("publish", Some(ada), ""), ("retract", None, "Wrong")]);
    });
}

#[test]
fn the_desk_sees_posts_of_any_standing_by_change() {
    on_both_engines(|store| {
        add_account(&store, &account(5, "ada"));
        for number in 1..=6 {
            let mut post = if number % 2 == 0 { published(number, 0, "") } else { draft(number) };
            post.author = (number > 3).then(|| account(5, "ada").id);
            // Two share a moment, so that only the id tells them apart.
            post.modified = at(number / 2);
            insert(&store, &post);
        }
        let list = |standing, author: bool| {
            let filter = DeskFilter { standing, author: author.then(|| account(5, "ada").id) };
            let (mut seen, mut before) = (Vec::new(), None);
            loop {
                let page = Page { before, limit: 2 };
                let rows = store.read(|c| posts::desk_list(c, filter, page)).unwrap();
                let Some(last) = rows.last() else { return seen };
                before = Some((last.modified, last.id));
                seen.extend(rows.iter().map(|row| row.id.raw()));
            }
        };
        assert_eq!(list(None, false), [6, 5, 4, 3, 2, 1]);
        assert_eq!(list(Some("draft"), false), [5, 3, 1]);
        assert_eq!(list(None, true), [6, 5, 4]);
        assert_eq!(list(Some("published"), true), [6, 4]);
        let page = Page { before: None, limit: 1 };
        let row = store.read(|c| posts::desk_list(c, DeskFilter::default(), page)).unwrap().remove(0);
        assert_eq!(row.author_name.as_deref(), Some("ada"));
        assert_eq!(row.standing, Standing::Published { at: at(0) });
        let counts = store.read(posts::count_by_standing).unwrap();
        assert_eq!(counts, [("draft".to_owned(), 3), ("published".to_owned(), 3)]);
        let mut page = published(9, 0, "");
        page.writing.kind = model::Kind::Page;
        insert(&store, &page);
        let counts = store.read(posts::count_by_standing).unwrap();
        assert_eq!(
            counts[1],
            ("published".to_owned(), 4),
            "a page that is out is counted where it is listed"
        );
    });
}

#[test]
fn scheduled_posts_are_due_when_their_time_has_come() {
    on_both_engines(|store| {
        for (number, seconds) in [(1, 30), (2, 10), (3, 31)] {
            let mut post = draft(number);
            post.standing = Standing::Scheduled { at: at(seconds) };
            insert(&store, &post);
        }
        let due = store.read(|c| posts::due(c, at(30))).unwrap();
        assert_eq!(due.iter().map(|id| id.raw()).collect::<Vec<_>>(), [2, 1]);
    });
}

#[test]
fn a_write_tells_what_it_changed_after_its_commit_and_once() {
    on_both_engines(|store| {
        let heard = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let (ears, reader) = (heard.clone(), store.clone());
        store.on_change(move |changes| {
            let count = reader.read(posts::count_published).unwrap();
            ears.lock().unwrap().push((changes.to_vec(), count));
        });
        store
            .write(|tx| {
                posts::insert(tx, &published(1, 0, ""), MONTH)?;
                tx.changed(Change::Newest);
                tx.changed(Change::Newest);
                Ok::<_, Error>(())
            })
            .unwrap();
        let failed: Result<(), Error> = store.write(|tx| {
            tx.changed(Change::Site);
            Err(Error::Reference)
        });
        assert!(failed.is_err());
        insert(&store, &draft(2));
        assert_eq!(*heard.lock().unwrap(), [(vec![Change::Newest], 1)]);
    });
}
