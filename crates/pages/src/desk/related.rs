//! The posts that are near one, and why.

use minijinja::Value;
use model::related::Reason;
use model::{Related, Site, Teaser};

use super::words::language_of;

/// One of them: where it is, how near, and what the two have in common.
pub(super) fn view(teaser: &Teaser, related: &Related, site: &Site) -> Value {
    let language = language_of(teaser.language.as_ref(), site);
    let reasons: Vec<Value> = related.reasons.iter().map(reason).collect();
    values! {
        id => teaser.id.to_string(),
        href => teaser.permalink.encoded(),
        headline => teaser.headline,
        lang => language.as_str(),
        dir => language.direction().as_str(),
        nearness => related.nearness,
        reasons,
    }
}

/// A reason: what kind it is, and the words of the two posts that it rests on.
fn reason(reason: &Reason) -> Value {
    let (words, both): (&str, &[String]) = match reason {
        Reason::Labels(labels) if labels.len() == 1 => ("the same label", labels),
        Reason::Labels(labels) => ("the same labels", labels),
        Reason::Source => ("made from the same piece", &[]),
        Reason::Outlet => ("from the same outlet", &[]),
        Reason::Words(shared) if shared.len() == 1 => ("a telling word in common", shared),
        Reason::Words(shared) => ("telling words in common", shared),
    };
    values! { words, both }
}
