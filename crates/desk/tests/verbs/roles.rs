//! One table: each verb, and which roles may.

use desk::{Error, When};
use model::{Act, Actor, CaptureId, CommentId, FeedId, FeedItemId, PostId, Role, Scope, Site, Verdict};

use crate::place::{Place, forbidden, on_both, text};

type Try = fn(&Place, &Actor, PostId, CommentId) -> Result<(), Error>;

const WRITERS: &[Role] = &[Role::Owner, Role::Editor, Role::Author];
const EDITORS: &[Role] = &[Role::Owner, Role::Editor];
const JUDGES: &[Role] = &[Role::Owner, Role::Editor, Role::Moderator];
const OWNERS: &[Role] = &[Role::Owner];

/// Each verb is tried on a published post that nobody's account owns, and on a comment on it.
const TABLE: &[(&str, &[Role], Try)] = &[
    ("create", WRITERS, |p, actor, _, _| p.desk.create(actor, &text("New")).map(drop)),
    ("post", EDITORS, |p, actor, post, _| p.desk.post(actor, post).map(drop)),
    ("save", EDITORS, |p, actor, post, _| p.desk.save(actor, post, &text("Other"), None).map(drop)),
    ("correct", EDITORS, |p, actor, post, _| {
        p.desk.correct(actor, post, &text("Other"), None, "Not ours.").map(drop)
    }),
    ("typo_window", EDITORS, |p, actor, post, _| p.desk.typo_window(actor, post).map(drop)),
    ("publish", EDITORS, |p, actor, post, _| p.desk.publish(actor, post, When::Now).map(drop)),
    ("retract", EDITORS, |p, actor, post, _| p.desk.retract(actor, post, "wrong").map(drop)),
    ("revisions", EDITORS, |p, actor, post, _| p.desk.revisions(actor, post).map(drop)),
    ("diff", EDITORS, |p, actor, post, _| p.desk.diff(actor, post, 1, 1).map(drop)),
    ("request_clip", WRITERS, |p, actor, _, _| {
        p.desk.request_clip(actor, "https://a.example/", "https://a.example/").map(drop)
    }),
    ("subscribe", WRITERS, |p, actor, _, _| p.desk.subscribe(actor, "https://a.example/feed").map(drop)),
    ("import_feeds", WRITERS, |p, actor, _, _| p.desk.import_feeds(actor, &[]).map(drop)),
    ("pause_feed", WRITERS, |p, actor, _, _| p.desk.pause_feed(actor, FeedId::from_raw(1))),
    ("resume_feed", WRITERS, |p, actor, _, _| p.desk.resume_feed(actor, FeedId::from_raw(1)).map(drop)),
    ("unsubscribe", WRITERS, |p, actor, _, _| p.desk.unsubscribe(actor, FeedId::from_raw(1))),
    ("take_item", WRITERS, |p, actor, _, _| p.desk.take_item(actor, FeedItemId::from_raw(1)).map(drop)),
    ("dismiss_item", WRITERS, |p, actor, _, _| p.desk.dismiss_item(actor, FeedItemId::from_raw(1))),
    ("restore_item", WRITERS, |p, actor, _, _| p.desk.restore_item(actor, FeedItemId::from_raw(1))),
    ("dismiss_items", WRITERS, |p, actor, _, _| {
        p.desk.dismiss_items(actor, (model::Moment::default(), FeedItemId::from_raw(1)), None).map(drop)
    }),
    ("add_media", WRITERS, |p, actor, _, _| {
        p.desk.add_media(actor, &crate::pictures::png(1, 1), "").map(drop)
    }),
    ("missing_pictures", EDITORS, |p, actor, post, _| p.desk.missing_pictures(actor, post).map(drop)),
    ("request_pictures", EDITORS, |p, actor, post, _| p.desk.request_pictures(actor, post).map(drop)),
    ("restore_pictures", EDITORS, |p, actor, post, _| {
        p.desk.restore_pictures(actor, post, &[], &[]).map(drop)
    }),
    ("capture_sheet", WRITERS, |p, actor, _, _| {
        p.desk.capture_sheet(actor, CaptureId::from_raw(1)).map(drop)
    }),
    ("set_opening", EDITORS, |p, actor, _, _| p.desk.set_opening(actor, CaptureId::from_raw(1), Act::Opened)),
    ("judge", JUDGES, |p, actor, _, comment| p.desk.judge(actor, comment, Verdict::Spam, "").map(drop)),
    ("judge_many", JUDGES, |p, actor, _, comment| {
        p.desk.judge_many(actor, &[comment.into()], Verdict::Approved, "").map(drop)
    }),
    ("save_site", OWNERS, |p, actor, _, _| p.desk.save_site(actor, &Site::default()).map(drop)),
    ("accounts", OWNERS, |p, actor, _, _| p.desk.accounts(actor).map(drop)),
    ("add_account", OWNERS, |p, actor, _, _| {
        p.desk.add_account(actor, "New one", Role::Author, "a long password").map(drop)
    }),
    ("add_token", OWNERS, |p, actor, _, _| {
        p.desk.add_token(actor, "Somebody", "phone", Scope::All).map(drop)
    }),
];

#[test]
fn each_verb_is_for_its_roles() {
    on_both(|place| {
        let post = place.desk.create(&Actor::System, &text("Ours")).unwrap();
        let post = place.desk.publish(&Actor::System, post.id, When::Now).unwrap();
        let comment = place.comment(&post, "Yes").id;
        place.desk.add_account(&Actor::System, "Somebody", Role::Author, "a long password").unwrap();
        for (verb, allowed, attempt) in TABLE {
            for (role, actor) in place.roles() {
                let result = attempt(place, actor, post.id, comment);
                assert_eq!(forbidden(&result), !allowed.contains(&role), "{verb} by {role}: {result:?}");
            }
            let result = attempt(place, &Actor::Nobody, post.id, comment);
            assert!(forbidden(&result), "{verb} by nobody: {result:?}");
        }
    });
}

#[test]
fn an_author_has_their_own_posts_and_no_others() {
    on_both(|place| {
        let own = place.draft("Mine").id;
        place.desk.save(&place.author, own, &text("Mine, better"), Some(1)).unwrap();
        place.desk.publish(&place.author, own, When::Now).unwrap();
        place.desk.retract(&place.author, own, "not good enough").unwrap();
        let other = place.desk.create(&place.editor, &text("Theirs")).unwrap().id;
        let refused = place.desk.save(&place.author, other, &text("Taken over"), None);
        let Err(Error::Forbidden(message)) = refused else { panic!("{refused:?}") };
        assert_eq!(message, "As an author you may not change other people's posts; ask an editor.");
        place.desk.save(&place.editor, own, &text("Edited"), None).unwrap();
    });
}

#[test]
fn nobody_learns_which_posts_exist() {
    on_both(|place| {
        let nowhere = PostId::from_raw(77);
        let result = place.desk.save(&Actor::Nobody, nowhere, &text("x"), None);
        let Err(Error::Forbidden(message)) = result else { panic!("{result:?}") };
        assert_eq!(message, "Please sign in first.");
    });
}
