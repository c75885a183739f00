//! The editor.

use minijinja::Value;
use model::correction::NOTE_LIMIT;
use model::{
    Capture, CaptureId, Clipping, CommentMode, Kind, Language, Likeness, MissingPicture, Moment, Post,
    PostId, Problems, RawWriting, Related, Rendition, Shown, Site, Standing, Teaser, post::names_of,
    source::host_of,
};

use super::likeness::LikenessView;
use super::problems::ProblemsView;
use super::quotations::{self, AskedFirst, QuotationsPart, Spoken};
use super::words::{
    LANGUAGES, Stamp, TrustView, how_words, language_of, local_value, size_words, standing_words,
};
use super::{DeskFrame, capture, related};
use crate::post::capitalised;
use crate::{Error, Pages};

/// A piece of writing being edited.
#[derive(Clone, Debug)]
pub struct EditPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The piece as stored now; `None` for a new one. In a conflict its revision is the newer one, so
    /// that saving again is a decision, not an accident.
    pub post: Option<Post>,
    /// The form as typed, or as stored.
    pub raw: RawWriting,
    /// What is wrong with it.
    pub problems: Problems,
    /// The public note on what was wrong, as typed; `None` while the change is to be saved without one.
    pub correction: Option<String>,
    /// When the time ends, or ended, in which slips may be put right in silence; `None` where there is none.
    pub typo_window: Option<Moment>,
    /// Now: what the window is compared with.
    pub now: Moment,
    /// Says who saved what while this text was being written; the text stays in the form.
    pub conflict: Option<String>,
    /// Sanitised HTML of the body.
    pub preview_html: String,
    /// The excerpt lists would show.
    pub excerpt: String,
    /// The clipping the piece was read from last; its marks and warnings are shown.
    pub clipping: Option<Clipping>,
    /// Looks at its source, newest first, and whether the piece was read from each.
    pub looks: Vec<(Capture, bool)>,
    /// Those of them that readers may see.
    pub open: Vec<CaptureId>,
    /// What the piece may be the same story as, most alike first.
    pub alike: Vec<Likeness>,
    /// The posts that are near it, once it is out, nearest first, and why.
    pub related: Vec<(Teaser, Related)>,
    /// The newest look at the piece's source, if there was one.
    pub capture: Option<Capture>,
    /// Whether this person may publish this piece.
    pub may_publish: bool,
    /// Pictures kept with the site, newest first, to choose from.
    pub media: Vec<Shown>,
    /// Pictures that the clipping shows and the site lacks.
    pub missing: Vec<MissingPicture>,
    /// What it quotes of its source; `None` without one.
    pub quotations: Option<QuotationsPart>,
    /// The language that was guessed for it when it was brought over from another system.
    pub guessed: Option<String>,
    /// Whether its reader may see the entry of another system that it was made of.
    pub has_original: bool,
    /// Set when somebody wanted it out and should first see what it quotes.
    pub asked: Option<AskedFirst>,
}

/// A text being written, for its live preview.
#[derive(Clone, Copy, Debug)]
pub struct PreviewFragment<'a> {
    /// Sanitised HTML of the body.
    pub html: &'a str,
    /// As typed.
    pub headline: &'a str,
    /// As typed.
    pub dek: &'a str,
    /// Names with commas between them.
    pub byline: &'a str,
    /// The piece's language, or the site's.
    pub language: &'a Language,
    /// The site.
    pub site: &'a Site,
    /// What the text quotes of its source; `None` without one.
    pub quotations: Option<&'a QuotationsPart>,
    /// The piece as it is stored, if it is.
    pub post: Option<PostId>,
}

const FIELDS: &[(&str, &str)] = &[
    ("headline", "Headline"),
    ("dek", "Dek"),
    ("byline", "Byline"),
    ("language", "Language"),
    ("format", "Written in"),
    ("body", "Text"),
    ("labels", "Labels"),
    ("slug", "Address"),
    ("kind", "Kind"),
    ("comments", "Comments"),
    ("source_url", "Address of the source"),
    ("source_outlet", "Outlet"),
    ("source_byline", "Written by"),
    ("source_published", "Published there"),
    ("source_licence", "Terms of use"),
    ("lead_image", "Picture"),
    ("lead_image_alt", "What the picture shows"),
    ("lead_image_caption", "Line under the picture"),
    ("location", "Place"),
    ("search_title", "Title for search engines"),
    ("search_description", "Description for search engines"),
    ("film_player", "Player"),
    ("film_duration", "Length"),
    ("correction", "What was wrong"),
    ("at", "Publish at"),
    ("reason", "Reason"),
];

/// Fields in the part of the form that is folded away unless something in it needs a look.
const FOLDED: &[&str] = &[
    "slug",
    "kind",
    "comments",
    "lead_image",
    "lead_image_alt",
    "lead_image_caption",
    "location",
    "search_title",
    "search_description",
    "film_player",
    "film_duration",
];

fn mode_words(mode: CommentMode) -> &'static str {
    match mode {
        CommentMode::Open => "Shown at once",
        CommentMode::Known => "Shown at once if the author is known",
        CommentMode::Held => "Held for approval",
        CommentMode::Off => "None taken",
    }
}

impl Pages {
    /// The editor; its form posts [`RawWriting`]'s fields, `revision` and `then` to `/desk/posts` or
    /// `/desk/posts/ID`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn edit(&self, page: &EditPage) -> Result<String, Error> {
        let site = &page.desk.site;
        let problems = ProblemsView::of(&page.problems, FIELDS);
        let details_open = problems.any_of(FOLDED);
        let mode_of_site = format!("As the site: {}", mode_words(site.comments).to_lowercase());
        let modes: Vec<(&str, &str)> = std::iter::once(("", mode_of_site.as_str()))
            .chain(CommentMode::ALL.map(|mode| (mode.as_str(), mode_words(mode))))
            .collect();
        let warnings =
            page.clipping.as_ref().map(|clipping| clipping.warnings.as_slice()).unwrap_or_default();
        let raw = RawWriting {
            format: if page.raw.format == "html" { "html" } else { "markdown" }.to_owned(),
            kind: Kind::parse(&page.raw.kind).unwrap_or_default().as_str().to_owned(),
            ..page.raw.clone()
        };
        let language = Language::parse(&raw.language).ok();
        let spoken = Spoken {
            site,
            language: language_of(language.as_ref(), site),
            post: page.post.as_ref().map(|post| post.id),
        };
        self.render(
            "desk/edit.html",
            values! {
                desk => page.desk.view(),
                quote => page.quotations.as_ref().and_then(|part| part.view(&spoken)),
                guessed => page.guessed.as_deref().filter(|guess| page.raw.language.is_empty() || page.raw.language == **guess),
                has_original => page.has_original,
                asked => page.asked.as_ref().map(|asked| quotations::asked(asked, &spoken)),
                post => page.post.as_ref().map(|post| stored(post, site)),
                lang => Language::parse(&raw.language).ok().map(|language| language.to_string()),
                site_lang => site.language.as_str(),
                zone => site.time_zone,
                raw,
                problems,
                details_open,
                conflict => page.conflict,
                warnings,
                trust => page.clipping.as_ref().and_then(|clipping| TrustView::of(&clipping.glance())),
                looks => looks(page),
                alike => page.alike.iter().map(|alike| LikenessView::of(alike, &page.desk)).collect::<Vec<_>>(),
                related => page.related.iter().map(|(teaser, why)| related::view(teaser, why, site)).collect::<Vec<_>>(),
                related_length => site.related_length,
                capture => page.capture.as_ref().map(|capture| capture::view(capture, site)),
                stated => page.clipping.as_ref().map(stated).unwrap_or_default(),
                excerpt => page.excerpt,
                may_publish => page.may_publish,
                change => change(page),
                note_limit => NOTE_LIMIT,
                modes,
                languages => LANGUAGES,
                pictures => pictures(page),
                missing => missing(&page.missing),
                fragment => fragment(&raw_facts(&page.raw), &page.preview_html, site.language.as_str()),
            },
        )
    }

    /// The inside of the live preview: headline, dek, byline and the sanitised body; behind it what the text
    /// quotes of its source, if it has one.
    ///
    /// # Errors
    /// When the template fails.
    pub fn preview_fragment(&self, preview: &PreviewFragment<'_>) -> Result<String, Error> {
        let PreviewFragment { html, headline, dek, byline, language, site, quotations, post } = *preview;
        let facts = Facts { headline, dek, byline, language: Some(language.clone()) };
        let spoken = Spoken { site, language, post };
        self.render(
            "desk/preview_answer.html",
            values! {
                fragment => fragment(&facts, html, language.as_str()),
                quote => quotations.and_then(|part| part.view(&spoken)),
            },
        )
    }
}

struct Facts<'a> {
    headline: &'a str,
    dek: &'a str,
    byline: &'a str,
    language: Option<Language>,
}

fn raw_facts(raw: &RawWriting) -> Facts<'_> {
    Facts {
        headline: raw.headline.trim(),
        dek: raw.dek.trim(),
        byline: &raw.byline,
        language: Language::parse(&raw.language).ok(),
    }
}

fn fragment(facts: &Facts<'_>, html: &str, site_language: &str) -> Value {
    let direction = facts.language.as_ref().map(|language| language.direction().as_str());
    values! {
        headline => facts.headline,
        dek => facts.dek,
        byline => names_of(facts.byline),
        lang => facts.language.as_ref().map_or(site_language, Language::as_str),
        dir => direction.unwrap_or("auto"),
        html,
    }
}

/// The looks at the source, and whether the piece can be read from each.
fn looks(page: &EditPage) -> Vec<Value> {
    let zone = page.desk.site.zone();
    let look = |(capture, is_read): &(Capture, bool)| {
        values! {
            id => capture.id.to_string(),
            at => Stamp::of(capture.at, &zone),
            how => how_words(capture.how),
            size => size_words(capture.size),
            is_read => is_read,
            is_open => page.open.contains(&capture.id),
        }
    };
    page.looks.iter().map(look).collect()
}

/// How a published text may change now.
fn change(page: &EditPage) -> Value {
    let zone = page.desk.site.zone();
    let open = page.typo_window.filter(|end| *end > page.now);
    values! {
        is_noted => page.correction.is_some() || page.problems.of("correction").is_some(),
        note => page.correction.as_deref().unwrap_or_default(),
        minutes => page.desk.site.typo_minutes,
        until => open.map(|end| Stamp::of(end, &zone)),
    }
}

/// What the page says about the stored piece.
fn stored(post: &Post, site: &Site) -> Value {
    let zone = site.zone();
    let (word, at) = standing_words(&post.standing, post.modified);
    let schedule = match post.standing {
        Standing::Scheduled { at } => local_value(at, &zone),
        _ => String::new(),
    };
    let reason = match &post.standing {
        Standing::Retracted { reason, .. } => reason.as_str(),
        _ => "",
    };
    values! {
        id => post.id.to_string(),
        headline => post.writing.headline,
        revision => post.revision,
        standing => post.standing.as_str(),
        word,
        at => Stamp::of(at, &zone),
        saved => Stamp::of(post.modified, &zone),
        permalink => post.permalink.as_ref().map(ToString::to_string),
        address => post.permalink.as_ref().map(|permalink| permalink.as_str()),
        schedule,
        reason,
    }
}

/// The pictures to choose from: the chosen one first, if it is not among the stored ones.
fn pictures(page: &EditPage) -> Vec<Value> {
    let chosen = page.raw.lead_image.trim();
    let stray = !chosen.is_empty() && !page.media.iter().any(|shown| shown.media.path() == chosen);
    let stray = stray.then(|| {
        // Only the site's own files can be shown; anything else stays a word.
        let small = chosen.starts_with("/media/").then_some(chosen);
        values! { path => chosen, words => chosen, on => true, small }
    });
    let stored = page.media.iter().map(|shown| {
        let path = shown.media.path();
        let words = format!("{} × {}", shown.media.width, shown.media.height);
        let small = shown.offered().next().map_or_else(|| path.clone(), Rendition::path);
        values! { on => path == chosen, path, words, small }
    });
    stray.into_iter().chain(stored).collect()
}

/// The missing pictures, each with the part of its address that tells it from the others.
fn missing(pictures: &[MissingPicture]) -> Vec<Value> {
    let view = |picture: &MissingPicture| {
        let address = picture.address.as_str();
        let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
        let name = path.rsplit('/').next().unwrap_or(path);
        let href = (address.starts_with("https://") || address.starts_with("http://")).then_some(address);
        values! { href, name, host => host_of(address), reason => capitalised(&picture.reason) }
    };
    pictures.iter().map(view).collect()
}

/// What the outlet said of the piece that a post has no field for: a person decides what to do about it.
fn stated(clipping: &Clipping) -> Vec<Value> {
    let facts = [("Section there", &clipping.section), ("Picture by", &clipping.lead_image_credit)];
    let known = facts.into_iter().filter_map(|(word, fact)| Some((word, fact.as_deref()?)));
    known
        .map(|(word, fact)| {
            let href = Some(fact).filter(|fact| fact.starts_with("https://") || fact.starts_with("http://"));
            values! { word, fact, href }
        })
        .collect()
}
