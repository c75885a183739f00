//! A piece's earlier texts.

use minijinja::Value;
use model::{AccountId, Finding, Post, Revision, Share};
use serde::Serialize;

use super::DeskFrame;
use super::diff::stretches;
use super::quotations::{self, QuotationsPart, Spoken};
use super::words::{Stamp, language_of};
use crate::{Error, Pages};

/// The revisions of a piece, two of them compared.
#[derive(Clone, Debug)]
pub struct RevisionsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The piece.
    pub post: Post,
    /// Its revisions, newest first.
    pub revisions: Vec<Revision>,
    /// Names of the accounts that made them; an account not named here is shown as "Courant".
    pub names: Vec<(AccountId, String)>,
    /// The number compared from.
    pub from: i64,
    /// The number compared to.
    pub to: i64,
    /// What changed between the two: `same`, `added` or `removed`, and the line.
    pub lines: Vec<(&'static str, String)>,
    /// How many quotations of each finding the revisions have, by their numbers.
    pub told: Vec<(i64, Finding, i64)>,
    /// How much of the source each carries, by their numbers.
    pub shares: Vec<(i64, Share)>,
    /// What the revision compared to quotes; `None` without a source.
    pub quotations: Option<QuotationsPart>,
}

#[derive(Serialize)]
struct Row<'a> {
    number: i64,
    who: &'a str,
    at: Stamp,
    is_from: bool,
    is_to: bool,
    told: Vec<Value>,
    share: Option<Value>,
}

impl Pages {
    /// The revisions page; its form asks for itself with `from` and `to`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn revisions(&self, page: &RevisionsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let name_of = |author: Option<AccountId>| {
            let known = author.and_then(|id| page.names.iter().find(|(named, _)| *named == id));
            known.map_or("Courant", |(_, name)| name.as_str())
        };
        let rows: Vec<Row<'_>> = page
            .revisions
            .iter()
            .map(|revision| Row {
                number: revision.number,
                who: name_of(revision.author),
                at: Stamp::of(revision.at, &zone),
                is_from: revision.number == page.from,
                is_to: revision.number == page.to,
                told: {
                    let own = page.told.iter().filter(|(number, ..)| *number == revision.number);
                    quotations::told(own.map(|(_, finding, count)| (*finding, *count)))
                },
                share: {
                    let own = page.shares.iter().find(|(number, _)| *number == revision.number);
                    own.map(|(_, share)| quotations::share_view(share))
                },
            })
            .collect();
        let language = language_of(page.post.writing.language.as_ref(), &page.desk.site);
        let spoken = Spoken { site: &page.desk.site, language, post: None };
        self.render(
            "desk/revisions.html",
            values! {
                has_quotations => !page.told.is_empty() || !page.shares.is_empty(),
                quote => page.quotations.as_ref().and_then(|part| part.view(&spoken)),
                desk => page.desk.view(),
                id => page.post.id.to_string(),
                headline => page.post.writing.headline,
                lang => language.as_str(),
                dir => language.direction().as_str(),
                rows,
                from => page.from,
                to => page.to,
                is_changed => page.lines.iter().any(|(kind, _)| *kind != "same"),
                stretches => stretches(&page.lines),
            },
        )
    }
}
