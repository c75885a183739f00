//! Letters: who gets which, when, how often they are tried, and how they end.

use desk::{Desk, NotSent, Outgoing};
use model::{
    BackupCheck, BackupDone, CommentId, CommentMode, Job, Letter, LetterKind, LetterState, Matter, Post,
    RawBlock, RawRemark, Verdict, Verified, Wholeness,
};
use store::letters::Wanted;

use crate::place::{Place, forbidden, missing, on_both, remark, wrong};

const HERE: std::net::IpAddr = std::net::IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const ADA: &str = "ada@example.org";
const DAY: i64 = 86_400;

/// A site that sends letters, with open comments and a post.
fn mailing(place: &Place) -> (Place, Post) {
    let place = place.mailing();
    place.comments(CommentMode::Open);
    let post = place.publish("River");
    place.work();
    (place, post)
}

/// A postman who keeps what he was given, or is told to fail.
struct Postman<'a>(&'a Desk);

impl Postman<'_> {
    /// Does all jobs that are due; letters meet what `try_one` says.
    fn round(&self, try_one: impl Fn(&Outgoing) -> Result<(), NotSent>) -> Vec<Outgoing> {
        let mut gone = Vec::new();
        while let Some(record) = self.0.claim_job(60).unwrap() {
            if let Job::Deliver { letter } = record.job {
                if let Some(going) = self.0.letter_to_send(letter).unwrap() {
                    match try_one(&going) {
                        Ok(()) => self.0.letter_sent(letter, "<id@courant.example>").unwrap(),
                        Err(why) => self.0.letter_not_sent(letter, &why).unwrap(),
                    }
                    gone.push(going);
                }
            } else {
                self.0.run_job(&record.job).unwrap();
            }
            self.0.finish_job(record.id, None).unwrap();
        }
        gone
    }
}

fn letters_gone(place: &Place) -> Vec<Outgoing> {
    Postman(&place.desk).round(|_| Ok(()))
}

fn log(place: &Place) -> Vec<Letter> {
    let page = store::Page { before: None, limit: 99 };
    place.desk.store().read(|c| store::letters::list(c, &Wanted::All, page)).unwrap()
}

fn says(name: &str, email: &str, answers: bool, body: &str, parent: Option<CommentId>) -> RawRemark {
    RawRemark {
        email: email.into(),
        answers: if answers { "on".into() } else { String::new() },
        parent: parent.map(|id| id.to_string()).unwrap_or_default(),
        ..remark(name, body)
    }
}

fn say(place: &Place, post: &Post, raw: &RawRemark) -> (CommentId, String) {
    let done = place.desk.comment(post.permalink.as_ref().unwrap(), raw, HERE).unwrap();
    (done.id, done.secret.unwrap())
}

fn confirm_token(gone: &[Outgoing]) -> String {
    match &gone[0].matter {
        Matter::Confirm { token, .. } | Matter::Remember { token } => token.clone(),
        other => panic!("{other:?}"),
    }
}

/// Ada has asked for answers to a comment of hers and confirmed her address; the comment.
fn wished(place: &Place, post: &Post) -> (CommentId, String) {
    let said = say(place, post, &says("Ada", "Ada@Example.org", true, "Why?", None));
    let gone = letters_gone(place);
    assert_eq!(gone.len(), 1);
    place.desk.confirm_guest(&confirm_token(&gone)).unwrap();
    said
}

#[test]
fn nobody_is_told_of_anything_before_he_has_confirmed_his_address() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, _) = say(&place, &post, &says("Ada", "Ada@Example.org", true, "Why?", None));
        let gone = letters_gone(&place);
        assert_eq!(
            (gone.len(), gone[0].letter.kind, gone[0].letter.address.as_str()),
            (1, LetterKind::Confirm, ADA)
        );
        say(&place, &post, &says("Ben", "", false, "Because.", Some(ada)));
        assert!(letters_gone(&place).is_empty(), "not confirmed");
        let token = confirm_token(&gone);
        assert_eq!(
            place.desk.confirming(&token).unwrap().confirmed,
            None,
            "a link that is followed changes nothing"
        );
        let guest = place.desk.confirm_guest(&token).unwrap();
        assert!(guest.takes_letters());
        place.desk.confirm_guest(&token).expect("once more changes nothing");
        let (ben, _) =
            say(&place, &post, &says("Ben", "ben@example.org", false, "*Because*, I said.", Some(ada)));
        let gone = letters_gone(&place);
        assert_eq!(gone.len(), 1);
        let Matter::Answer { comment, name, body, headline, .. } = &gone[0].matter else {
            panic!("{gone:?}")
        };
        assert_eq!((*comment, name.as_str(), headline.as_str()), (ben, "Ben", "River"));
        assert_eq!(body, "Because, I said.");
        place.clock.advance_seconds(8 * DAY);
        assert!(missing(&place.desk.confirm_guest(&token)), "too old");
        assert!(missing(&place.desk.confirming("x")));
    });
}

#[test]
fn an_answer_is_told_of_once_however_deep_and_never_to_its_own_author() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, _) = wished(&place, &post);
        let (own, _) = say(&place, &post, &says("Ada", ADA, true, "I see.", Some(ada)));
        assert!(letters_gone(&place).is_empty(), "her own, and she is known by now");
        let (deep, _) = say(&place, &post, &says("Ben", "", false, "Below both of hers.", Some(own)));
        assert_eq!(letters_gone(&place).len(), 1, "one letter, though two of her comments are answered");
        for verdict in [Verdict::Held, Verdict::Approved, Verdict::Spam, Verdict::Approved] {
            place.desk.judge(&place.moderator, deep, verdict, "").unwrap();
        }
        assert!(letters_gone(&place).is_empty(), "approved again is not told again");
        say(&place, &post, &says("Cem", "", false, "Beside.", None));
        assert!(letters_gone(&place).is_empty());
    });
}

#[test]
fn a_held_answer_is_told_of_when_it_is_approved_and_not_if_that_is_undone_in_time() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, _) = wished(&place, &post);
        place.comments(CommentMode::Held);
        let (answer, _) = say(&place, &post, &says("Ben", "", false, "Because.", Some(ada)));
        assert!(letters_gone(&place).is_empty());
        let judged =
            place.desk.judge_many(&place.moderator, &[answer.into()], Verdict::Approved, "").unwrap();
        place.desk.undo(&place.moderator, judged.act.unwrap()).unwrap();
        assert!(letters_gone(&place).is_empty(), "undone before it was sent");
        assert_eq!(log(&place)[0].state, LetterState::Cancelled);
        place.desk.judge(&place.moderator, answer, Verdict::Approved, "").unwrap();
        assert_eq!(letters_gone(&place).len(), 1);
        let log = log(&place);
        let kinds: Vec<_> = log.iter().map(|letter| (letter.kind, letter.state, letter.tries)).collect();
        assert_eq!(
            kinds,
            [(LetterKind::Answer, LetterState::Sent, 1), (LetterKind::Confirm, LetterState::Sent, 1)]
        );
        assert_eq!(log[0].message_id.as_deref(), Some("<id@courant.example>"));
    });
}

#[test]
fn one_click_ends_all_letters_until_the_address_is_confirmed_again() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, _) = wished(&place, &post);
        say(&place, &post, &says("Ben", "", false, "One.", Some(ada)));
        let Matter::Answer { stop, .. } = letters_gone(&place)[0].matter.clone() else { panic!() };
        say(&place, &post, &says("Ben", "", false, "Two, in the queue.", Some(ada)));
        assert_eq!(place.desk.stopping(&stop).unwrap().unwrap().address, ADA);
        place.clock.advance_seconds(400 * DAY);
        place.desk.stop_letters(&stop).expect("a link that ends letters never grows old");
        place.desk.stop_letters(&stop).expect("twice is once");
        say(&place, &post, &says("Ben", "", false, "Three.", Some(ada)));
        assert!(letters_gone(&place).is_empty());
        assert!(missing(&place.desk.stop_letters("01k3xw7q2m4ag-0-AAAAAAAAAAAAAAAAAAAAAA")));
        // She asks again: the address is asked again, too.
        let (again, _) = say(&place, &post, &says("Ada", ADA, true, "And now?", None));
        let gone = letters_gone(&place);
        assert_eq!(gone[0].letter.kind, LetterKind::Confirm);
        place.desk.confirm_guest(&confirm_token(&gone)).unwrap();
        say(&place, &post, &says("Ben", "", false, "Now.", Some(again)));
        assert_eq!(letters_gone(&place).len(), 1);
    });
}

#[test]
fn a_withdrawn_comment_ends_its_wish_and_forgets_its_address() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, secret) = say(&place, &post, &says("Ada", ADA, true, "Why?", None));
        letters_gone(&place);
        place.desk.withdraw(ada, &secret).unwrap();
        let guest = place.desk.store().read(|c| store::guests::by_address(c, ADA)).unwrap();
        assert_eq!(guest, None, "nothing else of her was here");
        assert_eq!(log(&place)[0].address, "", "that there was a letter stays");
        // Taking it back does not let the form send letters without end.
        let (ada, secret) = say(&place, &post, &says("Ada", ADA, true, "Why again?", None));
        assert!(letters_gone(&place).is_empty());
        place.desk.withdraw(ada, &secret).unwrap();

        let (ben, _) = {
            place.clock.advance_seconds(2 * DAY);
            wished(&place, &post)
        };
        let (answer, secret) = say(&place, &post, &says("Cem", "", false, "Hm.", Some(ben)));
        place.desk.withdraw(answer, &secret).unwrap();
        assert!(
            letters_gone(&place).is_empty(),
            "an answer that was withdrawn before its letter went is not told of"
        );
    });
}

#[test]
fn the_form_can_not_be_used_to_fill_a_mailbox() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let ask = |address: &str, body: &str| {
            say(&place, &post, &says("Eve", address, true, body, None));
            letters_gone(&place).len()
        };
        assert_eq!(ask(ADA, "1"), 1);
        assert_eq!(ask(ADA, "2"), 0, "one an hour");
        assert_eq!(ask("Ada+x@example.org", "3"), 0, "the same mailbox");
        place.clock.advance_seconds(3_601);
        assert_eq!(ask(ADA, "4"), 1);
        place.clock.advance_seconds(3_601);
        assert_eq!(ask("ada+y@example.org", "5"), 1);
        place.clock.advance_seconds(3_601);
        assert_eq!(ask(ADA, "6"), 0, "three a day");
        assert_eq!(ask("ben@example.org", "7"), 1, "others are not kept waiting");
        // What is not shown to people sends nothing.
        let block = RawBlock {
            kind: "words".into(),
            value: "lamps".into(),
            verdict: "spam".into(),
            ..RawBlock::default()
        };
        place.desk.block(&place.moderator, &block).unwrap();
        assert_eq!(ask("cem@example.org", "lamps"), 0);
        let trapped = RawRemark { homepage: "x".into(), ..says("Eve", "dan@example.org", true, "8", None) };
        say(&place, &post, &trapped);
        assert!(letters_gone(&place).is_empty());
        for number in 0..120 {
            say(
                &place,
                &post,
                &says("Eve", &format!("a{number}@example.org"), true, &format!("n{number}"), None),
            );
        }
        let sent = letters_gone(&place).len();
        assert!((90..=100).contains(&sent), "a hundred an hour to all together: {sent}");
    });
}

#[test]
fn of_very_many_answers_twenty_a_day_are_told() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, _) = wished(&place, &post);
        for number in 0..25 {
            say(&place, &post, &says("Ben", "", false, &format!("Answer {number}"), Some(ada)));
        }
        assert_eq!(letters_gone(&place).len(), 19, "one of the twenty asked whether the address is hers");
        place.clock.advance_seconds(DAY + 1);
        say(&place, &post, &says("Ben", "", false, "Tomorrow", Some(ada)));
        assert_eq!(letters_gone(&place).len(), 1);
    });
}

#[test]
fn what_a_server_puts_off_is_tried_again_ever_more_rarely_and_then_given_up() {
    on_both(|place| {
        let (place, post) = mailing(place);
        say(&place, &post, &says("Ada", ADA, true, "Why?", None));
        let busy = NotSent { why: "451 later".into(), passing: true, bounced: false };
        let post_office = Postman(&place.desk);
        let tried = |fail: bool| {
            let busy = busy.clone();
            post_office.round(|_| if fail { Err(busy.clone()) } else { Ok(()) }).len()
        };
        for wait in [60, 300, 1_800, 7_200, 28_800, 86_400] {
            assert_eq!(tried(true), 1, "before {wait}");
            place.clock.advance_seconds(wait - 1);
            assert_eq!(tried(true), 0, "too early for {wait}");
            place.clock.advance_seconds(1);
        }
        assert_eq!(tried(true), 1);
        let given_up = log(&place).remove(0);
        assert_eq!((given_up.state, given_up.tries, given_up.next), (LetterState::Failed, 7, None));
        assert_eq!(given_up.error.as_deref(), Some("451 later"));
        assert!(forbidden(&place.desk.retry_letter(&place.moderator, given_up.id)));
        place.desk.retry_letter(&place.editor, given_up.id).unwrap();
        place.desk.retry_letter(&place.editor, given_up.id).expect("twice is once");
        assert_eq!(tried(false), 1);
        assert_eq!(log(&place)[0].state, LetterState::Sent);
    });
}

#[test]
fn an_address_that_takes_nothing_gets_no_more_until_it_is_confirmed_again() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let (ada, _) = wished(&place, &post);
        for number in 0..3 {
            say(&place, &post, &says("Ben", "", false, &format!("Answer {number}"), Some(ada)));
        }
        let gone = NotSent { why: "550 5.1.1 no such user".into(), passing: false, bounced: true };
        let tried = Postman(&place.desk).round(|_| Err(gone.clone()));
        assert_eq!(tried.len(), 1, "the others are not tried");
        let states: Vec<_> = log(&place).iter().map(|letter| letter.state).collect();
        assert_eq!(states.iter().filter(|state| **state == LetterState::Failed).count(), 1);
        assert_eq!(states.iter().filter(|state| **state == LetterState::Cancelled).count(), 2);
        say(&place, &post, &says("Ben", "", false, "Later", Some(ada)));
        assert!(letters_gone(&place).is_empty());
    });
}

#[test]
fn a_remembered_guest_is_known_by_his_browser_and_not_by_his_name() {
    on_both(|place| {
        let (place, post) = mailing(place);
        let said = say(&place, &post, &says("Ada", ADA, true, "Why?", None));
        let token = confirm_token(&letters_gone(&place));
        let cookie = place.desk.remember_guest(&token).unwrap();
        assert_eq!(place.stored(said.0).verified, Verified::Nobody, "it was sent before");
        let guest = place.desk.remembered_guest(&cookie).unwrap().unwrap();
        assert_eq!((guest.name.as_str(), guest.address.as_str()), ("Ada", ADA));
        let with = |email: &str, body: &str| RawRemark {
            remembered: Some(cookie.clone()),
            ..says("Somebody else", email, false, body, None)
        };
        let (own, _) = say(&place, &post, &with("ADA@example.org", "Mine"));
        assert_eq!(place.stored(own).verified, Verified::Guest(guest.id));
        let (other, _) = say(&place, &post, &with("ben@example.org", "Not under my address"));
        assert_eq!(place.stored(other).verified, Verified::Nobody);
        // Approved by a person: known from now on, under any name.
        place.comments(CommentMode::Known);
        let (held, _) = say(&place, &post, &with(ADA, "Not known yet"));
        assert_eq!(place.stored(held).verdict, Verdict::Held);
        place.desk.judge(&place.moderator, held, Verdict::Approved, "").unwrap();
        let renamed = RawRemark { name: "Ada L.".into(), ..with(ADA, "Known") };
        let (known, _) = say(&place, &post, &renamed);
        assert_eq!(place.stored(known).verdict, Verdict::Approved);
        let (stranger, _) =
            say(&place, &post, &says("Ada L.", ADA, false, "The same, without the browser", None));
        let stranger = place.desk.store().read(|c| store::comments::by_id(c, stranger)).unwrap().unwrap();
        assert_eq!(stranger.verdict, Verdict::Held, "anybody can type a name and an address");
        place.clock.advance_seconds(181 * DAY);
        assert_eq!(place.desk.remembered_guest(&cookie).unwrap(), None);
    });
}

#[test]
fn a_link_is_sent_to_those_who_are_known_and_nobody_learns_who_is() {
    on_both(|place| {
        let (place, post) = mailing(place);
        wished(&place, &post);
        place.clock.advance_seconds(3_601);
        place.desk.ask_link("nobody@example.org", HERE).unwrap();
        assert!(letters_gone(&place).is_empty());
        place.desk.ask_link(" ADA@example.org ", HERE).unwrap();
        let gone = letters_gone(&place);
        assert_eq!(gone[0].letter.kind, LetterKind::Remember);
        place.desk.remember_guest(&confirm_token(&gone)).unwrap();
        wrong(place.desk.ask_link("ada", HERE), "email");
    });
}

#[test]
fn a_digest_comes_when_something_waits_and_is_on_time() {
    on_both(|place| {
        let (place, post) = mailing(place);
        place.comments(CommentMode::Held);
        let desk = &place.desk;
        assert!(forbidden(&desk.save_digest(&place.author, ADA, "hour")));
        wrong(desk.save_digest(&place.moderator, "", "hour"), "address");
        wrong(desk.save_digest(&place.moderator, "ada", "off"), "address");
        wrong(desk.save_digest(&place.moderator, ADA, "weekly"), "pace");
        // Noon: the next morning is 20 hours away, the next full hour one.
        desk.save_digest(&place.moderator, ADA, "day").unwrap();
        place.clock.advance_seconds(3_600);
        say(&place, &post, &says("Ben", "", false, "Please read this", None));
        assert!(letters_gone(&place).is_empty());
        place.clock.advance_seconds(19 * 3_600);
        let gone = letters_gone(&place);
        let Matter::Digest { held: 1, first } = &gone[0].matter else { panic!("{gone:?}") };
        assert_eq!((first[0].name.as_str(), first[0].body.as_str()), ("Ben", "Please read this"));
        desk.save_digest(&place.moderator, ADA, "hour").unwrap();
        place.clock.advance_seconds(3_600);
        assert_eq!(letters_gone(&place).len(), 1, "the quicker pace counts at once");
        let waiting = place
            .desk
            .store()
            .read(|c| store::comments::list(c, Some(Verdict::Held), store::Page { before: None, limit: 9 }));
        for row in waiting.unwrap() {
            desk.judge(&place.moderator, row.comment.id, Verdict::Approved, "").unwrap();
        }
        place.clock.advance_seconds(3_600);
        assert!(letters_gone(&place).is_empty(), "nothing waits");
        desk.save_digest(&place.moderator, "", "off").unwrap();
        say(&place, &post, &says("Ben", "", false, "And this", None));
        place.clock.advance_seconds(7_200);
        assert!(letters_gone(&place).is_empty());
        wrong(desk.test_letter(&place.moderator), "address");
        desk.save_digest(&place.moderator, ADA, "off").unwrap();
        desk.test_letter(&place.moderator).unwrap();
        assert_eq!(letters_gone(&place)[0].letter.kind, LetterKind::Test);
    });
}

#[test]
fn without_a_mail_server_nothing_is_queued_and_all_else_works() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let (ada, _) = say(place, &post, &says("Ada", ADA, true, "Why?", None));
        say(place, &post, &says("Ben", "", false, "Because.", Some(ada)));
        place.desk.ask_link(ADA, HERE).unwrap();
        assert!(log(place).is_empty());
        place.desk.save_digest(&place.moderator, ADA, "off").unwrap();
        assert!(place.desk.test_letter(&place.moderator).is_err());
        wrong(
            place.desk.comment(&post.permalink.unwrap(), &says("Ada", "", true, "No address", None), HERE),
            "answers",
        );
    });
}

#[test]
fn what_has_run_its_course_is_forgotten() {
    on_both(|place| {
        let (place, post) = mailing(place);
        say(&place, &post, &says("Ada", ADA, true, "Why?", None));
        letters_gone(&place);
        place.clock.advance_seconds(9 * DAY);
        place.desk.run_job(&Job::Sweep).unwrap();
        let guest = place.desk.store().read(|c| store::guests::by_address(c, ADA)).unwrap();
        assert_eq!((guest, log(&place).len()), (None, 1), "an address that nobody confirmed");
        assert_eq!(log(&place)[0].address, "");
        place.clock.advance_seconds(366 * DAY);
        place.desk.run_job(&Job::Sweep).unwrap();
        assert!(log(&place).is_empty());
    });
}

#[test]
fn an_owner_is_told_once_that_no_backup_can_be_made() {
    on_both(|place| {
        let (place, _) = mailing(place);
        let desk = &place.desk;
        desk.backup_failed("the disk is full").unwrap();
        assert!(letters_gone(&place).is_empty(), "nobody has said where letters go");
        let (done, check) = made(&place);
        desk.backup_done(&done, &check).unwrap();

        desk.save_digest(&place.owner, ADA, "off").unwrap();
        desk.save_digest(&place.moderator, "ben@example.org", "off").unwrap();
        for _ in 0..2 {
            desk.backup_failed("the disk is full").unwrap();
        }
        let gone = letters_gone(&place);
        let [Outgoing { letter, matter }] = &gone[..] else { panic!("{gone:?}") };
        assert_eq!((letter.address.as_str(), letter.kind), (ADA, LetterKind::Backup));
        assert_eq!(*matter, Matter::Backup { why: "the disk is full".into(), last: Some(done.at) });

        desk.backup_done(&done, &check).unwrap();
        desk.backup_failed("the disk is gone").unwrap();
        desk.backup_done(&done, &check).unwrap();
        assert!(letters_gone(&place).is_empty(), "a backup was made before the letter went");
        assert_eq!(log(&place)[0].state, LetterState::Cancelled);
    });
}

fn made(place: &Place) -> (BackupDone, BackupCheck) {
    let at = place.desk.clock().now();
    let done = BackupDone { name: "one".into(), at, size: 1, rows: 1, files: 0, removed: vec![] };
    (done, BackupCheck { at, state: Wholeness::Whole, why: None })
}
