//! What a piece quotes, and what was found of it at its source.

use markup::quotation::changes;
use minijinja::Value;
use model::{Capture, CapturedText, Finding, Language, PostId, Quotation, QuotationKind, Share, Site, Stand};

use super::words::{Stamp, how_words};

/// Longest quotation shown whole, in characters.
const SHOWN: usize = 600;
/// From how many of a hundred characters on a piece is said to be a copy.
const COPY: u8 = 60;

/// What a piece that credits a source quotes.
#[derive(Clone, Debug, Default)]
pub struct QuotationsPart {
    /// In the order of the text.
    pub quotations: Vec<Quotation>,
    /// How much of the source's article the piece carries, as far as that can be said.
    pub share: Option<Share>,
    /// The captures that those name.
    pub captures: Vec<Capture>,
    /// How many looks at the source are kept.
    pub looks: usize,
}

/// Why a piece did not come out at once: it quotes what its source does not say.
#[derive(Clone, Debug)]
pub struct AskedFirst {
    /// What was not found.
    pub quotations: Vec<Quotation>,
    /// What the person wanted: `publish` or `schedule`.
    pub then: &'static str,
    /// The moment that was typed, for `schedule`.
    pub at: String,
}

/// The words for what was found, in the order in which they are told: what needs a person first.
const WORDS: &[(Finding, &str)] = &[
    (Finding::Absent, "not found"),
    (Finding::Changed, "found with changes"),
    (Finding::Unchecked, "not checked"),
    (Finding::Translated, "translated"),
    (Finding::Found, "found"),
];

/// The piece's language and direction, for the words of its quotations.
pub(super) struct Spoken<'a> {
    pub(super) site: &'a Site,
    pub(super) language: &'a Language,
    /// For forms; `None` where nothing can be done.
    pub(super) post: Option<PostId>,
}

impl QuotationsPart {
    /// For the template; nothing when there is nothing to say.
    pub(super) fn view(&self, spoken: &Spoken<'_>) -> Option<Value> {
        if self.quotations.is_empty() && self.share.as_ref().is_none_or(|share| share.carried == 0) {
            return None;
        }
        let of = |finding: Finding| self.quotations.iter().filter(move |its| its.finding == finding);
        let shown = |finding: Finding| of(finding).map(|its| self.quotation(its, spoken)).collect::<Vec<_>>();
        let is_unchecked = of(Finding::Unchecked).next().is_some();
        Some(values! {
            told => told(self.quotations.iter().map(|quotation| (quotation.finding, 1))),
            doubt => self.doubt(),
            count => self.quotations.len(),
            absent => shown(Finding::Absent),
            changed => shown(Finding::Changed),
            unchecked => shown(Finding::Unchecked),
            translated => shown(Finding::Translated),
            found => shown(Finding::Found),
            is_calm => of(Finding::Absent).chain(of(Finding::Changed)).next().is_none() && !is_unchecked,
            looks => self.looks,
            post => spoken.post.filter(|_| is_unchecked).map(|post| post.to_string()),
            share => self.share.as_ref().map(share_view),
            compared => self.share.as_ref().and_then(|share| self.capture(share.capture, spoken.site)),
            lang => spoken.language.as_str(),
            dir => spoken.language.direction().as_str(),
        })
    }

    /// What needs a person, in a few words: “1 quotation not found, 2 with changes”.
    fn doubt(&self) -> Option<String> {
        let count = |finding| self.quotations.iter().filter(|its| its.finding == finding).count();
        let noun = |count| if count == 1 { "quotation" } else { "quotations" };
        match (count(Finding::Absent), count(Finding::Changed)) {
            (0, 0) => None,
            (0, changed) => Some(format!("{changed} {} with changes", noun(changed))),
            (absent, 0) => Some(format!("{absent} {} not found", noun(absent))),
            (absent, changed) => Some(format!("{absent} {} not found, {changed} with changes", noun(absent))),
        }
    }

    fn quotation(&self, quotation: &Quotation, spoken: &Spoken<'_>) -> Value {
        let runs: Vec<Value> = match (&quotation.stand, quotation.finding) {
            (Some(stand), Finding::Changed) => changes(&quotation.quote, &stand.passage.exact)
                .into_iter()
                .map(|run| values! { kind => run.kind.as_str(), text => run.text })
                .collect(),
            _ => Vec::new(),
        };
        values! {
            number => quotation.position + 1,
            mark => mark_words(quotation.kind),
            text => markup_cut(&quotation.quote),
            runs,
            stand => quotation.stand.as_ref().map(|stand| self.stand(stand, spoken.site)),
        }
    }

    /// Where a quotation stands, with the words around it.
    fn stand(&self, stand: &Stand, site: &Site) -> Value {
        let passage = &stand.passage;
        let is_whole_start = passage.start <= passage.prefix.chars().count() as i64;
        values! {
            prefix => format!("{}{}", if is_whole_start { "" } else { "…" }, passage.prefix),
            exact => markup_cut(&passage.exact),
            suffix => passage.suffix,
            place => match stand.text {
                CapturedText::Article => "in the article",
                CapturedText::Page => "elsewhere on the page",
            },
            href => format!("/desk/captures/{}", stand.capture),
            capture => self.capture(stand.capture, site),
        }
    }

    fn capture(&self, id: model::CaptureId, site: &Site) -> Option<Value> {
        let capture = self.captures.iter().find(|capture| capture.id == id)?;
        Some(values! { at => Stamp::of(capture.at, &site.zone()), how => how_words(capture.how) })
    }
}

/// The quotations that were not found, for the question before a piece comes out.
pub(super) fn asked(asked: &AskedFirst, spoken: &Spoken<'_>) -> Value {
    values! {
        quotes => asked.quotations.iter().map(|quotation| markup_cut(&quotation.quote)).collect::<Vec<_>>(),
        then => asked.then,
        at => asked.at,
        revision => asked.quotations.first().map(|quotation| quotation.revision),
        lang => spoken.language.as_str(),
        dir => spoken.language.direction().as_str(),
    }
}

/// How many there are of each finding: “2 found, 1 not found”.
pub(super) fn told(counted: impl Iterator<Item = (Finding, i64)>) -> Vec<Value> {
    let counted: Vec<_> = counted.collect();
    let one = |(finding, words): &(Finding, &'static str)| {
        let count: i64 = counted.iter().filter(|(its, _)| its == finding).map(|(_, count)| count).sum();
        (count > 0).then(|| values! { finding => finding.as_str(), count, words })
    };
    WORDS.iter().filter_map(one).collect()
}

pub(super) fn share_view(share: &Share) -> Value {
    values! { quoted => share.quoted, carried => share.carried, is_copy => share.carried >= COPY }
}

fn mark_words(kind: QuotationKind) -> Option<&'static str> {
    match kind {
        QuotationKind::Block => None,
        QuotationKind::Inline => Some("within a line"),
        QuotationKind::Possible => Some("in quotation marks"),
    }
}

fn markup_cut(text: &str) -> String {
    markup::cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), SHOWN)
}
