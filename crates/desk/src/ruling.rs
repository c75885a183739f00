//! What becomes of a comment when nobody has read it yet.

use model::spam::{VERY_HIGH, Weighed};
use model::{Block, BlockKind, CommentMode, Grounds, Remark, Site, Verdict};

use crate::block;
use crate::comment::Arrival;
use crate::weigh::{is_sure, links};

/// All that a ruling looks at.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) remark: &'a Remark,
    /// The remark's words as readers would see them.
    pub(crate) html: &'a str,
    pub(crate) arrival: Arrival,
    /// What the post does with new comments, and whether for its age.
    pub(crate) mode: (CommentMode, Grounds),
    /// Whether a person has approved one of this author's before.
    pub(crate) known: bool,
    pub(crate) blocks: &'a [Block],
    pub(crate) site: &'a Site,
    pub(crate) weighed: &'a Weighed,
}

/// What becomes of it, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) verdict: Verdict,
    pub(crate) grounds: Grounds,
    /// For the desk.
    pub(crate) reason: String,
}

/// Rules on a comment: the surest reason first, the site's mode last.
pub(crate) fn rule(case: &Case<'_>) -> Ruling {
    let ruling = |verdict, grounds, reason: String| Ruling { verdict, grounds, reason };
    if case.arrival.trapped {
        return ruling(Verdict::Spam, Grounds::Trap, "the hidden field was filled".to_owned());
    }
    if let Some(block) = block::met(case.blocks, case.remark, case.arrival.from) {
        return ruling(block.verdict, Grounds::Block, named(block));
    }
    let links = links(case.html);
    if links > case.site.link_limit as usize {
        return ruling(Verdict::Held, Grounds::Links, format!("{links} links"));
    }
    let looks = |verdict| ruling(verdict, Grounds::Signs, case.weighed.in_words());
    if is_sure(case.site, case.weighed.score) && !case.known {
        return looks(Verdict::Spam);
    }
    let (mode, grounds) = case.mode;
    let verdict = match mode {
        CommentMode::Open => Verdict::Approved,
        CommentMode::Known if case.known => Verdict::Approved,
        CommentMode::Known | CommentMode::Held | CommentMode::Off => Verdict::Held,
    };
    // What waits anyway waits for the site's own reason, not for how it looks.
    if verdict == Verdict::Approved {
        if is_doubtful(case) {
            return looks(Verdict::Held);
        }
        if case.arrival.rushed && !case.known {
            return ruling(Verdict::Held, Grounds::Rush, "one of very many at once, without work".to_owned());
        }
    }
    let reason = if grounds == Grounds::Age { "the post is old" } else { "" };
    ruling(verdict, grounds, reason.to_owned())
}

/// Whether a comment looks so much like spam that a person should see it first: of those whom the site knows, only
/// where it is all but sure.
fn is_doubtful(case: &Case<'_>) -> bool {
    let hold = case.site.spam_hold;
    let hold = if case.known { hold.max(u32::from(VERY_HIGH)) } else { hold };
    case.site.spam_hold > 0 && u32::from(case.weighed.score) >= hold
}

fn named(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Words => "the blocked words",
        BlockKind::Address => "the blocked address",
        BlockKind::Network => "the blocked network",
    };
    format!("{kind} “{}”", block.value)
}
