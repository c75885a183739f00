//! What happened before the site had a ledger enters it late, and says so.

use model::ledger::Late;
use model::{CaptureId, Entry, Job, JobId, PostId, Standing};
use store::{Tx, captures, ledger, posts, sha256_hex};

use crate::{Desk, Error};

/// Captures or posts entered in one transaction.
const BATCH: u32 = 100;

impl Desk {
    /// Enters some captures from before the ledger, and promises to go on with the next, then with posts; the
    /// work of [`Job::EnterCaptures`]. Doing it twice enters nothing twice.
    pub(crate) fn enter_captures(&self, after: Option<CaptureId>) -> Result<(), Error> {
        self.write(|tx| {
            let some = captures::after(tx, after, BATCH)?;
            for capture in &some {
                if ledger::of_capture(tx, capture.id, 1)?.is_empty() {
                    self.enter_capture(tx, capture, Some(Late::Before))?;
                }
            }
            match some.last() {
                Some(last) => self.go_on(tx, &Job::EnterCaptures { after: Some(last.id) }),
                None => self.go_on(tx, &Job::EnterPosts { after: None }),
            }
        })
    }

    /// Enters some posts from before the ledger, as they stand now, and promises to go on; the work of
    /// [`Job::EnterPosts`]. Doing it twice enters nothing twice.
    pub(crate) fn enter_posts(&self, after: Option<PostId>) -> Result<(), Error> {
        self.write(|tx| {
            let some = posts::with_address(tx, after, BATCH)?;
            for &id in &some {
                // A verdict about one of its comments may have come first.
                let known = ledger::of_post(tx, id, u32::MAX)?;
                if known.iter().any(|line| line.kind != "verdict" && line.kind != "source_verdict") {
                    continue;
                }
                posts::lock(tx, id)?;
                let Some(post) = posts::by_id(tx, id)? else { continue };
                match &post.standing {
                    Standing::Published { .. } => self.enter_publication(tx, &post, Some(Late::Before))?,
                    Standing::Retracted { reason, .. } => {
                        let reason = sha256_hex(reason.as_bytes());
                        self.enter(tx, Entry::Retraction { post: id, reason, late: Some(Late::Before) });
                    }
                    _ => {}
                }
            }
            match some.last() {
                Some(last) => self.go_on(tx, &Job::EnterPosts { after: Some(*last) }),
                None => Ok(()),
            }
        })
    }

    fn go_on(&self, tx: &mut Tx, job: &Job) -> Result<(), Error> {
        let (id, now) = (JobId::from_raw(self.ids.next_raw()), self.now());
        Ok(tx.enqueue(id, job, now, now)?)
    }
}
