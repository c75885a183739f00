//! What is done enters the ledger, and what is changed behind its back is found and named.

use std::fs;
use std::sync::Arc;

use desk::{Chain, Desk, Error, Given, LedgerKey, Verified, When, fingerprint};
use model::{Actor, CommentMode, Entry, Job, Line, ManualClock, Post, Verdict};
use store::ledger::Written;
use trial::TempStore;

use crate::clipping::page;
use crate::place::{Place, noon, text};

fn key(pem: &str) -> impl Fn(Option<&str>) -> Result<LedgerKey, String> + Send + Sync + 'static {
    let pem = pem.to_owned();
    move |_| LedgerKey::from_pem(&pem)
}

fn fresh() -> String {
    LedgerKey::fresh().unwrap().to_pem().unwrap()
}

/// A site whose desk signs.
fn signing(temporary: &TempStore) -> Place {
    let place = Place::over(temporary.store());
    place.signing_with(&fresh())
}

fn on_both(test: impl Fn(&TempStore, &Place)) {
    trial::on_both(|temporary| test(temporary, &signing(temporary)));
}

fn written(desk: &Desk) -> Vec<Written> {
    desk.store().read(|conn| store::ledger::after(conn, 0, 1_000)).unwrap()
}

fn lines(desk: &Desk) -> Vec<Line> {
    written(desk).iter().map(|line| line.read().unwrap()).collect()
}

fn kinds(desk: &Desk) -> Vec<&'static str> {
    lines(desk).iter().map(|line| line.entry.kind()).collect()
}

fn whole(desk: &Desk) -> Verified {
    let done = desk.verify().unwrap();
    assert_eq!(done.faults, [], "nothing was changed");
    done
}

/// A post made of a filed page, out, with a comment that a person has judged.
fn life(place: &Place) -> Post {
    let filed = place.desk.file(&place.author, &page(place)).unwrap();
    let post = place.desk.publish(&place.author, filed.post, When::Now).unwrap();
    place.comments(CommentMode::Held);
    let comment = place.comment(&post, "Well said");
    place.desk.judge(&place.moderator, comment.id, Verdict::Approved, "polite").unwrap();
    post
}

#[test]
fn each_deed_is_a_line_in_its_order_and_all_of_it_is_whole() {
    on_both(|_, place| {
        let post = life(place);
        let mut raw = post.writing.raw();
        raw.headline = "The price of rivers".into();
        let note = "There are many rivers.";
        place.desk.correct(&place.author, post.id, &raw, Some(post.revision), note).unwrap();
        place.desk.retract(&place.editor, post.id, "A name was wrong").unwrap();
        place.desk.publish(&place.editor, post.id, When::Now).unwrap();
        assert_eq!(
            kinds(&place.desk),
            ["key", "capture", "publication", "verdict", "correction", "retraction", "publication"]
        );
        let all = lines(&place.desk);
        let Entry::Publication { permalink, print, source, captures, .. } = &all[2].entry else { panic!() };
        assert_eq!(Some(permalink), post.permalink.as_ref());
        assert_eq!((print.revision, source.as_deref()), (1, Some("https://gazette.example/river")));
        let Entry::Capture { kept, size, .. } = &all[1].entry else { panic!() };
        assert_eq!((captures.as_slice(), *size), (std::slice::from_ref(kept), 18));
        let done = whole(&place.desk);
        assert_eq!((done.lines, done.posts, done.captures, done.revisions), (7, 1, 1, 3));
        assert!(done.files >= 2, "the capture and its picture");
    });
}

#[test]
fn a_draft_stays_private_and_so_do_names_and_reasons() {
    on_both(|_, place| {
        place.desk.file(&place.author, &page(place)).unwrap();
        place.draft("Nobody's business");
        assert_eq!(kinds(&place.desk), ["key", "capture"]);
        life(place);
        let all: String = written(&place.desk).into_iter().map(|line| line.line).collect();
        for private in ["Nobody", "moderator", "polite", "Well said", "Ada Park", "gazette.example/river?x"] {
            assert!(!all.contains(private), "{private}");
        }
    });
}

#[test]
fn courants_own_decisions_about_comments_are_no_entries() {
    on_both(|_, place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        place.comment(&post, "Fine");
        place.desk.judge(&Actor::System, place.comment(&post, "Odd").id, Verdict::Spam, "").unwrap();
        assert_eq!(kinds(&place.desk), ["key", "publication"]);
    });
}

#[test]
fn many_hands_write_one_chain() {
    on_both(|_, place| {
        std::thread::scope(|scope| {
            for hand in 0..8 {
                scope.spawn(move || {
                    for number in 0..4 {
                        let draft = place.desk.create(&place.author, &text(&format!("Post {hand} {number}")));
                        place.desk.publish(&place.author, draft.unwrap().id, When::Now).unwrap();
                    }
                });
            }
        });
        assert_eq!(whole(&place.desk).kinds["publication"], 32);
    });
}

#[test]
fn a_deed_that_fails_leaves_no_line() {
    on_both(|_, place| {
        let draft = place.desk.create(&place.author, &Default::default()).unwrap();
        assert!(place.desk.publish(&place.author, draft.id, When::Now).is_err());
        assert_eq!(written(&place.desk), []);
    });
}

#[test]
fn every_change_behind_the_ledgers_back_is_found_and_named() {
    // What is done, and what is said of it: the place, and a word of what is wrong there.
    let cases: &[(&str, &str, &str)] = &[
        ("UPDATE posts SET html = replace(html, 'rises', 'rised')", "post ", "its HTML hashes to"),
        ("UPDATE posts SET excerpt = excerpt || '.'", "post ", "its excerpt hashes to"),
        ("UPDATE posts SET headline = 'The prize of a river'", "post ", "the column headline"),
        ("UPDATE posts SET dek = ''", "post ", "the column dek"),
        ("UPDATE posts SET byline = '[]'", "post ", "the column byline"),
        (
            "UPDATE posts SET writing = replace(writing, 'price', 'prize')",
            "post ",
            "its writing is not that of its revision 1",
        ),
        ("UPDATE posts SET permalink = '/2026/11/another'", "post ", "its address is"),
        ("UPDATE posts SET revision = 7", "post ", "it shows revision 7"),
        ("UPDATE posts SET source_id = NULL", "post ", "it credits another source"),
        (
            "UPDATE posts SET standing = 'retracted', standing_at = 1, published_at = NULL",
            "post ",
            "it stands as retracted",
        ),
        (
            "UPDATE revisions SET writing = replace(writing, 'rises', 'rised')",
            "revision 1 of post ",
            "its writing hashes to",
        ),
        ("DELETE FROM revisions", "revision 1 of post ", "is gone"),
        ("UPDATE captures SET sha256 = FLIPPED(sha256)", "capture ", "its row names"),
        ("UPDATE captures SET size = size + 1", "capture ", "its row names"),
        ("UPDATE captures SET final_url = 'https://other.example/'", "capture ", "its row is not as line 2"),
        ("UPDATE captures SET headers = '[]'", "capture ", "its row is not as line 2"),
        ("UPDATE captures SET warc = 'none'", "capture ", "another archive"),
        (
            "UPDATE posts SET clipping_id = NULL; DELETE FROM shares; DELETE FROM quotations; DELETE FROM glances; DELETE FROM clippings; DELETE FROM captures",
            "capture ",
            "is gone",
        ),
        ("UPDATE media SET size = size + 1", "picture ", "its row says"),
        ("UPDATE comments SET verdict = 'spam'", "comment ", "it was judged approved, and stands as spam"),
        ("UPDATE verdicts SET verdict = 'rejected'", "comment ", "its last decision is rejected"),
        ("DELETE FROM verdicts", "comment ", "its last decision is not at all"),
        ("DELETE FROM comments", "comment ", "is gone"),
        (
            "UPDATE ledger SET line = replace(line, '\"revision\":1', '\"revision\":2') WHERE number = 3",
            "line 3",
            "its bytes hash to",
        ),
        ("UPDATE ledger SET hash = FLIPPED(hash) WHERE number = 2", "line 2", "its bytes hash to"),
        ("UPDATE ledger SET signature = FLIPPED(signature) WHERE number = 2", "line 2", "its signature"),
        ("UPDATE ledger SET signature = NULL WHERE number = 2", "line 2", "it is not signed"),
        ("UPDATE ledger SET kind = 'capture' WHERE number = 3", "line 3", "its row's number, kind"),
        ("UPDATE ledger SET post_id = 5 WHERE number = 3", "line 3", "its row's number, kind"),
        ("DELETE FROM ledger WHERE number = 2", "line 2", "it is missing"),
        ("DELETE FROM ledger WHERE number = 4", "the ledger's head", "Lines were cut off"),
        (
            "UPDATE ledger SET number = 99 WHERE number = 2; UPDATE ledger SET number = 2 WHERE number = 3;
             UPDATE ledger SET number = 3 WHERE number = 99",
            "line 2",
            "it is missing",
        ),
        ("UPDATE ledger_head SET number = 3", "the ledger's head", "it says that the last line is 3"),
        ("UPDATE ledger_head SET hash = FLIPPED(hash)", "the ledger's head", "or the head was changed"),
        ("UPDATE ledger_head SET signing_key = NULL", "the ledger's head", "the key it names"),
    ];
    for (sql, place_of, what) in cases {
        on_both(|temporary, place| {
            life(place);
            whole(&place.desk);
            temporary.alter(&flipping(sql));
            let faults = place.desk.verify().unwrap().faults;
            let named =
                faults.iter().any(|fault| fault.place.starts_with(place_of) && fault.what.contains(what));
            assert!(named, "{sql}\n{faults:#?}");
        });
    }
}

/// Statements in which `FLIPPED(column)` is the column's text with another first letter.
fn flipping(sql: &str) -> String {
    let Some((before, rest)) = sql.split_once("FLIPPED(") else { return sql.to_owned() };
    let (column, after) = rest.split_once(')').unwrap();
    format!(
        "{before} CASE WHEN substr({column}, 1, 1) = 'a' THEN 'b' ELSE 'a' END || substr({column}, 2) {after}"
    )
}

#[test]
fn one_changed_byte_of_a_file_is_found_and_the_file_named() {
    on_both(|_, place| {
        life(place);
        let files = place.desk.store().files();
        for sha256 in files.names().unwrap() {
            let path = files.path(&sha256).unwrap();
            let bytes = fs::read(&path).unwrap();
            for at in [0, bytes.len() / 2, bytes.len() - 1] {
                let mut changed = bytes.clone();
                changed[at] ^= 1;
                fs::write(&path, changed).unwrap();
                let faults = place.desk.verify().unwrap().faults;
                assert_eq!(faults.len(), 1, "{faults:#?}");
                assert!(faults[0].what.contains(&path.display().to_string()), "{}", faults[0]);
            }
            fs::remove_file(&path).unwrap();
            let faults = place.desk.verify().unwrap().faults;
            assert!(faults.iter().all(|fault| fault.what.ends_with("is gone")) && faults.len() == 1);
            fs::write(&path, bytes).unwrap();
        }
        whole(&place.desk);
        files.put(b"left by a power cut").unwrap();
        assert_eq!(whole(&place.desk).unclaimed, 1);
    });
}

#[test]
fn every_byte_of_a_line_counts() {
    let temporary = trial::sqlite();
    let place = signing(&temporary);
    place.publish("River");
    let given: Vec<Given> = written(&place.desk)
        .into_iter()
        .map(|line| Given { line: line.line, hash: line.hash, signature: line.signature, timestamp: None })
        .collect();
    let faults = |rows: &[Given]| {
        let mut chain = Chain::default();
        rows.iter().for_each(|row| drop(chain.step(row)));
        chain.take_faults()
    };
    assert_eq!(faults(&given), []);
    for at in 0..given[1].line.len() {
        let mut bytes = given[1].line.clone().into_bytes();
        bytes[at] ^= 1;
        let changed = Given { line: String::from_utf8(bytes).unwrap(), ..given[1].clone() };
        assert!(!faults(&[given[0].clone(), changed.clone()]).is_empty(), "byte {at}");
        // Whoever changes the line may change the hash with it, and not the signature.
        let hash = store::sha256_hex(changed.line.as_bytes());
        assert!(!faults(&[given[0].clone(), Given { hash, ..changed }]).is_empty(), "byte {at}");
    }
}

#[test]
fn a_desk_without_a_key_leaves_its_lines_for_one_that_has_one() {
    trial::on_both(|temporary| {
        let place = Place::over(temporary.store());
        place.publish("Before any key");
        assert!(place.desk.verify().unwrap().faults.is_empty(), "a chain, if nobody signs it yet");
        let signer = place.desk.clone().signing(key(&fresh()));
        signer.begin_ledger().unwrap();
        signer.begin_ledger().unwrap();
        place.publish("After");
        signer.begin_ledger().unwrap();
        assert_eq!(kinds(&signer), ["publication", "key", "publication"]);
        whole(&signer);
    });
}

#[test]
fn another_key_is_told_and_signs_nothing() {
    on_both(|temporary, place| {
        place.desk.begin_ledger().unwrap();
        let clock = Arc::new(ManualClock::at(noon()));
        let other = Desk::new(temporary.open_again().unwrap(), clock).signing(key(&fresh()));
        for refused in [other.check_key(), other.begin_ledger()] {
            let Err(Error::Unavailable(said)) = refused else { panic!("{refused:?}") };
            assert!(said.contains(&fingerprint(&place.desk.ledger_keys().unwrap()[0].key)), "{said}");
        }
        let draft = other.create(&place.author, &text("River")).unwrap();
        assert!(matches!(other.publish(&place.author, draft.id, When::Now), Err(Error::Unavailable(_))));
        assert_eq!(whole(&place.desk).lines, 1);
    });
}

#[test]
fn a_new_key_is_vouched_for_by_the_old_one_or_the_loss_is_told() {
    on_both(|temporary, place| {
        place.publish("One");
        let second = fresh();
        let line = place.desk.rotate_key(&LedgerKey::from_pem(&second).unwrap(), None).unwrap();
        assert_eq!(line, 3);
        let place = place.signing_with(&second);
        place.publish("Two");
        let third = fresh();
        let lost = Some("  The disk\nburned. ");
        place.desk.rotate_key(&LedgerKey::from_pem(&third).unwrap(), lost).unwrap();
        let place = place.signing_with(&third);
        place.publish("Three");
        let done = whole(&place.desk);
        let told: Vec<_> = done.terms.iter().map(|term| (term.from, term.lost.as_deref())).collect();
        assert_eq!(told, [(1, None), (3, None), (5, Some("The disk burned."))]);
        assert!(
            place.desk.rotate_key(&LedgerKey::from_pem(&third).unwrap(), None).is_err(),
            "it signs already"
        );
        // A key that nobody vouched for is not made good by leaving the statement out.
        temporary.alter(
            "UPDATE ledger SET line = replace(line, '\"lost\":\"The disk burned.\",', '') WHERE number = 5",
        );
        let faults = place.desk.verify().unwrap().faults;
        assert!(faults.iter().any(|fault| fault.place == "line 5" && fault.what.contains("its signature")));
    });
}

#[test]
fn what_is_older_than_the_ledger_enters_late_and_once() {
    on_both(|temporary, place| {
        life(place);
        let gone = place.publish("Taken back");
        place.desk.retract(&place.editor, gone.id, "It was early").unwrap();
        place.draft("Still a draft");
        temporary.alter(&format!(
            "DELETE FROM ledger; UPDATE ledger_head SET number = 0, hash = '{}', signing_key = NULL;
             DELETE FROM verdicts; UPDATE comments SET verdict = 'held'",
            model::ledger::BEGINNING
        ));
        place.work();
        for _ in 0..2 {
            place.desk.run_job(&Job::EnterCaptures { after: None }).unwrap();
            place.work();
        }
        assert_eq!(kinds(&place.desk), ["key", "capture", "publication", "retraction"]);
        assert!(written(&place.desk)[1..].iter().all(|line| line.line.contains("\"late\":\"before\"")));
        whole(&place.desk);
    });
}
