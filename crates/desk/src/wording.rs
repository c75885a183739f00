//! What readers read of a piece, how far two readings of it are apart, and what the difference looks like.

use markup::{Run, RunKind, Runs};
use model::correction::{Replaced, Telling, extent, is_figure};
use model::{Dated, Extent, Writing, address_key};
use similar::{DiffTag, TextDiff};
use unicode_segmentation::UnicodeSegmentation;

use crate::compose::compose_alone;
use crate::diff::{PATIENCE, kind_of};

/// A part of a post that readers read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The headline.
    Headline,
    /// The line under it.
    Dek,
    /// The credited names.
    Byline,
    /// The text itself.
    Body,
    /// The line under the lead picture.
    Caption,
    /// Where it is about.
    Location,
    /// Outlet, author and date of the source.
    Source,
}

impl Place {
    /// `headline`, `dek`, `byline`, `body`, `caption`, `location` or `source`.
    pub fn as_str(self) -> &'static str {
        match self {
            Place::Headline => "headline",
            Place::Dek => "dek",
            Place::Byline => "byline",
            Place::Body => "body",
            Place::Caption => "caption",
            Place::Location => "location",
            Place::Source => "source",
        }
    }
}

/// A paragraph in which something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The number of unchanged paragraphs between the last passage, or the beginning, and this one.
    pub skipped: usize,
    /// Its words in order.
    pub runs: Vec<Run>,
}

/// What readers read and see of a piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wording {
    headline: String,
    dek: String,
    byline: String,
    body: String,
    caption: String,
    location: String,
    outlet: String,
    source_byline: String,
    source_published: String,
    /// The source's address in its comparable form.
    source: Option<String>,
    pictures: Vec<String>,
    player: Option<String>,
}

impl Wording {
    pub(crate) fn of(writing: &Writing) -> Self {
        let html = compose_alone(writing).html;
        let source = writing.source.as_ref();
        let mut pictures = markup::images(&html);
        pictures.extend(writing.lead_image.clone());
        Wording {
            headline: writing.headline.clone(),
            dek: writing.dek.clone(),
            byline: writing.byline.join(", "),
            body: markup::plain_text(&html),
            caption: writing
                .lead_image
                .as_ref()
                .map(|_| writing.lead_image_caption.clone())
                .unwrap_or_default(),
            location: writing.location.as_ref().map(ToString::to_string).unwrap_or_default(),
            outlet: source.map(|source| source.outlet.clone()).unwrap_or_default(),
            source_byline: source.map(|source| source.byline.join(", ")).unwrap_or_default(),
            source_published: source.and_then(|source| source.published).map(Dated::iso).unwrap_or_default(),
            source: source.map(|source| address_key(&source.url)),
            pictures,
            player: writing.film.as_ref().and_then(|film| film.player.clone()),
        }
    }

    /// How far another reading is from this one, which readers have seen. What a credit said nothing of may
    /// be added to it, and pictures, their line or a place may be added, without a word about that.
    pub(crate) fn extent(&self, to: &Wording) -> Extent {
        if self.source != to.source {
            return Extent::Large(Telling::Source);
        }
        let is_lost = |player: &String| to.player.as_ref() != Some(player);
        if self.pictures.iter().any(|picture| !to.pictures.contains(picture))
            || self.player.as_ref().is_some_and(is_lost)
        {
            return Extent::Large(Telling::Picture);
        }
        let (mut words, mut replaced) = ((0, 0), Vec::new());
        let mut compare = |from: &str, to: &str| {
            let (from, to) = (tokens(from), tokens(to));
            let count = |tokens: &[String]| tokens.iter().filter(|token| is_word(token)).count();
            words = (words.0 + count(&from), words.1 + count(&to));
            replaced.append(&mut places(&from, &to));
        };
        for (from, to) in [
            (&self.headline, &to.headline),
            (&self.dek, &to.dek),
            (&self.byline, &to.byline),
            (&self.body, &to.body),
        ] {
            compare(from, to);
        }
        for (from, to) in [
            (&self.caption, &to.caption),
            (&self.location, &to.location),
            (&self.outlet, &to.outlet),
            (&self.source_byline, &to.source_byline),
            (&self.source_published, &to.source_published),
        ] {
            if !from.is_empty() {
                compare(from, to);
            }
        }
        extent(words.0.max(words.1), &replaced)
    }

    /// What changed from this reading to another, place by place.
    pub(crate) fn changes(&self, to: &Wording) -> Vec<(Place, Vec<Passage>)> {
        let credit = |wording: &Wording| {
            let parts = [&wording.outlet, &wording.source_byline, &wording.source_published];
            let parts: Vec<&str> =
                parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
            parts.join(" · ")
        };
        let changed = |place, from: &str, to: &str| (from != to).then(|| (place, passages(from, to)));
        [
            changed(Place::Headline, &self.headline, &to.headline),
            changed(Place::Dek, &self.dek, &to.dek),
            changed(Place::Byline, &self.byline, &to.byline),
            changed(Place::Body, &self.body, &to.body),
            changed(Place::Caption, &self.caption, &to.caption),
            changed(Place::Location, &self.location, &to.location),
            changed(Place::Source, &credit(self), &credit(to)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

/// The words and marks of a text for comparing: shapes of quotation marks and dashes are one, white space and
/// what can't be seen is left out, a figure holds its signs together.
fn tokens(text: &str) -> Vec<String> {
    let folded: String = text.chars().filter_map(fold).collect();
    let mut tokens: Vec<String> = Vec::new();
    let mut is_beside = false;
    for part in folded.split_word_bounds() {
        if part.trim().is_empty() {
            is_beside = false;
            continue;
        }
        let is_sign = |token: &str| token == "-" || (!is_word(token) && is_figure(token));
        match tokens.last_mut() {
            Some(last)
                if is_beside
                    && ((counts(last) && (is_sign(part) || counts(part)))
                        || (is_sign(last) && counts(part))) =>
            {
                last.push_str(part);
            }
            _ => tokens.push(part.to_owned()),
        }
        is_beside = true;
    }
    tokens
}

/// Whether a token has digits, so that a sign beside it belongs to it.
fn counts(token: &str) -> bool {
    token.chars().any(char::is_numeric)
}

fn fold(c: char) -> Option<char> {
    match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        '‘' | '’' | '‚' | '‛' | 'ʼ' => Some('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' => Some('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' => Some('-'),
        c => Some(c),
    }
}

/// Where two lists of words differ.
fn places(from: &[String], to: &[String]) -> Vec<Replaced> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (from.iter().map(String::as_str).collect(), to.iter().map(String::as_str).collect());
    let diff = TextDiff::configure().timeout(PATIENCE).diff_slices(&old, &new);
    let mut places: Vec<Replaced> = Vec::new();
    let mut is_open = false;
    for op in diff.ops() {
        if op.tag() == DiffTag::Equal {
            is_open = false;
            continue;
        }
        if !is_open {
            let before = op.old_range().start.checked_sub(1).and_then(|at| from.get(at)).cloned();
            places.push(Replaced { before, ..Replaced::default() });
            is_open = true;
        }
        if let Some(place) = places.last_mut() {
            place.removed.extend(from.get(op.old_range()).unwrap_or_default().iter().cloned());
            place.added.extend(to.get(op.new_range()).unwrap_or_default().iter().cloned());
            place.after = from.get(op.old_range().end).cloned();
        }
    }
    places
}

/// The paragraphs of two texts in which something differs.
pub(crate) fn passages(from: &str, to: &str) -> Vec<Passage> {
    let mut paragraphs: Vec<Vec<Run>> = vec![Vec::new()];
    for run in runs(from, to) {
        for (at, text) in run.text.split("\n\n").enumerate() {
            if at > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(last) = paragraphs.last_mut().filter(|_| !text.is_empty()) {
                last.push(Run { kind: run.kind, text: text.to_owned() });
            }
        }
    }
    let mut passages = Vec::new();
    let mut skipped = 0;
    for runs in paragraphs.into_iter().filter(|runs| !runs.is_empty()) {
        if runs.iter().all(|run| run.kind == RunKind::Same) {
            skipped += 1;
        } else {
            passages.push(Passage { skipped: std::mem::take(&mut skipped), runs });
        }
    }
    passages
}

/// The words of two texts in one. A change ends with its paragraph.
fn runs(from: &str, to: &str) -> Vec<Run> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (from.split_word_bounds().collect(), to.split_word_bounds().collect());
    let diff = TextDiff::configure().timeout(PATIENCE).diff_slices(&old, &new);
    let mut runs = Runs::default();
    for change in diff.iter_all_changes() {
        let (kind, text) = (kind_of(change.tag()), change.value());
        if kind == RunKind::Same && text.contains('\n') {
            runs.settle();
        }
        runs.push(kind, text);
    }
    runs.finish()
}

#[cfg(test)]
mod tests {
    use model::SourceFields;

    use super::*;

    fn body(text: &str) -> Wording {
        Wording::of(&Writing { headline: "H".into(), body: text.into(), ..Writing::default() })
    }

    fn told(from: &Wording, to: &Wording) -> String {
        match from.extent(to) {
            Extent::Nothing => "nothing".into(),
            Extent::Small => "small".into(),
            Extent::Large(telling) => telling.to_string(),
        }
    }

    #[test]
    fn the_shape_of_a_text_is_not_its_words() {
        let plain = body("He said \"no\" - twice. It's done.\n\nMore [here](https://a.example).");
        for same in [
            "He *said* “no” — twice. It’s\u{a0}done.\n\nMore [here](https://b.example).",
            "## He said “no” – twice.\n\nIt's done. More h\u{ad}ere.",
        ] {
            assert_eq!(told(&plain, &body(same)), "nothing", "{same}");
        }
        assert_eq!(told(&plain, &body("He said \"no\" - twice. It's done!\n\nMore here.")), "small");
    }

    #[test]
    fn figures_are_held_with_their_signs() {
        for (from, to, why) in [
            ("It is -5 now.", "It is 5 now.", "the figure “-5” became “5”"),
            ("It rose 5% again.", "It rose 5 again.", "the figure “5%” became “5”"),
            ("From 1990–1995 on", "From 1990–1996 on", "the figure “1990-1995” became “1990-1996”"),
            ("It cost $5.", "It cost €5.", "the figure “$5” became “€5”"),
            ("1.5 litres", "1,5 litres", "the figure “1.5” became “1,5”"),
            ("河流有三条。", "河流有四条。", "the figure “三” became “四”"),
            ("All agreed.", "Not all agreed.", "“All” became “Not all”"),
            ("The end.", "The very end.", "“very” is new"),
        ] {
            assert_eq!(told(&body(from), &body(to)), why, "{from} -> {to}");
        }
        assert_eq!(told(&body("他门来了。"), &body("他们来了。")), "small");
        assert_eq!(told(&body("The the end."), &body("The end.")), "“the” is gone");
        assert_eq!(told(&body("At the the end."), &body("At the end.")), "small");
    }

    #[test]
    fn another_source_or_a_lost_picture_is_told_and_what_is_added_to_them_is_not() {
        let credited = |url: &str, outlet: &str, byline: &[&str], lead: Option<&str>| {
            Wording::of(&Writing {
                headline: "H".into(),
                source: Some(SourceFields {
                    url: url.into(),
                    outlet: outlet.into(),
                    byline: byline.iter().map(|name| (*name).to_owned()).collect(),
                    ..SourceFields::default()
                }),
                lead_image: lead.map(str::to_owned),
                ..Writing::default()
            })
        };
        let before = credited("https://www.a.example/x", "Gazette", &[], None);
        let more =
            credited("http://a.example/x?utm_source=y", "Gazette", &["Ada Park"], Some("/media/a.jpg"));
        assert_eq!(told(&before, &more), "nothing");
        assert_eq!(told(&more, &before), "a picture or film that readers saw is no longer the same");
        let other = credited("https://b.example/x", "Gazette", &[], None);
        assert_eq!(told(&before, &other), "it credits another source");
        let renamed = credited("https://www.a.example/x", "The Times", &[], None);
        assert_eq!(told(&before, &renamed), "“Gazette” became “The Times”");
    }

    #[test]
    fn a_difference_is_told_in_phrases_and_paragraphs() {
        let shown = |from: &str, to: &str| -> Vec<(usize, String)> {
            let mark = |run: &Run| match run.kind {
                RunKind::Same => run.text.clone(),
                RunKind::Added => format!("[+{}+]", run.text),
                RunKind::Removed => format!("[-{}-]", run.text),
            };
            passages(from, to).iter().map(|p| (p.skipped, p.runs.iter().map(mark).collect())).collect()
        };
        assert_eq!(
            shown("One.\n\nThe old grey mare, twice.\n\nEnd.", "One.\n\nThe young bay mare, twice.\n\nEnd."),
            [(1, "The [-old grey-][+young bay+] mare, twice.".to_owned())]
        );
        assert_eq!(shown("河流有三条。", "河流有四条。"), [(0, "河流有[-三-][+四+]条。".to_owned())]);
        assert_eq!(
            shown("One.\n\nTwo.", "One.\n\nTwo.\n\nThree.\n\nFour."),
            [(2, "[+Three.+]".to_owned()), (0, "[+Four.+]".to_owned())]
        );
        assert_eq!(shown("Same.", "Same."), []);
        assert_eq!(shown("", "All."), [(0, "[+All.+]".to_owned())]);
    }
}
