//! A post's own page: the parts and their order are a promise (`templates/post.html`).

use minijinja::{Value, context};
use model::related::LENGTH_LIMIT;
use model::{
    CommentId, CommentMode, Conversation, Correction, Film, Kind, Location, Post, Problem, Problems,
    RawRemark, SourceFields, SourceNote, Teaser,
};

use crate::attribution::Attribution;
use crate::corrections::{last_told, notes, revisions_href};
use crate::dates::Dates;
use crate::linked_data::{credited, news_article};
use crate::teaser::{labels, teasers};
use crate::thread::conversation;
use crate::words::Spoken;
use crate::{Card, Error, Frame, Pages, picture};

/// Most popular posts a page shows.
const POPULAR_LIMIT: usize = 10;
/// Characters of the description that search engines and link previews show.
const DESCRIPTION_LENGTH: usize = 200;

/// What to tell a reader at the comment form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostNotice {
    /// Their comment arrived and waits for an editor.
    Held,
    /// The same, because very many came at once.
    Rush,
}

impl PostNotice {
    fn key(self) -> &'static str {
        match self {
            PostNotice::Held => "notice-held",
            PostNotice::Rush => "notice-rush",
        }
    }
}

/// Whether its readers may have answers sent to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Answers {
    /// No letters are sent from here.
    #[default]
    Not,
    /// They may ask for that.
    Offered,
    /// They have just done so.
    Asked,
}

/// A post with all that stands under it.
#[derive(Clone, Debug)]
pub struct PostPage {
    /// Around it.
    pub frame: Frame,
    /// The post; in a preview it need not be published.
    pub post: Post,
    /// What readers are told of its changes, oldest first.
    pub corrections: Vec<Correction>,
    /// Whether readers may see what it said before.
    pub has_revisions: bool,
    /// What readers say about it: one page.
    pub conversation: Conversation,
    /// Whether that is the first page.
    pub is_start: bool,
    /// Near this one, nearest first; at most six are shown.
    pub related: Vec<Teaser>,
    /// Most popular first; at most ten are shown.
    pub popular: Vec<Teaser>,
    /// Whether comments are taken.
    pub mode: CommentMode,
    /// The comment form as typed.
    pub form: RawRemark,
    /// What is wrong with it.
    pub problems: Problems,
    /// What became of a comment sent before.
    pub notice: Option<PostNotice>,
    /// Where its author changes it.
    pub own: Option<String>,
    /// Whether answers can be had by mail.
    pub answers: Answers,
    /// The comment being answered, and who wrote it.
    pub reply_to: Option<(CommentId, String)>,
    /// What readers are told of its source, where the site does that.
    pub source_note: Option<SourceNote>,
    /// Whether an editor looks at it before readers do.
    pub preview: bool,
    /// What is kept of its source; `None` for original reporting.
    pub card: Option<Card>,
}

impl Pages {
    /// A post's own page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn post(&self, page: &PostPage) -> Result<String, Error> {
        let (frame, post, writing) = (&page.frame, &page.post, &page.post.writing);
        let dates = Dates::of(&frame.site);
        let spoken = self.words().of(&frame.site.language);
        let href = post.permalink.as_ref().map_or_else(|| frame.path.clone(), |link| link.encoded());
        let address = frame.absolute(&href);
        let description = description(post);
        let source = credited(post);
        let open = page.card.as_ref().and_then(|card| card.open.first()).map(|(capture, _)| *capture);
        let attribution = Attribution::of(post, open);
        let (lang, dir) = frame.tongue(writing.language.as_ref());
        let published = post.published().unwrap_or(post.modified);
        let updated = (post.modified > published && dates.differ(post.modified, published))
            .then(|| dates.day(post.modified));
        let byline = match source {
            _ if !writing.byline.is_empty() => writing.byline.clone(),
            Some(source) => vec![source.outlet.clone()],
            None => vec![frame.site.name.clone()],
        };
        let lead = writing.lead_image.as_deref();
        // A picture that stands in the text as well is shown there, with its caption.
        let above = lead.is_some_and(|path| writing.kind == Kind::Video || !post.html.contains(path));
        let related = page.related.get(..LENGTH_LIMIT as usize).unwrap_or(&page.related);
        let popular = page.popular.get(..POPULAR_LIMIT).unwrap_or(&page.popular);
        let values = context! {
            post => context! {
                id => post.id.to_string(),
                href => href.as_str(),
                address => address.as_str(),
                headline => writing.headline.as_str(),
                dek => writing.dek.as_str(),
                credited => !writing.byline.is_empty(),
                byline => byline,
                lang => lang,
                dir => dir,
                date => dates.day(published),
                updated => updated,
                html => picture::body(&post.html, &frame.pictures, !above),
                image => lead.map(|path| picture::lead(frame, path)),
                above => above,
                preview => lead.map(|path| preview(frame, path)),
                image_alt => writing.lead_image_alt.as_str(),
                caption => writing.lead_image_caption.as_str(),
                location => writing.location.as_ref().map(location_value),
                labels => labels(&writing.labels),
                video => source.filter(|_| writing.kind == Kind::Video).map(|source| {
                    film_value(source, writing.film.as_ref())
                }),
            },
            title => writing.search_title.as_str(),
            description => description.as_str(),
            preview_words => match &attribution {
                Some(source) => source.preview(&description, spoken),
                None => description.clone(),
            },
            modified => post.modified.iso(),
            told => last_told(&dates, &page.corrections),
            corrections => notes(&dates, &page.corrections),
            revisions => page.has_revisions.then(|| revisions_href(&href)),
            source_note => page.source_note.map(|note| note_value(&dates, note)),
            linked_data => news_article(frame, post, attribution.as_ref(), &address, &description, &page.corrections, &page.conversation),
            source => attribution.as_ref().map(|source| source.value(frame, &dates)),
            card => page.card.as_ref().filter(|_| attribution.is_some()).map(|card| card.value(&dates)),
            talk => conversation(&page.conversation, page.is_start, &href, &dates),
            form => form_value(&page.form, &page.problems, page.reply_to.as_ref(), spoken),
            closed => page.mode == CommentMode::Off,
            held => matches!(page.mode, CommentMode::Held | CommentMode::Known),
            notice => page.notice.map(PostNotice::key),
            own => page.own.as_deref(),
            answers => page.answers != Answers::Not,
            asked => page.answers == Answers::Asked,
            preview => page.preview,
            related => teasers(frame, &dates, related),
            popular => teasers(frame, &dates, popular),
        };
        self.render_public("post.html", frame, values)
    }
}

/// Where the post is about: what readers read, and a `geo` address (RFC 5870) for programs.
fn location_value(location: &Location) -> Value {
    let degrees = location.degrees().map(|(latitude, longitude)| format!("geo:{latitude},{longitude}"));
    context! { text => if location.name().is_empty() { location.to_string() } else { location.name().to_owned() }, geo => degrees }
}

/// A video: where it is shown, and the player that may stand here once a reader asks for it.
fn film_value(source: &SourceFields, film: Option<&Film>) -> Value {
    context! {
        url => source.url.as_str(),
        outlet => if source.outlet.is_empty() { source.host() } else { source.outlet.clone() },
        player => film.and_then(|film| film.player.as_deref()),
        host => film.and_then(Film::host),
        duration => film.and_then(Film::iso_duration),
        clock => film.and_then(Film::clock),
    }
}

/// The lead picture as link previews take it.
fn preview(frame: &Frame, path: &str) -> Value {
    let picture::Outside { address, facts } = picture::outside(frame, path);
    context! {
        address => address,
        facts => facts.map(|(width, height, mime)| context! { width => width, height => height, mime => mime }),
    }
}

/// What readers are told of the source: whether it is gone, and the days.
fn note_value(dates: &Dates, note: SourceNote) -> Value {
    match note {
        SourceNote::Gone { since } => context! { gone => true, on => dates.day(since) },
        SourceNote::Changed { on, ours } => {
            context! { gone => false, on => dates.day(on), ours => ours.map(|at| dates.day(at)) }
        }
    }
}

/// The comment form for the template.
pub(crate) fn form_value(
    form: &RawRemark,
    problems: &Problems,
    reply_to: Option<&(CommentId, String)>,
    spoken: &Spoken,
) -> Value {
    let told = problem_values(problems, &form.body, spoken);
    let wrong = |field: &str| problems.of(field).is_some();
    context! {
        name => form.name.as_str(),
        email => form.email.as_str(),
        website => form.website.as_str(),
        body => form.body.as_str(),
        answers => !form.answers.is_empty(),
        parent => reply_to.map(|(id, _)| id.to_string()).unwrap_or_default(),
        reply_name => reply_to.map(|(_, name)| name.as_str()),
        problems => told,
        wrong => context! {
            name => wrong("name"),
            email => wrong("email"),
            website => wrong("website"),
            body => wrong("body"),
            answers => wrong("answers"),
        },
    }
}

/// What is wrong with a form for the template, each with its field.
pub(crate) fn problem_values(problems: &Problems, body: &str, spoken: &Spoken) -> Vec<Value> {
    let value = |problem: &Problem| {
        let text = problem_text(problem.field, &problem.message, body, spoken);
        context! { field => problem.field, text => text }
    };
    problems.0.iter().map(value).collect()
}

/// A problem in the site's words. The model speaks English and knows most, so English keeps its sentence.
pub(crate) fn problem_text(field: &str, message: &str, body: &str, spoken: &Spoken) -> String {
    let key = match field {
        _ if spoken.tag() == "en" => return capitalised(message),
        "name" => "problem-name",
        "email" => "problem-email",
        "website" => "problem-website",
        "body" if body.trim().is_empty() => "problem-body-empty",
        "body" => "problem-body-long",
        "parent" => "problem-parent",
        "answers" => "problem-answers",
        "haste" => "problem-haste",
        "window" => "problem-window",
        "complaint" => "problem-complaint",
        "note" => "problem-note",
        _ => return capitalised(message),
    };
    spoken.say(key)
}

/// A sentence from its beginning to its end; one that begins with an address keeps that as it is.
pub(crate) fn capitalised(sentence: &str) -> String {
    let mut chars = sentence.chars();
    let first = chars.next().map(|c| c.to_uppercase().collect::<String>());
    let end = if sentence.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    match first {
        Some(first) if !sentence.starts_with("http") => format!("{first}{}{end}", chars.as_str()),
        _ => format!("{sentence}{end}"),
    }
}

/// What somebody wrote for search engines, else the dek, else the beginning of the excerpt; cut at a space where there
/// is one.
pub(crate) fn description(post: &Post) -> String {
    let written = [&post.writing.search_description, &post.writing.dek];
    let text = written.into_iter().find(|text| !text.is_empty()).unwrap_or(&post.excerpt);
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION_LENGTH) else { return text.clone() };
    let cut = text.get(..end).unwrap_or_default();
    let cut = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(cut);
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ']))
}
