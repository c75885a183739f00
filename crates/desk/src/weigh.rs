//! How much a comment looks like spam, from what the site knows; and what people's verdicts teach it.

use std::collections::HashMap;
use std::net::IpAddr;

use markup::Said;
use model::comment::network_of;
use model::spam::{Counts, Plain, Term, Weighed as Weight, plain, weigh};
use model::{Comment, CommentId, Moment, Permalink, PostId, RawRemark, Remark, Site, Verdict};
use store::posts::subject::Subject;
use store::spam::{Lesson, Weighing};
use store::{Conn, Tx, spam};

use crate::comment::open_post;
use crate::{Desk, Error};

const DAY: i64 = 86_400;
/// Days for which the same words, and what became of a network's comments, count.
const LATELY: i64 = 7;
/// Days after which nobody knows any more where a comment came from.
const NETWORK_DAYS: i64 = 30;

/// A comment, weighed, with what it is found again by.
#[derive(Debug)]
pub(crate) struct Scales {
    pub(crate) weighed: Weight,
    network: String,
    saying: Option<i64>,
}

/// All of a remark that is weighed and needs no look into the store: what can be done before its turn to be written comes
/// is not done in it.
#[derive(Debug)]
pub(crate) struct Load {
    links: usize,
    words: usize,
    saying: Option<i64>,
    terms: Vec<Term>,
}

impl Load {
    /// Reads a remark, with its words as readers would see them.
    pub(crate) fn of(remark: &Remark, html: &str) -> Self {
        let said = Said {
            name: &remark.name,
            email: remark.email.as_deref(),
            website: remark.website.as_deref(),
            body: &remark.body,
            html,
        };
        let words = markup::terms(&remark.body);
        Load {
            links: links(html),
            words: words.len(),
            saying: markup::saying_of(&words),
            terms: markup::spam_terms_of(&said, &words),
        }
    }
}

/// A remark to be weighed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weighed<'a> {
    pub(crate) post: &'a Subject,
    pub(crate) remark: &'a Remark,
    pub(crate) load: &'a Load,
    pub(crate) from: IpAddr,
    /// The comment it is the words of, if there is one already.
    pub(crate) own: Option<CommentId>,
    pub(crate) now: Moment,
}

impl Weighed<'_> {
    fn lately(&self) -> Moment {
        self.now.plus_seconds(-LATELY * DAY)
    }
}

impl Scales {
    /// Weighs a remark.
    pub(crate) fn weigh(conn: &mut Conn, one: Weighed<'_>) -> Result<Scales, Error> {
        let scales = Scales::weigh_all(conn, &[one])?.pop();
        scales.ok_or_else(|| Error::Internal("a remark was not weighed".to_owned()))
    }

    /// Weighs remarks that come together; each as if it came behind those before it.
    pub(crate) fn weigh_all(conn: &mut Conn, all: &[Weighed<'_>]) -> Result<Vec<Scales>, Error> {
        if all.is_empty() {
            return Ok(Vec::new());
        }
        let sayings: Vec<(i64, Moment)> =
            all.iter().filter_map(|one| Some((one.load.saying?, one.lately()))).collect();
        let mut repeated = spam::repeated(conn, &sayings)?.into_iter();
        let networks: Vec<String> = all.iter().map(|one| network_of(one.from)).collect();
        let asked: Vec<(&str, Moment)> =
            networks.iter().zip(all).map(|(network, one)| (network.as_str(), one.lately())).collect();
        let records = spam::records_of(conn, &asked)?;
        let learnt = spam::learnt(conn)?;
        // Where nobody has taught anything, no term is known.
        let is_taught = learnt != Counts::default();
        let keys = all.iter().flat_map(|one| &one.load.terms).map(|term| term.key);
        let known = if is_taught { spam::known(conn, &keys.collect())? } else { HashMap::new() };
        let mut before: HashMap<i64, Vec<PostId>> = HashMap::new();
        let mut scales = Vec::with_capacity(all.len());
        for ((one, network), record) in all.iter().zip(networks).zip(records) {
            let said = one.load.saying.map_or_else(Vec::new, |saying| {
                let there = repeated.next().unwrap_or_default().into_iter();
                let mut said: Vec<PostId> =
                    there.filter(|(_, id)| Some(*id) != one.own).map(|(under, _)| under).collect();
                let together = before.entry(saying).or_default();
                said.extend_from_slice(together);
                together.push(one.post.id);
                said
            });
            let out = one.post.out.unwrap_or(one.now);
            let signs = plain(&Plain {
                name: &one.remark.name,
                body: &one.remark.body,
                links: one.load.links,
                words: one.load.words,
                repeated: times(said, one.post.id),
                network: record,
                days: (one.now.seconds() - out.seconds()) / DAY,
                post: &one.post.sample,
            });
            let met = |term: &Term| known.get(&term.key).map(|counts| (term.clone(), *counts));
            let terms: Vec<(Term, Counts)> = one.load.terms.iter().filter_map(met).collect();
            scales.push(Scales { weighed: weigh(learnt, &terms, signs), network, saying: one.load.saying });
        }
        Ok(scales)
    }

    /// What is kept of it with the comment.
    pub(crate) fn weighing(&self) -> Weighing<'_> {
        Weighing { network: &self.network, saying: self.saying, weighed: &self.weighed }
    }

    /// Keeps it with a comment that is here.
    pub(crate) fn keep(&self, tx: &mut Tx, id: CommentId) -> Result<(), Error> {
        Ok(spam::weighed(tx, id, &self.weighing())?)
    }
}

/// How often the same was said, by the posts under which it was; and under how many posts besides this one.
fn times(mut said: Vec<PostId>, post: PostId) -> (usize, usize) {
    let times = said.len();
    said.retain(|other| *other != post);
    said.sort_unstable();
    said.dedup();
    (times, said.len())
}

/// How many links readers would see: the sanitizer writes each in this one way, and every other `<` as an entity.
pub(crate) fn links(html: &str) -> usize {
    html.matches("<a ").count()
}

impl Desk {
    /// How a comment would be weighed, were it sent now. Nothing is kept of it.
    ///
    /// # Errors
    /// As [`Desk::comment`], without limits of speed.
    pub fn weighed(&self, at: &Permalink, raw: &RawRemark, from: IpAddr) -> Result<Weight, Error> {
        let now = self.now();
        let remark = raw.checked()?;
        let load = Load::of(&remark, &markup::comment_to_html(&remark.body));
        self.store.read(|conn| {
            let talk = open_post(conn, at, now)?;
            let one = Weighed { post: talk.about(), remark: &remark, load: &load, from, own: None, now };
            Ok(Scales::weigh(conn, one)?.weighed)
        })
    }

    /// Learns from what people have decided about comments: spam and approval teach, anything else takes back what was
    /// learnt from the comment before. Last in its transaction.
    pub(crate) fn learn(&self, tx: &mut Tx, decided: &[(Comment, Option<Verdict>)]) -> Result<(), Error> {
        let lesson = |(comment, taught): &(Comment, Option<Verdict>)| {
            let teaches = |verdict: &Verdict| matches!(verdict, Verdict::Spam | Verdict::Approved);
            let lesson = taught.filter(teaches).map(|verdict| Lesson {
                verdict,
                terms: markup::spam_terms(&Said::of(comment)).into_iter().map(|term| term.key).collect(),
            });
            (comment.id, lesson)
        };
        Ok(spam::learn(tx, decided.iter().map(lesson).collect(), self.now())?)
    }

    /// Forgets networks after a month, and rare terms when there are too many.
    pub(crate) fn sweep_spam(&self) -> Result<(), Error> {
        let month_ago = self.now().plus_seconds(-NETWORK_DAYS * DAY);
        while self.write(|tx| Ok(spam::forget_networks(tx, month_ago)?))? {}
        while self.write(|tx| Ok(spam::prune(tx, spam::TERMS_KEPT)?))? {}
        Ok(())
    }
}

/// Whether a site would rather have a comment of this score put aside at once.
pub(crate) fn is_sure(site: &Site, score: u8) -> bool {
    site.spam_sure > 0 && u32::from(score) >= site.spam_sure
}
