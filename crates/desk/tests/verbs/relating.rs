//! Posts that are near one another.

use desk::When;
use model::related::{LENGTH_LIMIT, Reason};
use model::{Change, Job, Post, RawWriting, Site};

use crate::place::{Place, forbidden, on_both};

const FLOOD: &str = "The levees along the Danube held in Budapest while volunteers stacked sandbags. \
    Engineers measured the flood at the gauge, and the Danube crested at 1,350 cubic metres.";
const CREST: &str = "Volunteers stacked sandbags as the Danube crested. In Budapest engineers watched every levee, \
    and the gauge said what the flood would do.";
const BREAD: &str = "A bakery opens before dawn. The baker kneads sourdough with rye, salt and patience, and sells \
    the loaves still warm.";

fn written(headline: &str, body: &str, labels: &str) -> RawWriting {
    RawWriting {
        headline: headline.into(),
        body: body.into(),
        labels: labels.into(),
        ..RawWriting::default()
    }
}

fn out(place: &Place, raw: &RawWriting) -> Post {
    let draft = place.desk.create(&place.author, raw).unwrap();
    place.clock.advance_seconds(60);
    let post = place.desk.publish(&place.author, draft.id, When::Now).unwrap();
    work(place);
    post
}

/// Runs what is due but looks at sources: those need sockets, and nothing here is about them.
fn work(place: &Place) {
    while let Some(record) = place.desk.claim_job(60).unwrap() {
        place.desk.run_job(&record.job).unwrap();
        place.desk.finish_job(record.id, None).unwrap();
    }
}

/// Headlines of what a post's page shows.
fn shown(place: &Place, post: &Post) -> Vec<String> {
    let site = place.desk.site().unwrap();
    place.desk.related(&site, post).unwrap().into_iter().map(|teaser| teaser.headline).collect()
}

fn set(place: &Place, change: impl FnOnce(&mut Site)) {
    let mut site = place.desk.site().unwrap();
    change(&mut site);
    place.desk.save_site(&place.owner, &site).unwrap();
}

/// The posts whose pages were named as changed.
fn touched(place: &Place) -> Vec<Change> {
    let mut posts: Vec<_> =
        place.changes().into_iter().filter(|change| matches!(change, Change::Post(_))).collect();
    posts.sort_by_key(ToString::to_string);
    posts.dedup();
    posts
}

#[test]
fn two_are_near_and_the_third_is_far() {
    on_both(|place| {
        let bread = out(place, &written("Bread at dawn", BREAD, ""));
        let flood = out(place, &written("The levees held", FLOOD, ""));
        place.changes();
        let crest = out(place, &written("A crest passes", CREST, ""));
        assert_eq!(shown(place, &flood), ["A crest passes"]);
        assert_eq!(shown(place, &crest), ["The levees held"]);
        assert_eq!(shown(place, &bread), [""; 0]);
        let pages = touched(place);
        assert!(pages.contains(&Change::Post(flood.id)), "a list that changed: {pages:?}");
        assert!(!pages.contains(&Change::Post(bread.id)), "one that did not");
        let told = place.desk.related_told(&place.author, flood.id).unwrap();
        let [(_, related)] = told.as_slice() else { panic!("{told:?}") };
        let [Reason::Words(words)] = related.reasons.as_slice() else { panic!("{related:?}") };
        assert!(words.iter().any(|word| word == "Danube"), "{words:?}");
        assert!(forbidden(&place.desk.related_told(&place.moderator, flood.id)));
        // Doing it twice changes nothing.
        place.changes();
        for post in [flood.id, crest.id, bread.id] {
            assert!(place.desk.run_job(&Job::Relate { post }).unwrap());
        }
        assert_eq!(place.changes(), []);
    });
}

#[test]
fn a_post_in_another_language_is_near_by_label_and_name_and_stands_behind_its_own() {
    on_both(|place| {
        let english = out(place, &written("The levees held", FLOOD, "Danube, Rivers"));
        let greek = out(
            place,
            &RawWriting {
                language: "el".into(),
                ..written("Το ποτάμι ανέβηκε", "Στη Budapest ο Danube έφτασε τα 1.350 κυβικά.", "Danube")
            },
        );
        out(place, &written("Bread at dawn", BREAD, ""));
        assert_eq!(shown(place, &english), ["Το ποτάμι ανέβηκε"]);
        assert_eq!(shown(place, &greek), ["The levees held"]);
        let told = place.desk.related_told(&place.editor, greek.id).unwrap();
        let [(_, related)] = told.as_slice() else { panic!("{told:?}") };
        let [Reason::Labels(labels), Reason::Words(words)] = related.reasons.as_slice() else {
            panic!("{related:?}")
        };
        assert_eq!(labels, &["Danube"]);
        assert!(words.iter().any(|word| word == "Budapest"), "{words:?}");

        let body = "Στη Budapest ο Danube ανεβαίνει ξανά.";
        out(place, &RawWriting { language: "el".into(), ..written("Το ποτάμι ξανά", body, "") });
        assert_eq!(shown(place, &greek)[0], "Το ποτάμι ξανά", "one's own language first");
        let first = |place: &Place| shown(place, &greek)[0].clone();
        set(place, |site| site.popular_language_first = false);
        assert_eq!(first(place), "The levees held", "the nearer one");
        set(place, |site| site.related_length = 1);
        assert_eq!(shown(place, &greek).len(), 1);
        set(place, |site| site.related_length = 0);
        assert_eq!(shown(place, &greek), [""; 0]);
    });
}

#[test]
fn a_common_label_and_a_common_outlet_are_not_enough() {
    on_both(|place| {
        let of_outlet = |number: usize| RawWriting {
            source_url: format!("https://gazette.example/{number}"),
            source_outlet: "The Gazette".into(),
            ..written(&format!("Item {number}"), &format!("Nothing but x{number}x.\n\nEnd."), "News")
        };
        let posts: Vec<Post> = (0..8).map(|number| out(place, &of_outlet(number))).collect();
        // Of two posts, two with a label and a word are near; of eight, all have them.
        place.desk.run_job(&Job::RelatePosts { after: None }).unwrap();
        work(place);
        for post in &posts {
            assert_eq!(shown(place, post), [""; 0], "all posts have the label");
        }
        let same = RawWriting { source_url: "https://gazette.example/3".into(), ..of_outlet(9) };
        let again = out(place, &same);
        assert_eq!(shown(place, &again), ["Item 3"], "made from one piece");
    });
}

#[test]
fn what_is_taken_back_leaves_and_what_comes_back_returns() {
    on_both(|place| {
        let flood = out(place, &written("The levees held", FLOOD, ""));
        let crest = out(place, &written("A crest passes", CREST, ""));
        out(place, &written("Bread at dawn", BREAD, ""));
        place.changes();
        place.desk.retract(&place.author, crest.id, "It was another river.").unwrap();
        assert!(touched(place).contains(&Change::Post(flood.id)), "at once, before any job");
        assert_eq!(shown(place, &flood), [""; 0]);
        work(place);
        let lists = |place: &Place| {
            place.desk.store().read(|conn| store::related::lists_with(conn, crest.id, None, 9)).unwrap()
        };
        assert_eq!(lists(place), []);
        assert_eq!(place.desk.store().read(|conn| store::telling::of_post(conn, crest.id)).unwrap(), []);
        place.desk.publish(&place.author, crest.id, When::Now).unwrap();
        place.changes();
        work(place);
        assert_eq!(touched(place), [Change::Post(flood.id), Change::Post(crest.id)]);
        assert_eq!(shown(place, &flood), ["A crest passes"]);
    });
}

#[test]
fn a_changed_post_is_compared_again_and_a_changed_headline_reaches_the_pages_that_show_it() {
    on_both(|place| {
        let flood = out(place, &written("The levees held", FLOOD, ""));
        let crest = out(place, &written("A crest passes", CREST, ""));
        let bread = out(place, &written("Bread at dawn", BREAD, ""));
        place.changes();
        let correct = |raw: &RawWriting| {
            place.desk.correct(&place.author, crest.id, raw, None, "The headline was wrong.").unwrap();
        };
        correct(&written("The crest passed", CREST, ""));
        assert_eq!(touched(place), [Change::Post(flood.id), Change::Post(crest.id)]);
        work(place);
        assert_eq!(shown(place, &flood), ["The crest passed"]);
        assert_eq!(touched(place), [], "the lists are as they were");
        correct(&written("Rye and salt", BREAD, ""));
        work(place);
        assert_eq!(shown(place, &flood), [""; 0]);
        assert_eq!(shown(place, &bread), ["Rye and salt"]);
        assert!(touched(place).contains(&Change::Post(bread.id)));
    });
}

#[test]
fn a_list_keeps_the_nearest_and_a_gap_is_filled() {
    on_both(|place| {
        let words =
            ["levee", "sandbag", "gauge", "crest", "barge", "pier", "ferry", "sluice", "weir", "quay"];
        let body = |first: usize| words[first % 10..].iter().chain(&words[..first % 10]).take(7).copied();
        let posts: Vec<Post> = (0..16)
            .map(|number| {
                let body = body(number / 2).collect::<Vec<_>>().join(" and ");
                out(place, &written(&format!("Water {number}"), &body, "Water"))
            })
            .collect();
        // The words were rare and became common: all is found anew, as for posts from before there were lists.
        assert!(place.desk.run_job(&Job::RelatePosts { after: None }).unwrap());
        work(place);
        let kept = |post: &Post| place.desk.related_told(&place.editor, post.id).unwrap();
        for post in &posts {
            let list = kept(post);
            assert!(list.len() <= model::related::KEPT, "{}", list.len());
            assert!(list.windows(2).all(|pair| pair[0].1.nearness >= pair[1].1.nearness));
        }
        let near = posts.iter().find(|post| !kept(post).is_empty()).unwrap();
        set(place, |site| site.related_length = LENGTH_LIMIT);
        for (teaser, _) in kept(near) {
            place.desk.retract(&place.editor, teaser.id, "Dry.").unwrap();
        }
        work(place);
        let left: Vec<_> = kept(near);
        assert!(left.iter().all(|(teaser, _)| shown(place, near).contains(&teaser.headline)));
    });
}

#[test]
fn all_lists_are_made_anew_when_there_are_twice_as_many_posts() {
    on_both(|place| {
        let waits = |place: &Place| {
            place.desk.store().read(|conn| store::jobs::by_key(conn, "relate_posts")).unwrap().is_some()
        };
        for number in 0..4 {
            assert!(!waits(place), "before {number}");
            place.publish(&format!("Piece {number}"));
        }
        assert!(waits(place));
        work(place);
        place.publish("One more");
        assert!(waits(place), "the first time the words of most were not known yet");
        work(place);
        for number in 6..10 {
            assert!(!waits(place), "before {number}");
            place.publish(&format!("Piece {number}"));
        }
        place.publish("The tenth");
        assert!(waits(place));
    });
}
