//! Comments that come at the same moment and are written together: each is answered as if it had come alone.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Barrier;
use std::thread;

use desk::{Commented, Error, Limits};
use model::{
    Account, AccountId, CommentId, CommentMode, Permalink, Post, RawRemark, RawWriting, Role, Verdict,
};

use crate::place::{Place, forbidden, missing, noon, on_both, remark, text, wrong};

/// A network of its own for each.
fn from(number: u8) -> IpAddr {
    IpAddr::V4(Ipv4Addr::new(198, 18, number, 7))
}

/// Sends remarks, all at one moment; what each was told, in their order.
fn at_once(
    place: &Place,
    remarks: &[(Permalink, RawRemark)],
    from: impl Fn(u8) -> IpAddr + Sync,
) -> Vec<Result<Commented, Error>> {
    let start = Barrier::new(remarks.len());
    thread::scope(|scope| {
        let sent: Vec<_> = remarks
            .iter()
            .enumerate()
            .map(|(number, (at, raw))| {
                let (start, from) = (&start, from(number as u8));
                scope.spawn(move || {
                    start.wait();
                    place.desk.comment(at, raw, from)
                })
            })
            .collect();
        sent.into_iter().map(|one| one.join().unwrap()).collect()
    })
}

fn at(post: &Post) -> Permalink {
    post.permalink.clone().unwrap()
}

#[test]
fn each_of_many_at_once_is_told_its_own() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let (river, lake, shut) = (place.publish("River"), place.publish("Lake"), place.publish("Shut"));
        let closed = RawWriting { comments: "off".into(), ..text("Shut") };
        place.desk.save(&place.author, shut.id, &closed, None).unwrap();
        let root = place.comment(&lake, "Who has seen it?");
        let answer = |body: &str| RawRemark { parent: root.id.to_string(), ..remark("Eve", body) };
        let robot = RawRemark { homepage: "https://pills.example".into(), ..remark("Bot", "Buy") };
        let nowhere = Permalink::parse("/2026/11/nowhere").unwrap();
        let mut remarks = vec![
            (at(&shut), remark("Ada", "Hello")),
            (nowhere, remark("Ada", "Hello")),
            (at(&river), answer("It is not here")),
            (at(&river), remark("", "Nobody says this")),
            (at(&river), robot),
            (at(&lake), answer("I have")),
            (at(&lake), answer("So have I")),
        ];
        remarks.extend((0..12).map(|number| (at(&river), remark("Ada", &format!("Remark {number}")))));
        remarks.extend((0..4).map(|_| (at(&lake), remark("Ben", "Twice is once"))));
        let told = at_once(place, &remarks, from);
        assert!(forbidden(&told[0]) && missing(&told[1]), "{told:?}");
        for (refused, field) in [(2, "parent"), (3, "name")] {
            wrong(told[refused].clone(), field);
        }
        let robot = told[4].as_ref().unwrap();
        assert_eq!((robot.verdict, &robot.place), (Verdict::Held, &None));
        assert_eq!(place.stored(robot.id).verdict, Verdict::Spam);
        let shown: Vec<&Commented> = told[5..].iter().map(|told| told.as_ref().unwrap()).collect();
        for ((_, raw), told) in remarks[5..].iter().zip(&shown) {
            let stored = place.stored(told.id);
            assert_eq!((stored.verdict, &stored.body), (Verdict::Approved, &raw.body));
            assert_eq!(place.desk.place_of(told.id).unwrap(), told.place);
            let own = || place.desk.own_comment(told.id, told.secret.as_ref().unwrap());
            // Who said the same from elsewhere is given no secret.
            assert!(raw.name == "Ben" || own().is_ok());
        }
        assert_eq!(place.stored(root.id).answers, 2);
        let ids: HashSet<CommentId> = shown.iter().map(|told| told.id).collect();
        assert_eq!(ids.len(), 2 + 12 + 1, "what was said four times is there once");
        assert_eq!(place.shown(&river).len(), 12);
    });
}

#[test]
fn threads_that_begin_together_are_found_where_they_stand() {
    on_both(|place| {
        place.comments(CommentMode::Open);
        let post = place.publish("River");
        let many = 2 * model::comment::THREADS as usize;
        for round in 0..2 {
            let remarks: Vec<_> = (0..many)
                .map(|number| (at(&post), remark("Ada", &format!("Remark {number} of round {round}"))))
                .collect();
            for told in at_once(place, &remarks, from) {
                let told = told.unwrap();
                assert_eq!(place.desk.place_of(told.id).unwrap(), told.place);
            }
        }
    });
}

#[test]
fn what_cant_be_written_fails_alone() {
    on_both(|place| {
        let post = place.publish("River");
        let at = at(&post);
        // Somebody whose account was removed a moment ago.
        let gone =
            Account { id: AccountId::from_raw(99), name: "Gone".into(), role: Role::Editor, created: noon() };
        for round in 0..8 {
            let start = Barrier::new(9);
            thread::scope(|scope| {
                let lost = scope.spawn(|| {
                    start.wait();
                    place.desk.comment_as(&gone, &at, &remark("", &format!("Lost {round}")), from(99))
                });
                let kept: Vec<_> = (0..8)
                    .map(|number| {
                        let (start, at) = (&start, &at);
                        scope.spawn(move || {
                            start.wait();
                            let body = format!("Kept {number} of round {round}");
                            place.desk.comment(at, &remark("Ada", &body), from(number)).unwrap().id
                        })
                    })
                    .collect();
                assert!(lost.join().unwrap().is_err());
                for id in kept {
                    place.stored(id.join().unwrap());
                }
            });
        }
    });
}

#[test]
fn haste_is_counted_once_for_each_of_many_at_once() {
    on_both(|place| {
        let mut place = place.clone();
        place.desk = place.desk.clone().with_limits(Limits::default());
        let post = place.publish("River");
        let remarks: Vec<_> =
            (0..12).map(|number| (at(&post), remark("Ada", &format!("Remark {number}")))).collect();
        let told = at_once(&place, &remarks, |_| from(1));
        let taken = told.iter().filter(|told| told.is_ok()).count();
        let busy = told.iter().filter(|told| matches!(told, Err(Error::Busy { .. }))).count();
        assert_eq!((taken, busy), (5, 7), "{told:?}");
    });
}
