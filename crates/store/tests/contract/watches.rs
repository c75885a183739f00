use model::{
    Alert, AlertId, AlertKind, Cause, Citation, CitedAs, CitingPost, PostId, SourceId, Validators, Watch,
    WatchId, WatchState,
};
use store::impossible::ImpossibleAnswer;
use store::watches::Watches;
use store::{Page, Store, alerts, citations, impossible, watches};
use trial::on_both_engines;

use crate::{account, add_account, at, insert, published};

fn watch(number: i64) -> Watch {
    let address = format!("https://outlet.example/{number}");
    Watch { since: at(number), ..Watch::new(WatchId::from_raw(number), address, None, at(0), at(number)) }
}

fn cite(store: &Store, post: i64, of: i64, cited_as: CitedAs) {
    let (watch, post) = (WatchId::from_raw(of), PostId::from_raw(post));
    let citation = Citation { watch, post, cited_as, published: at(post.raw()) };
    store.write(|tx| citations::add(tx, &citation)).unwrap();
}

fn alert(number: i64, of: i64, kind: AlertKind) -> Alert {
    Alert {
        id: AlertId::from_raw(number),
        watch: WatchId::from_raw(of),
        kind,
        at: at(number),
        detail: "Η σελίδα χάθηκε".into(),
        before: None,
        after: None,
        text_before: Some("0a".repeat(32)),
        text_after: None,
        dealt: None,
        dealt_by: None,
    }
}

fn page<I>(limit: u32) -> Page<I> {
    Page { before: None, limit }
}

#[test]
fn a_watch_comes_back_as_it_was_kept_and_an_address_has_one() {
    on_both_engines(|store| {
        let mut kept = watch(1);
        assert!(store.write(|tx| watches::add(tx, &kept)).unwrap());
        let second = Watch { id: WatchId::from_raw(2), ..watch(1) };
        assert!(!store.write(|tx| watches::add(tx, &second)).unwrap(), "an address has one watch");

        kept.state = WatchState::Gone;
        (kept.looked, kept.reached, kept.changed) = (Some(at(9)), Some(at(2)), Some(at(3)));
        (kept.failures, kept.failing_since) = (3, Some(at(4)));
        kept.cause = Some(Cause::Certificate);
        kept.trouble = Some("its certificate has expired".into());
        kept.moved = Some("https://outlet.example/new".into());
        kept.validators = Validators { etag: Some("\"a\"".into()), last_modified: Some("then".into()) };
        (kept.quoted, kept.text) = (Some("0a".repeat(32)), Some("0b".repeat(32)));
        kept.sketch = markup_free_sketch();
        kept.stopped = Some(at(10));
        assert!(store.write(|tx| watches::save(tx, &kept)).unwrap());
        assert_eq!(store.read(|c| watches::by_id(c, kept.id)).unwrap(), Some(kept.clone()));
        assert_eq!(store.read(|c| watches::by_address(c, &kept.address)).unwrap(), Some(kept));

        let long = Watch { address: format!("https://outlet.example/{}", "a".repeat(4_000)), ..watch(3) };
        store.write(|tx| watches::add(tx, &long)).unwrap();
        assert_eq!(store.read(|c| watches::by_address(c, &long.address)).unwrap(), Some(long));
    });
}

fn markup_free_sketch() -> Option<model::Sketch> {
    model::Sketch::from_places(&[7; model::sketch::PLACES])
}

#[test]
fn a_source_is_watched_while_a_published_post_cites_it() {
    on_both_engines(|store| {
        let mut post = published(1, 0, "");
        post.source = model::sample::post().source;
        let source = post.source.as_ref().map(|source| source.id).unwrap();
        insert(&store, &post);
        let kept = Watch { source: Some(source), ..watch(5) };
        store.write(|tx| watches::add(tx, &kept)).unwrap();
        let of_source = |source| store.read(|c| watches::of_source(c, source)).unwrap();
        assert_eq!(of_source(source), None);
        cite(&store, 1, 5, CitedAs::Link);
        assert_eq!(of_source(source), None, "a link to a page does not make it the post's source");
        cite(&store, 1, 5, CitedAs::Source);
        assert_eq!(of_source(source), Some(kept.clone()));
        assert_eq!(of_source(SourceId::from_raw(99)), None);
        assert_eq!(store.read(|c| citations::newest(c, kept.id)).unwrap(), Some(at(1)));
        let posts = store.read(|c| citations::posts(c, kept.id, 9)).unwrap();
        let citing = CitingPost {
            id: post.id,
            headline: "Post 1".into(),
            permalink: post.permalink,
            language: None,
            cited_as: CitedAs::Source,
        };
        assert_eq!(posts, [citing]);
        store.write(|tx| citations::remove(tx, post.id, kept.id)).unwrap();
        assert_eq!(of_source(source), None);
        assert_eq!(store.read(|c| citations::newest(c, kept.id)).unwrap(), None);
    });
}

#[test]
fn what_is_due_comes_in_order_and_no_more_than_is_asked_for() {
    on_both_engines(|store| {
        for number in 1..=5 {
            let next_look = (number != 3).then(|| at(100 - number));
            store.write(|tx| watches::add(tx, &Watch { next_look, ..watch(number) })).unwrap();
        }
        let due = |seconds, limit| store.read(|c| watches::due(c, at(seconds), limit)).unwrap();
        let ids = |numbers: &[i64]| numbers.iter().copied().map(WatchId::from_raw).collect::<Vec<_>>();
        assert_eq!(due(97, 9), ids(&[5, 4]));
        assert_eq!(due(999, 3), ids(&[5, 4, 2]));
        assert_eq!(store.read(watches::next_look).unwrap(), Some(at(95)));
        store.write(|tx| watches::look_at(tx, WatchId::from_raw(5), None)).unwrap();
        assert_eq!(store.read(watches::next_look).unwrap(), Some(at(96)));
    });
}

#[test]
fn lists_are_paged_and_leave_out_what_nobody_cites() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        for number in 1..=6 {
            let state = if number % 2 == 0 { WatchState::Gone } else { WatchState::Alive };
            let stopped = (number == 5).then(|| at(7));
            let next_look = stopped.is_none().then(|| at(9));
            store
                .write(|tx| watches::add(tx, &Watch { state, stopped, next_look, ..watch(number) }))
                .unwrap();
            if number != 6 {
                cite(&store, 1, number, CitedAs::Link);
            }
        }
        let ids = |which, page| -> Vec<i64> {
            let found = store.read(|c| watches::list(c, which, page)).unwrap();
            found.iter().map(|watch| watch.id.raw()).collect()
        };
        assert_eq!(ids(Watches::All, page(9)), [4, 3, 2, 1]);
        assert_eq!(ids(Watches::All, page(2)), [4, 3]);
        let behind = Page { before: Some((at(3), WatchId::from_raw(3))), limit: 9 };
        assert_eq!(ids(Watches::All, behind), [2, 1]);
        assert_eq!(ids(Watches::Of(WatchState::Gone), page(9)), [4, 2]);
        assert_eq!(ids(Watches::Stopped, page(9)), [5]);
        let count = |state, limit| store.read(|c| watches::count_of_state(c, state, limit)).unwrap();
        assert_eq!((count(WatchState::Alive, 9), count(WatchState::Gone, 1)), (2, 1));
        assert_eq!(store.read(|c| watches::count_stopped(c, 9)).unwrap(), 1);
    });
}

#[test]
fn an_alert_is_open_until_it_is_dealt_with_once() {
    on_both_engines(|store| {
        add_account(&store, &account(1, "ada"));
        store.write(|tx| watches::add(tx, &watch(1))).unwrap();
        let kinds = [AlertKind::Quoted, AlertKind::Gone, AlertKind::Gone];
        for (number, kind) in (1..).zip(kinds) {
            store.write(|tx| alerts::add(tx, &alert(number, 1, kind))).unwrap();
        }
        let open = |kind, page| -> Vec<i64> {
            let found = store.read(|c| alerts::open(c, kind, page)).unwrap();
            assert!(found.iter().all(|(alert, watch)| alert.watch == watch.id));
            found.iter().map(|(alert, _)| alert.id.raw()).collect()
        };
        assert_eq!(open(None, page(9)), [3, 2, 1]);
        assert_eq!(open(Some(AlertKind::Gone), page(1)), [3]);
        let behind = Page { before: Some((at(3), AlertId::from_raw(3))), limit: 9 };
        assert_eq!(open(Some(AlertKind::Gone), behind), [2]);

        let ada = Some(account(1, "ada").id);
        let deal = |id| store.write(|tx| alerts::deal(tx, AlertId::from_raw(id), ada, at(50))).unwrap();
        assert!(deal(2) && !deal(2));
        assert_eq!(open(None, page(9)), [3, 1]);
        let count = |limit| store.read(|c| alerts::count_open(c, limit)).unwrap();
        assert_eq!((count(9), count(1)), (2, 1));
        assert_eq!(store.read(|c| alerts::count_of_kind(c, AlertKind::Gone, 9)).unwrap(), 1);
        let all = store.read(|c| alerts::of_watch(c, WatchId::from_raw(1), 9)).unwrap();
        let dealt = Alert { dealt: Some(at(50)), dealt_by: ada, ..alert(2, 1, AlertKind::Gone) };
        assert_eq!(all, [alert(3, 1, AlertKind::Gone), dealt, alert(1, 1, AlertKind::Quoted)]);
        let left = store.read(|c| alerts::open_of_watch(c, WatchId::from_raw(1))).unwrap();
        assert_eq!(left.iter().map(|alert| alert.id.raw()).collect::<Vec<_>>(), [1, 3]);
    });
}

#[test]
fn lost_words_and_impossible_answers_are_replaced() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        store.write(|tx| watches::add(tx, &watch(1))).unwrap();
        let post = PostId::from_raw(1);
        let lost = || -> Vec<String> {
            let of_post = store.read(|c| citations::lost_of_post(c, post)).unwrap();
            assert_eq!(of_post, store.read(|c| citations::lost_of_watch(c, WatchId::from_raw(1))).unwrap());
            of_post.into_iter().map(|lost| lost.words).collect()
        };
        for words in [&["Το νερό", "河流"][..], &["ثمن"], &[]] {
            let words: Vec<String> = words.iter().map(|words| (*words).to_owned()).collect();
            store.write(|tx| citations::replace_lost(tx, post, WatchId::from_raw(1), &words)).unwrap();
            assert_eq!(lost(), words);
        }
        let of_host = || store.read(|c| impossible::of_host(c, "outlet.example")).unwrap();
        assert_eq!(of_host(), None);
        let soft = ("https://outlet.example/no".to_owned(), "Nothing here".to_owned());
        for page in [Some(soft), None] {
            let answer = ImpossibleAnswer { asked: at(1), page };
            store.write(|tx| impossible::keep(tx, "outlet.example", &answer)).unwrap();
            assert_eq!(of_host(), Some(answer));
        }
    });
}
