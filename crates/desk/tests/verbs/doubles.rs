//! One page under many addresses, one story in two outlets.

use desk::{ClipRequest, FiledPage};
use model::{Actor, Clipping, How, Job, JobState, Likeness, PostId, RawWriting, Standing};

use crate::place::{Place, forbidden, missing, on_both, text};

const ADDRESS: &str = "https://www.gazette.example/2026/11/price-of-a-river";

const FORMS: &[&str] = &[
    "http://www.gazette.example/2026/11/price-of-a-river",
    "https://gazette.example/2026/11/price-of-a-river/",
    "https://m.gazette.example/2026/11/price-of-a-river",
    "https://www.gazette.example/2026/11/price-of-a-river/amp/",
    "https://www.gazette.example/2026/11/price-of-a-river?amp=1",
    "https://amp.gazette.example/2026/11/price-of-a-river?outputType=amp",
    "https://www.gazette.example/2026/11/price-of-a-river?utm_source=x&fbclid=y#top",
    "https://www.gazette.example/2026/11/price-of-a-river?print=1",
    "https://www.gazette.example/2026//11/price%2Dof-a-river/index.html",
    "https://www.gazette.example/2026/11/price-of-a-river;jsessionid=0123456789ABCDEF0123",
    "https://www-gazette-example.cdn.ampproject.org/c/s/www.gazette.example/2026/11/price-of-a-river/amp",
    "https://www.google.com/amp/s/www.gazette.example/2026/11/price-of-a-river",
    "https://web.archive.org/web/20261118053000/https://www.gazette.example/2026/11/price-of-a-river",
];

const WORDS: [&str; 4] = [
    "The town council counted every litre that the old river had given since the spring, and found that it was short by a third.",
    "Nobody was surprised. The mayor spoke for an hour, showed four charts, and promised a new well before the summer comes again.",
    "Farmers on the upper bank said that they had been promised that well before, by two mayors, and that they would rather have rain.",
    "A vote on the price of water is set for next week; the council will meet in the school, for its own hall has no heating.",
];

/// A clipping of so many paragraphs.
fn page(address: &str, outlet: &str, paragraphs: &[&str]) -> FiledPage {
    let html: String = paragraphs.iter().map(|words| format!("<p>{words}</p>")).collect();
    FiledPage {
        address: address.into(),
        bytes: html.clone().into(),
        how: How::Fetched,
        final_url: address.into(),
        led_here: Vec::new(),
        status: 200,
        headers: Vec::new(),
        robots: None,
        clipping: Clipping {
            url: address.into(),
            headline: format!("The price of a river, by {outlet}"),
            site: Some(outlet.into()),
            text: paragraphs.join("\n\n"),
            html,
            ..Clipping::default()
        },
        pictures: Vec::new(),
        missing: Vec::new(),
        evidence: desk::Evidence::default(),
    }
}

fn file(place: &Place, actor: &Actor, page: &FiledPage) -> PostId {
    place.desk.file(actor, page).unwrap().post
}

fn asked(place: &Place, url: &str) -> ClipRequest {
    place.desk.request_clip(&place.editor, url, &model::canonical_address(url)).unwrap()
}

#[test]
fn every_form_of_an_address_finds_the_first() {
    on_both(|place| {
        let first = file(place, &place.author, &page(ADDRESS, "Gazette", &WORDS));
        for form in FORMS {
            assert_eq!(asked(place, form), ClipRequest::Existing(first), "{form}");
            let mut again = page(&model::canonical_address(form), "Gazette", &WORDS);
            again.bytes = form.to_string().into();
            let filed = place.desk.file(&place.editor, &again).unwrap();
            assert_eq!((filed.post, filed.existing), (first, true), "{form}");
        }
        let source = place.desk.post(&place.author, first).unwrap().source.unwrap();
        assert_eq!(source.fields.url, ADDRESS, "readers are sent where they were sent before");
        let captures = place.desk.store().read(|c| store::captures::of_source(c, source.id)).unwrap();
        assert_eq!(captures.len(), 1 + FORMS.len(), "each look is kept under the one source");
        for other in ["https://www.gazette.example/2026/11/price-of-a-rivet", "https://gazette.example/"] {
            assert!(matches!(asked(place, other), ClipRequest::Queued(_)), "{other}");
        }
    });
}

#[test]
fn the_addresses_that_led_to_a_page_lead_to_it_again() {
    on_both(|place| {
        let mut clip = page(ADDRESS, "Gazette", &WORDS);
        clip.final_url = "https://www.gazette.example/?p=1234".into();
        clip.led_here = vec!["https://s.example/3xYzAb".into(), "https://gazette.example/latest".into()];
        let first = file(place, &place.author, &clip);
        for known in ["https://s.example/3xYzAb", "https://gazette.example/?p=1234&utm_source=x"] {
            assert_eq!(asked(place, known), ClipRequest::Existing(first), "{known}");
        }
        // Tomorrow that leads to another page.
        assert!(matches!(asked(place, "https://gazette.example/latest"), ClipRequest::Queued(_)));
        // A second short address is unknown until it was followed.
        let mut again = clip.clone();
        again.led_here = vec!["https://s.example/9Qrs7".into()];
        assert!(matches!(asked(place, "https://s.example/9Qrs7"), ClipRequest::Queued(_)));
        assert!(place.desk.file(&place.author, &again).unwrap().existing);
        assert_eq!(asked(place, "https://s.example/9Qrs7"), ClipRequest::Existing(first));
        // One that led elsewhere before stays where it led.
        let mut other = page("https://gazette.example/another-river-again", "Gazette", &WORDS);
        other.led_here = vec!["https://s.example/3xYzAb".into()];
        assert!(!place.desk.file(&place.author, &other).unwrap().existing);
        assert_eq!(asked(place, "https://s.example/3xYzAb"), ClipRequest::Existing(first));
    });
}

#[test]
fn a_removed_draft_gives_its_addresses_back() {
    on_both(|place| {
        let first = file(place, &place.author, &page(ADDRESS, "Gazette", &WORDS));
        place.desk.remove_draft(&place.author, first).unwrap();
        assert!(matches!(asked(place, FORMS[2]), ClipRequest::Queued(_)));
        let second = file(place, &place.author, &page(FORMS[2], "Gazette", &WORDS));
        assert_ne!(first, second);
        assert_eq!(asked(place, ADDRESS), ClipRequest::Existing(second));
    });
}

#[test]
fn a_source_written_by_hand_is_known_in_all_its_forms() {
    on_both(|place| {
        let raw = RawWriting { source_url: ADDRESS.into(), ..text("By hand") };
        let post = place.desk.create(&place.author, &raw).unwrap();
        assert_eq!(asked(place, FORMS[3]), ClipRequest::Existing(post.id));
        let other = place.draft("No source yet");
        let raw =
            RawWriting { source_url: "https://gazette.example/a-second-river".into(), ..other.writing.raw() };
        place.desk.save(&place.author, other.id, &raw, Some(1)).unwrap();
        assert_eq!(asked(place, "https://m.gazette.example/a-second-river"), ClipRequest::Existing(other.id));
    });
}

#[test]
fn two_forms_clipped_at_the_same_time_are_one_draft() {
    on_both(|place| {
        let pages: Vec<_> = FORMS[..4].iter().map(|form| page(form, "Gazette", &WORDS)).collect();
        let filed: Vec<_> = std::thread::scope(|threads| {
            let tries: Vec<_> =
                pages.iter().map(|page| threads.spawn(|| place.desk.file(&place.author, page))).collect();
            tries.into_iter().map(|one| one.join().unwrap().unwrap()).collect()
        });
        assert_eq!(filed.iter().filter(|filed| !filed.existing).count(), 1, "{filed:?}");
        assert!(filed.iter().all(|one| one.post == filed[0].post), "{filed:?}");
    });
}

#[test]
fn a_clip_is_promised_once_however_many_jobs_there_are_and_while_it_runs() {
    on_both(|place| {
        let ClipRequest::Queued(job) = asked(place, ADDRESS) else { panic!("nothing was clipped yet") };
        for number in 0..300 {
            asked(place, &format!("https://gazette.example/other-{number}"));
        }
        for form in FORMS {
            assert_eq!(asked(place, form), ClipRequest::Queued(job), "{form}");
        }
        let record = place.desk.claim_job(60).unwrap().unwrap();
        assert_eq!((record.id, record.state), (job, JobState::Running));
        assert_eq!(asked(place, ADDRESS), ClipRequest::Queued(job), "it is being fetched now");
        place.desk.fail_job(&record, "no such page", false).unwrap();
        assert_ne!(asked(place, ADDRESS), ClipRequest::Queued(job), "a new wish after it was given up");
    });
}

#[test]
fn what_was_written_before_there_were_keys_is_made_findable() {
    on_both(|place| {
        let store = place.desk.store();
        let now = place.desk.clock().now();
        let post = store
            .write::<_, store::Error>(|tx| {
                let fields = model::SourceFields { url: ADDRESS.into(), ..Default::default() };
                let source = store::sources::upsert(tx, model::SourceId::from_raw(5), &fields, now)?;
                let post = model::Post {
                    standing: Standing::Draft,
                    permalink: None,
                    source: Some(source),
                    ..model::sample::post()
                };
                store::posts::insert(tx, &post, "")?;
                Ok(post.id)
            })
            .unwrap();
        assert_eq!(asked(place, ADDRESS), ClipRequest::Existing(post), "letter by letter it is known");
        assert!(matches!(asked(place, FORMS[2]), ClipRequest::Queued(_)), "it has no key yet");
        let wish = place.desk.claim_job(60).unwrap().unwrap();
        place.desk.fail_job(&wish, "it was only a try", false).unwrap();
        for _ in 0..2 {
            assert!(place.desk.run_job(&Job::CatchUp { after: None }).unwrap(), "twice is once");
        }
        assert!(place.work() > 0, "it goes on behind the last one");
        assert_eq!(place.work(), 0, "and comes to an end");
        assert_eq!(asked(place, FORMS[2]), ClipRequest::Existing(post));
    });
}

fn alike(place: &Place, actor: &Actor, post: PostId) -> Vec<Likeness> {
    place.desk.likenesses(actor, &[post]).unwrap()
}

#[test]
fn the_same_story_is_offered_and_told_apart_for_good() {
    on_both(|place| {
        let first = file(place, &place.editor, &page(ADDRESS, "Gazette", &WORDS));
        let retold = [WORDS[0], WORDS[1], "This piece came out in the Gazette first.", WORDS[2], WORDS[3]];
        let second = file(place, &place.editor, &page("https://post.example/a", "Post", &retold));
        let other = ["Something else was written here, of which no run of words was ever seen in the piece about the river and its price.";
            4];
        let third = file(place, &place.editor, &page("https://post.example/b", "Post", &other));
        assert_eq!(alike(place, &place.editor, second), [], "nobody has looked yet");
        place.work();
        let found = alike(place, &place.editor, second);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].other, found[0].outlet.as_deref()), (first, Some("Gazette")));
        assert!((80..100).contains(&found[0].percent), "{found:?}");
        assert_eq!(alike(place, &place.editor, first)[0].other, second);
        assert_eq!(alike(place, &place.editor, third), []);
        for (job, _) in [(Job::Compare { post: first }, 0), (Job::Compare { post: second }, 0)] {
            assert!(place.desk.run_job(&job).unwrap(), "twice is once");
        }
        assert_eq!(alike(place, &place.editor, second), found);

        assert!(forbidden(&place.desk.tell_apart(&place.author, second, first)), "not the author's");
        assert!(forbidden(&place.desk.tell_apart(&place.moderator, second, first)));
        assert!(missing(&place.desk.tell_apart(&place.editor, PostId::from_raw(7), first)));
        place.desk.tell_apart(&place.editor, second, first).unwrap();
        place.desk.tell_apart(&place.editor, second, first).unwrap();
        assert!(place.desk.run_job(&Job::Compare { post: second }).unwrap());
        assert_eq!(
            (alike(place, &place.editor, second), alike(place, &place.editor, first)),
            (vec![], vec![])
        );
    });
}

#[test]
fn an_author_hears_only_of_what_they_may_see() {
    on_both(|place| {
        let theirs = file(place, &place.editor, &page(ADDRESS, "Gazette", &WORDS));
        let own = file(place, &place.author, &page("https://post.example/a", "Post", &WORDS));
        place.work();
        assert_eq!(alike(place, &place.author, own), [], "somebody else's draft");
        assert_eq!(alike(place, &place.editor, own)[0].other, theirs);
        assert_eq!(alike(place, &place.moderator, own), []);
        assert_eq!(alike(place, &Actor::Nobody, own), []);
        place.desk.publish(&place.editor, theirs, desk::When::Now).unwrap();
        let found = alike(place, &place.author, own);
        assert!(matches!(found[0].standing, Standing::Published { .. }) && found[0].permalink.is_some());
        place.desk.retract(&place.editor, theirs, "It was not so.").unwrap();
        assert_eq!(alike(place, &place.author, own), []);
    });
}

#[test]
fn a_draft_that_is_gone_is_no_trouble_to_its_job() {
    on_both(|place| {
        let post = file(place, &place.author, &page(ADDRESS, "Gazette", &WORDS));
        place.desk.remove_draft(&place.author, post).unwrap();
        place.work();
        assert!(place.desk.run_job(&Job::Compare { post }).unwrap());
        // Texts of a line say too little.
        let short = ["It rises."];
        let one = file(place, &place.author, &page("https://post.example/c1", "Post", &short));
        file(place, &place.author, &page("https://post.example/c2", "Post", &short));
        place.work();
        assert_eq!(alike(place, &place.author, one), []);
    });
}
