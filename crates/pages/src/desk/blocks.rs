//! What the site does not simply show: words, mail addresses, networks.

use model::{Block, BlockKind, Problems, RawBlock, Verdict};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::{Stamp, verdict_word};
use crate::{Error, Pages};

/// The page of blocks.
#[derive(Clone, Debug)]
pub struct BlocksPage {
    /// Around it.
    pub desk: DeskFrame,
    /// All blocks, in the order in which they were put up.
    pub blocks: Vec<Block>,
    /// The form as typed.
    pub raw: RawBlock,
    /// What is wrong with it.
    pub problems: Problems,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    kind: &'static str,
    value: &'a str,
    word: &'static str,
    note: &'a str,
    at: Stamp,
}

fn kind_words(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Words => "Words",
        BlockKind::Address => "Mail address",
        BlockKind::Network => "Network",
    }
}

const LABELS: &[(&str, &str)] =
    &[("kind", "What"), ("value", "Words, address or network"), ("verdict", "Then"), ("note", "Note")];

impl Pages {
    /// The page of blocks; posts `kind`, `value`, `verdict` and `note` to `/desk/comments/blocks`, an `id` to
    /// `/desk/comments/blocks/removal`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn blocks(&self, page: &BlocksPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let rows: Vec<Row<'_>> = page
            .blocks
            .iter()
            .rev()
            .map(|block| Row {
                id: block.id.to_string(),
                kind: kind_words(block.kind),
                value: &block.value,
                word: verdict_word(block.verdict),
                note: &block.note,
                at: Stamp::of(block.created, &zone),
            })
            .collect();
        let kinds = BlockKind::ALL.map(|kind| (kind.as_str(), kind_words(kind)));
        let then = |verdict: Verdict| match verdict {
            Verdict::Spam => (verdict.as_str(), "mark it as spam"),
            Verdict::Rejected => (verdict.as_str(), "reject it"),
            _ => (verdict.as_str(), "hold it for you"),
        };
        self.render(
            "desk/blocks.html",
            values! {
                desk => page.desk.view(),
                rows,
                raw => page.raw,
                problems => ProblemsView::of(&page.problems, LABELS),
                kinds,
                verdicts => Block::VERDICTS.map(then),
            },
        )
    }
}
