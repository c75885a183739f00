//! What pieces quote: looked for with every revision, and again with every capture.

use desk::{FiledPage, Quoting, When};
use model::{CapturedText, Clipping, Finding, How, PostId, QuotationKind, RawWriting};

use crate::clipping::page;
use crate::place::{Place, forbidden, missing, on_both, text};

const STORY: &str = "The town counts its water.\n\n“Nobody expected this,” said Ada Park, the mayor. “We have lost a \
    third of the river and we do not know where it went.” The council voted on Tuesday to close two of the seven \
    wells; the other five stay open until the end of the summer.";

fn looked_at(place: &Place, bytes: &str, story: &str, how: How) -> FiledPage {
    let base = page(place);
    let clipping = Clipping { text: story.into(), html: format!("<p>{story}</p>"), ..base.clipping.clone() };
    FiledPage { bytes: bytes.to_owned().into(), how, clipping, pictures: vec![], ..base }
}

fn clipped(place: &Place) -> PostId {
    place.desk.file(&place.author, &looked_at(place, "first", STORY, How::Fetched)).unwrap().post
}

/// The stored text of a piece with another body.
fn with_body(place: &Place, id: PostId, body: &str) -> RawWriting {
    let raw = place.desk.post(&place.author, id).unwrap().writing.raw();
    RawWriting { format: "markdown".into(), body: body.into(), ..raw }
}

fn quoting(place: &Place, id: PostId) -> Quoting {
    let post = place.desk.post(&place.author, id).unwrap();
    place.desk.quotations_of(&place.author, id, post.revision).unwrap()
}

fn findings(quoting: &Quoting) -> Vec<Finding> {
    quoting.quotations.iter().map(|quotation| quotation.finding).collect()
}

#[test]
fn each_revision_keeps_what_it_quotes_and_where_that_stands() {
    on_both(|place| {
        let id = clipped(place);
        let first = quoting(place, id);
        let share = first.share.clone().unwrap();
        assert_eq!((share.carried, first.looks), (100, 1), "a clipping is a copy");
        let possible = first.quotations.iter().map(|quotation| (quotation.kind, quotation.finding));
        assert_eq!(possible.collect::<Vec<_>>(), [(QuotationKind::Possible, Finding::Found)]);
        assert_eq!(share.quoted, 0, "what the source quotes is not quoted of the source");

        let body = "It was said:\n\n> The council voted on Tuesday to close two of the seven wells\n\nand\n\n\
                    > the other six stay open until the end of the summer\n\nand\n\n\
                    > Every household will pay a fine in the spring of next year\n\nand <q>nobody expected this</q>.";
        place.desk.save(&place.author, id, &with_body(place, id, body), None).unwrap();
        let second = quoting(place, id);
        use Finding::{Absent, Changed, Found};
        assert_eq!(findings(&second), [Found, Changed, Absent, Found]);
        let stand = second.quotations[1].stand.as_ref().unwrap();
        assert_eq!(stand.text, CapturedText::Article);
        assert_eq!(stand.passage.exact, "the other five stay open until the end of the summer");
        let points: String = STORY.chars().skip(stand.passage.start as usize).take(52).collect();
        assert_eq!(points, stand.passage.exact);
        assert!(second.captures.iter().any(|capture| capture.id == stand.capture));
        let share = second.share.unwrap();
        assert!((30..60).contains(&share.quoted) && share.carried == share.quoted, "{share:?}");

        assert_eq!(place.desk.quotations_of(&place.author, id, 1).unwrap().share, first.share, "kept");
        let mut told = place.desk.quotations_told(&place.author, id).unwrap();
        told.sort_by_key(|(revision, finding, _)| (*revision, finding.as_str()));
        assert_eq!(told, [(1, Found, 1), (2, Absent, 1), (2, Changed, 1), (2, Found, 2)]);
        let newest = place.desk.store().read(|conn| store::quotations::of_post(conn, id)).unwrap();
        assert_eq!(newest, second.quotations);

        // It is told, and forbids nothing.
        let doubtful = place.desk.doubtful(&place.author, id).unwrap();
        assert_eq!(doubtful.len(), 1);
        assert!(doubtful[0].quote.starts_with("Every household"), "{doubtful:?}");
        place.desk.publish(&place.author, id, When::Now).unwrap();
    });
}

#[test]
fn words_in_another_language_are_no_lie() {
    on_both(|place| {
        let id = clipped(place);
        let body = "> Η πόλη θα κλείσει δύο από τα επτά πηγάδια πριν από το καλοκαίρι.\n\n\
                    > Every household will pay a fine in the spring of next year";
        let raw = RawWriting { language: "el".into(), ..with_body(place, id, body) };
        place.desk.save(&place.author, id, &raw, None).unwrap();
        assert_eq!(findings(&quoting(place, id)), [Finding::Translated, Finding::Absent]);
    });
}

#[test]
fn a_source_that_nobody_captured_is_not_checked_until_somebody_does() {
    on_both(|place| {
        let raw = RawWriting {
            source_url: "https://gazette.example/river".into(),
            body: "> We have lost a third of the river\n\n> We have lost a quarter of the river".into(),
            ..text("By hand")
        };
        let id = place.desk.create(&place.author, &raw).unwrap().id;
        let before = quoting(place, id);
        assert_eq!(findings(&before), [Finding::Unchecked; 2]);
        assert_eq!((before.share, before.looks), (None, 0));
        assert!(place.desk.doubtful(&place.author, id).unwrap().is_empty(), "nothing is known against it");
        let live = place.desk.quotations_in(&place.author, &raw, "<blockquote>x</blockquote>").unwrap();
        assert_eq!(findings(&live.unwrap()), [Finding::Unchecked]);
        let none = place.desk.quotations_in(&place.author, &text("No source"), "<blockquote>x</blockquote>");
        assert_eq!(none.unwrap(), None);

        let job = place.desk.request_capture(&place.author, id).unwrap();
        assert!(job.is_some());
        assert_eq!(
            place.desk.request_capture(&place.author, id).unwrap(),
            job,
            "a second wish finds the first"
        );
        assert!(forbidden(&place.desk.request_capture(&place.moderator, id)));
        let alone = place.draft("Our own").id;
        assert_eq!(place.desk.request_capture(&place.author, alone).unwrap(), None);

        let source = place.desk.post(&place.author, id).unwrap().source.unwrap().id;
        let page = looked_at(place, "now", STORY, How::Fetched);
        place.desk.keep_beside(&place.author, source, &page).unwrap();
        let after = quoting(place, id);
        assert_eq!(findings(&after), [Finding::Found, Finding::Changed]);
        assert_eq!((after.captures.len(), after.looks), (1, 1));
        let live = place.desk.quotations_in(
            &place.author,
            &raw,
            "<blockquote>one third of the river went</blockquote>",
        );
        assert_eq!(live.unwrap().unwrap().quotations.len(), 1);
    });
}

#[test]
fn the_newest_look_that_has_it_is_named_and_an_older_one_still_counts() {
    on_both(|place| {
        let id = clipped(place);
        let body = "> The council voted on Tuesday to close two of the seven wells";
        place.desk.save(&place.author, id, &with_body(place, id, body), None).unwrap();
        let first = quoting(place, id).quotations[0].stand.clone().unwrap().capture;
        let source = place.desk.post(&place.author, id).unwrap().source.unwrap().id;
        place.clock.advance_seconds(60);
        let later = format!("Corrected. {STORY}");
        place.desk.keep_beside(&place.author, source, &looked_at(place, "2", &later, How::Fetched)).unwrap();
        let second = quoting(place, id).quotations[0].clone();
        assert_eq!(second.finding, Finding::Found);
        assert_ne!(second.stand.unwrap().capture, first);

        place.clock.advance_seconds(60);
        let rewritten = STORY.replace("two of the seven", "three of the seven");
        place
            .desk
            .keep_beside(&place.author, source, &looked_at(place, "3", &rewritten, How::Fetched))
            .unwrap();
        let third = quoting(place, id);
        assert_eq!(findings(&third), [Finding::Found], "it stood there when it was quoted");
        assert_eq!(third.looks, 3);
    });
}

#[test]
fn what_somebody_quotes_is_for_those_who_may_see_the_piece() {
    on_both(|place| {
        let id = clipped(place);
        assert!(forbidden(&place.desk.quotations_of(&place.moderator, id, 1)));
        assert!(forbidden(&place.desk.doubtful(&place.moderator, id)));
        assert!(forbidden(&place.desk.quotations_in(&place.moderator, &text("x"), "<p>x</p>")));
        assert!(missing(&place.desk.quotations_of(&place.author, PostId::from_raw(9), 1)));
        let own = place.draft("Our own").id;
        assert_eq!(quoting(place, own), Quoting::default());
        place.desk.remove_draft(&place.author, id).unwrap();
    });
}
