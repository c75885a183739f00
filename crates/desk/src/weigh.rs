//! How much a comment looks like spam, from what the site knows; and what people's verdicts teach it.

use std::net::IpAddr;

use markup::Said;
use model::comment::network_of;
use model::spam::{Counts, Plain, Term, Weighed, plain, weigh};
use model::{Comment, CommentId, Moment, Permalink, RawRemark, Remark, Site, Verdict};
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
    pub(crate) weighed: Weighed,
    network: String,
    saying: Option<i64>,
}

/// All of a remark that is weighed and needs no look into the store. SQLite has one writer: what can be done before its
/// turn is not done in it.
#[derive(Debug)]
pub(crate) struct Load<'a> {
    remark: &'a Remark,
    links: usize,
    words: usize,
    saying: Option<i64>,
    terms: Vec<Term>,
}

impl<'a> Load<'a> {
    /// Reads a remark, with its words as readers would see them.
    pub(crate) fn of(remark: &'a Remark, html: &str) -> Self {
        let said = Said {
            name: &remark.name,
            email: remark.email.as_deref(),
            website: remark.website.as_deref(),
            body: &remark.body,
            html,
        };
        let words = markup::terms(&remark.body);
        Load {
            remark,
            links: links(html),
            words: words.len(),
            saying: markup::saying_of(&words),
            terms: markup::spam_terms_of(&said, &words),
        }
    }
}

impl Scales {
    /// Weighs a remark; `own` is the comment it is the words of, if there is one already.
    pub(crate) fn weigh(
        conn: &mut Conn,
        post: &Subject,
        load: &Load<'_>,
        (from, own): (IpAddr, Option<CommentId>),
        now: Moment,
    ) -> Result<Scales, Error> {
        let network = network_of(from);
        let lately = now.plus_seconds(-LATELY * DAY);
        let repeated = match load.saying {
            Some(saying) => spam::repeated(conn, saying, lately, (post.id, own))?,
            None => (0, 0),
        };
        let out = post.out.unwrap_or(now);
        let signs = plain(&Plain {
            name: &load.remark.name,
            body: &load.remark.body,
            links: load.links,
            words: load.words,
            repeated,
            network: spam::record_of(conn, &network, lately)?,
            days: (now.seconds() - out.seconds()) / DAY,
            post: &post.sample,
        });
        let learnt = spam::learnt(conn)?;
        // Where nobody has taught anything, no term is known.
        let is_taught = learnt != Counts::default();
        let terms = if is_taught { spam::known(conn, &load.terms)? } else { Vec::new() };
        let weighed = weigh(learnt, &terms, signs);
        Ok(Scales { weighed, network, saying: load.saying })
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

/// How many links readers would see: the sanitizer writes each in this one way, and every other `<` as an entity.
pub(crate) fn links(html: &str) -> usize {
    html.matches("<a ").count()
}

impl Desk {
    /// How a comment would be weighed, were it sent now. Nothing is kept of it.
    ///
    /// # Errors
    /// As [`Desk::comment`], without limits of speed.
    pub fn weighed(&self, at: &Permalink, raw: &RawRemark, from: IpAddr) -> Result<Weighed, Error> {
        let now = self.now();
        let remark = raw.checked()?;
        let load = Load::of(&remark, &markup::comment_to_html(&remark.body));
        self.store.read(|conn| {
            let (talk, _) = open_post(conn, at, now)?;
            Ok(Scales::weigh(conn, talk.about(), &load, (from, None), now)?.weighed)
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
