//! How far a clipping can be trusted unread.

use model::{Clipping, Kind};

use crate::measure::weight;

/// Letters from which a text is a piece rather than a note.
const PIECE: usize = 400;

/// How many of the facts that a piece has were found, from 0 to 100, weighed by how much work it is to
/// supply one by hand.
pub(crate) fn completeness(clipping: &Clipping) -> u8 {
    let enough = clipping.kind == Kind::Video || weight(&clipping.text) >= PIECE;
    let facts = [
        (!clipping.headline.is_empty(), 25),
        (enough && !clipping.paywalled, 30),
        (clipping.published.is_some(), 15),
        (!clipping.byline.is_empty(), 15),
        (clipping.language.is_some(), 5),
        (clipping.lead_image.is_some(), 10),
    ];
    facts.iter().filter(|(found, _)| *found).map(|(_, worth)| *worth).sum()
}
