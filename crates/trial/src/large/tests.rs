use model::{Verdict, sample};
use store::comments::{self, Decision};
use store::{Error, Page, posts, search, visits};

use super::{Plan, fill};

#[test]
fn a_filled_site_is_one_that_its_verbs_could_have_left() {
    crate::on_both(|place| {
        let until = sample::noon();
        let plan = Plan { posts: 600, comments: 3_000, visits: 5_000, telling: 5, beside: true, until };
        fill(place.url(), &plan, |_| {}).unwrap();
        let store = place.open_again().unwrap();
        let teasers = store.read(|c| posts::newest(c, Page { before: None, limit: 1_000 })).unwrap();
        assert_eq!(teasers.len(), 599, "one is a draft");
        assert_eq!(store.read(posts::count_published).unwrap(), 599);
        let months: i64 = store.read(posts::months).unwrap().iter().map(|(_, _, posts)| posts).sum();
        assert_eq!(months, 599);
        let post = store.read(|c| posts::by_id(c, teasers[0].id)).unwrap().unwrap();
        let found = store.read(|c| search::find(c, &markup::terms(&post.writing.headline), 10)).unwrap();
        assert!(found.contains(&post.id));
        assert!(!store.read(|c| store::related::list(c, post.id)).unwrap().is_empty());
        let read = store.read(|c| visits::per_day(c, until.day() - 29)).unwrap();
        let readers: i64 = read.iter().map(|(_, readers)| readers).sum();
        assert!((4_000..6_000).contains(&readers), "{readers}");
        let said = store.read(|c| comments::list(c, None, Page { before: None, limit: 10_000 })).unwrap();
        assert!((1_500..5_000).contains(&said.len()), "{}", said.len());
        for row in said.iter().filter(|row| row.comment.root == row.comment.id).take(200) {
            let answers = said.iter().filter(|other| {
                let other = &other.comment;
                other.root == row.comment.id && other.id != other.root && other.verdict == Verdict::Approved
            });
            assert_eq!(row.comment.answers as usize, answers.count());
        }
        // And it goes on like any other.
        let waiting = said.iter().find(|row| row.comment.verdict == Verdict::Held).unwrap();
        let shown = store.write::<_, Error>(|tx| {
            let decision = Decision {
                verdict: Verdict::Approved,
                grounds: model::Grounds::Person,
                reason: "",
                by: None,
                act: None,
                was: Some(Verdict::Held),
            };
            comments::verdict_add(tx, waiting.comment.id, 2, &decision, until)?;
            comments::judge(tx, &waiting.comment, Verdict::Approved)
        });
        assert!(shown.unwrap());
        assert!(fill(place.url(), &plan, |_| {}).is_err(), "only a new site is filled");
    });
}
