//! What becomes of a comment when nobody has read it yet.

use std::net::IpAddr;

use model::{Block, BlockKind, CommentMode, Grounds, Remark, Site, Verdict};

use crate::block;

/// All that a ruling looks at.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    pub(crate) remark: &'a Remark,
    /// The remark's words as readers would see them.
    pub(crate) html: &'a str,
    /// Whether the field that people don't see was filled.
    pub(crate) trapped: bool,
    pub(crate) from: IpAddr,
    /// What the post does with new comments, and whether for its age.
    pub(crate) mode: (CommentMode, Grounds),
    /// Whether a person has approved one of this author's before.
    pub(crate) known: bool,
    pub(crate) blocks: &'a [Block],
    pub(crate) site: &'a Site,
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
    if case.trapped {
        return ruling(Verdict::Spam, Grounds::Trap, "the hidden field was filled".to_owned());
    }
    if let Some(block) = block::met(case.blocks, case.remark, case.from) {
        return ruling(block.verdict, Grounds::Block, named(block));
    }
    let links = links(case.html);
    if links > case.site.link_limit as usize {
        return ruling(Verdict::Held, Grounds::Links, format!("{links} links"));
    }
    let (mode, grounds) = case.mode;
    let verdict = match mode {
        CommentMode::Open => Verdict::Approved,
        CommentMode::Known if case.known => Verdict::Approved,
        CommentMode::Known | CommentMode::Held | CommentMode::Off => Verdict::Held,
    };
    let reason = if grounds == Grounds::Age { "the post is old" } else { "" };
    ruling(verdict, grounds, reason.to_owned())
}

/// The sanitizer writes each link in this one way, and every other `<` as an entity.
fn links(html: &str) -> usize {
    html.matches("<a ").count()
}

fn named(block: &Block) -> String {
    let kind = match block.kind {
        BlockKind::Words => "the blocked words",
        BlockKind::Address => "the blocked address",
        BlockKind::Network => "the blocked network",
    };
    format!("{kind} “{}”", block.value)
}
