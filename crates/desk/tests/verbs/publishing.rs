//! Publication, schedule, taking back.

use desk::When;
use model::{Change, Moment, RawWriting, Site, Standing};

use crate::place::{conflict, missing, noon, on_both, text, wrong};

#[test]
fn a_published_post_has_an_address_and_every_list_hears_of_it() {
    on_both(|place| {
        let raw = RawWriting {
            labels: "Rivers".into(),
            source_url: "https://www.gazette.example/a".into(),
            ..text("Η τιμή του νερού")
        };
        let draft = place.desk.create(&place.author, &raw).unwrap();
        let post = place.desk.publish(&place.author, draft.id, When::Now).unwrap();
        assert_eq!(post.permalink.as_ref().unwrap().as_str(), "/2026/11/η-τιμή-του-νερού");
        assert_eq!(post.standing, Standing::Published { at: noon() });
        let changes = place.changes();
        for change in [
            Change::Post(post.id),
            Change::Newest,
            Change::Label("rivers".into()),
            Change::Host("gazette.example".into()),
            Change::Month(2026, 11),
        ] {
            assert!(changes.contains(&change), "{change} is not in {changes:?}");
        }
        let store = place.desk.store();
        let found = store.read(|conn| store::search::find(conn, &markup::terms("τιμη"), 5)).unwrap();
        assert_eq!(found, [post.id]);
        let newest = store.read(|conn| store::posts::newest_page(conn, 1, 5)).unwrap();
        assert_eq!(newest[0].permalink, post.permalink.unwrap());
    });
}

#[test]
fn publishing_twice_is_publishing_once() {
    on_both(|place| {
        let post = place.publish("Once");
        place.changes();
        place.clock.advance_seconds(100);
        let again = place.desk.publish(&place.editor, post.id, When::Now).unwrap();
        assert_eq!((again, place.changes()), (post.clone(), vec![]));
        let facts = place.desk.store().read(|conn| store::publications::of_post(conn, post.id)).unwrap();
        assert_eq!(facts.len(), 1);
    });
}

#[test]
fn readers_get_no_post_without_headline_or_text() {
    on_both(|place| {
        let empty = place.desk.create(&place.author, &RawWriting::default()).unwrap();
        let refused = place.desk.publish(&place.author, empty.id, When::Now);
        assert_eq!(wrong(refused, "headline"), "a post needs a headline before readers can see it");
        let later = When::At(noon().plus_seconds(60));
        wrong(place.desk.publish(&place.author, empty.id, later), "body");
        let video = RawWriting {
            headline: "A film".into(),
            kind: "video".into(),
            source_url: "https://films.example/1".into(),
            byline: "Ada Park".into(),
            ..RawWriting::default()
        };
        let video = place.desk.create(&place.author, &video).unwrap();
        assert_eq!(place.desk.publish(&place.author, video.id, When::Now).unwrap().excerpt, "Ada Park");
    });
}

#[test]
fn a_taken_slug_is_numbered_or_refused() {
    on_both(|place| {
        place.publish("River");
        let second = place.publish("River");
        assert_eq!(second.permalink.unwrap().as_str(), "/2026/11/river-2");
        let chosen = RawWriting { slug: "river".into(), ..text("Another") };
        let draft = place.desk.create(&place.author, &chosen).unwrap();
        let message = wrong(place.desk.publish(&place.author, draft.id, When::Now), "slug");
        assert_eq!(message, "“river” is taken by another post this month; try “river-3”");
        let nameless = place.publish("!!!");
        assert_eq!(nameless.permalink.unwrap().as_str(), "/2026/11/post");
        place.clock.advance_seconds(30 * 86_400);
        assert_eq!(place.publish("River").permalink.unwrap().as_str(), "/2026/12/river");
    });
}

#[test]
fn posts_published_at_the_same_time_get_different_addresses() {
    on_both(|place| {
        let drafts: Vec<_> = (0..4).map(|_| place.draft("River").id).collect();
        let mut addresses: Vec<_> = std::thread::scope(|threads| {
            let tries: Vec<_> = drafts
                .into_iter()
                .map(|id| threads.spawn(move || place.desk.publish(&place.author, id, When::Now)))
                .collect();
            tries.into_iter().map(|t| t.join().unwrap().unwrap().permalink.unwrap().to_string()).collect()
        });
        addresses.sort();
        assert_eq!(addresses, ["/2026/11/river", "/2026/11/river-2", "/2026/11/river-3", "/2026/11/river-4"]);
    });
}

#[test]
fn the_month_of_an_address_is_the_sites_own() {
    on_both(|place| {
        let site = Site { time_zone: "Pacific/Auckland".into(), ..Site::default() };
        place.desk.save_site(&place.owner, &site).unwrap();
        place.clock.set(Moment::parse("2026-11-30T11:30:00Z").unwrap());
        assert_eq!(place.publish("Early").permalink.unwrap().as_str(), "/2026/12/early");
    });
}

#[test]
fn a_past_date_is_kept() {
    on_both(|place| {
        let draft = place.draft("Old");
        let at = Moment::parse("2019-01-05T08:00:00Z").unwrap();
        let post = place.desk.publish(&place.author, draft.id, When::At(at)).unwrap();
        assert_eq!((post.published(), post.permalink.unwrap().as_str()), (Some(at), "/2019/01/old"));
    });
}

#[test]
fn a_scheduled_post_comes_out_by_itself() {
    on_both(|place| {
        let draft = place.draft("Later");
        let at = noon().plus_seconds(3_600);
        let post = place.desk.publish(&place.author, draft.id, When::At(at)).unwrap();
        assert_eq!((&post.standing, &post.permalink), (&Standing::Scheduled { at }, &None));
        assert_eq!(place.changes(), [], "no reader sees it yet");
        place.work();
        assert_eq!(place.desk.post(&place.author, draft.id).unwrap(), post, "its time has not come");
        place.clock.advance_seconds(3_600);
        assert!(place.work() > 0);
        let out = place.desk.post(&place.author, draft.id).unwrap();
        assert_eq!((out.published(), out.permalink.is_some()), (Some(at), true));
        assert_eq!(place.desk.publish_due().unwrap(), 0);
    });
}

#[test]
fn a_schedule_can_be_moved_and_taken_back() {
    on_both(|place| {
        let draft = place.draft("Later");
        let at = |hours: i64| noon().plus_seconds(3_600 * hours);
        place.desk.publish(&place.author, draft.id, When::At(at(1))).unwrap();
        place.desk.publish(&place.author, draft.id, When::At(at(3))).unwrap();
        place.clock.set(at(2));
        place.work();
        let post = place.desk.post(&place.author, draft.id).unwrap();
        assert_eq!(post.standing, Standing::Scheduled { at: at(3) }, "the first job is out of date");
        let back = place.desk.retract(&place.author, draft.id, "").unwrap();
        assert_eq!(back.standing, Standing::Draft);
        place.clock.set(at(4));
        place.work();
        assert_eq!(place.desk.post(&place.author, draft.id).unwrap().standing, Standing::Draft);
    });
}

#[test]
fn a_scheduled_post_comes_out_even_when_its_slug_was_taken_meanwhile() {
    on_both(|place| {
        let raw = RawWriting { slug: "river".into(), ..text("Later") };
        let draft = place.desk.create(&place.author, &raw).unwrap();
        place.desk.publish(&place.author, draft.id, When::At(noon().plus_seconds(60))).unwrap();
        place.publish("River");
        place.clock.advance_seconds(60);
        assert_eq!(place.desk.publish_due().unwrap(), 1);
        let post = place.desk.post(&place.author, draft.id).unwrap();
        assert_eq!(post.permalink.unwrap().as_str(), "/2026/11/river-2");
    });
}

#[test]
fn a_post_taken_back_says_why_and_comes_back_at_its_old_address() {
    on_both(|place| {
        let post = place.publish("Wrong");
        wrong(place.desk.retract(&place.author, post.id, "  "), "reason");
        wrong(place.desk.retract(&place.author, post.id, &"x".repeat(501)), "reason");
        place.clock.advance_seconds(40 * 86_400);
        place.changes();
        let gone = place.desk.retract(&place.author, post.id, "the figures were wrong").unwrap();
        let now = noon().plus_seconds(40 * 86_400);
        assert_eq!(gone.standing, Standing::Retracted { at: now, reason: "the figures were wrong".into() });
        let changes = place.changes();
        assert!(
            changes.contains(&Change::Newest) && changes.contains(&Change::Month(2026, 11)),
            "{changes:?}"
        );
        let store = place.desk.store();
        let found = store.read(|conn| store::search::find(conn, &markup::terms("wrong"), 5)).unwrap();
        assert_eq!(found, []);
        let again = place.desk.retract(&place.author, post.id, "another reason").unwrap();
        assert_eq!(again, gone, "twice is once");
        let later = When::At(now.plus_seconds(60));
        assert!(conflict(&place.desk.publish(&place.author, post.id, later)));
        let back = place.desk.publish(&place.author, post.id, When::Now).unwrap();
        assert_eq!((back.permalink, back.standing), (post.permalink, post.standing));
    });
}

#[test]
fn a_draft_cannot_be_taken_back() {
    on_both(|place| {
        let draft = place.draft("Draft");
        assert!(conflict(&place.desk.retract(&place.author, draft.id, "why")));
        assert!(missing(&place.desk.publish(&place.editor, model::PostId::from_raw(1), When::Now)));
    });
}
