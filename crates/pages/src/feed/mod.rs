//! Feeds of whole posts, each item with its source's credit at the end.

pub mod absolute;
mod atom;
mod comments;
mod corrections;
mod credit;
mod json;
mod rss;

use jiff::tz::TimeZone;
use model::{Correction, CorrectionRow, Location, Moment, Post};

use crate::picture::{Outside, outside, plain_body};
use crate::words::Spoken;
use crate::xml::Xml;
use crate::{Error, Frame};

/// A feed of posts, for any of the three formats.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Around it.
    pub frame: Frame,
    /// The label it is about; `None` for the whole site.
    pub title: Option<String>,
    /// Published posts, newest first; others are left out.
    pub posts: Vec<Post>,
    /// What readers are told of changes of these posts, each post's oldest first.
    pub corrections: Vec<Correction>,
    /// Posts that the feed may have had and that are retracted, newest retraction first.
    pub retracted: Vec<CorrectionRow>,
    /// The percent-encoded path of the feed itself.
    pub self_path: String,
}

/// A post as every feed format needs it.
struct Item<'a> {
    post: &'a Post,
    /// Stays the same when the post changes or moves.
    id: String,
    address: String,
    language: &'a str,
    published: Moment,
    modified: Moment,
    /// The picture that stands for it.
    picture: Option<Outside>,
    /// Whole, with absolute addresses, the notes on what was wrong and the source's credit.
    html: String,
}

impl Feed {
    fn title(&self) -> String {
        match &self.title {
            Some(label) => format!("{}: {label}", self.frame.site.name),
            None => self.frame.site.name.clone(),
        }
    }

    /// The page the feed belongs to: its path without the file name.
    fn home(&self) -> String {
        let folder = self.self_path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.frame.absolute(if folder.is_empty() { "/" } else { folder })
    }

    fn address(&self) -> String {
        self.frame.absolute(&self.self_path)
    }

    /// The newest change of any item; a feed without items has always been empty.
    fn updated(&self) -> Moment {
        let gone = self.retracted.iter().map(|row| row.correction.at);
        self.posts.iter().map(|post| post.modified).chain(gone).max().unwrap_or_default()
    }

    fn corrections_of(&self, post: &Post) -> impl Iterator<Item = &Correction> {
        let id = post.id;
        self.corrections.iter().filter(move |told| told.post == id)
    }

    fn items<'a>(&'a self, spoken: &Spoken) -> Vec<Item<'a>> {
        let item = |post: &'a Post| {
            let published = post.published()?;
            let address = self.frame.absolute(&post.permalink.as_ref()?.encoded());
            let html = plain_body(&post.html, &self.frame.pictures);
            let mut html = absolute::absolute(&html, &self.frame.origin, &address);
            html.push_str(&corrections::notes(&self.frame, self.corrections_of(post), spoken));
            html.push_str(&credit::credit(&self.frame, post, spoken));
            Some(Item {
                post,
                id: tag(&self.frame.origin, published, &format!("post-{}", post.id)),
                address,
                language: self.frame.language_of(post.writing.language.as_ref()).as_str(),
                published,
                modified: post.modified.max(published),
                picture: post.writing.lead_image.as_deref().map(|path| outside(&self.frame, path)),
                html,
            })
        };
        self.posts.iter().filter_map(item).collect()
    }
}

/// Media RSS (<https://www.rssboard.org/media-rss>): the one way to name a picture with its size in both
/// XML formats.
const MEDIA: &str = "http://search.yahoo.com/mrss/";

/// The item's picture as `media:content`.
fn media(xml: &mut Xml, item: &Item<'_>) -> Result<(), Error> {
    let Some(picture) = &item.picture else { return Ok(()) };
    let mut attributes = vec![("url", picture.address.clone()), ("medium", "image".to_owned())];
    if let Some((width, height, mime)) = &picture.facts {
        attributes.push(("type", mime.clone()));
        attributes.push(("width", width.to_string()));
        attributes.push(("height", height.to_string()));
    }
    let attributes: Vec<(&str, &str)> =
        attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let alt = &item.post.writing.lead_image_alt;
    if alt.is_empty() {
        return xml.empty("media:content", &attributes);
    }
    xml.element("media:content", &attributes, |xml| xml.text("media:description", &[("type", "plain")], alt))
}

/// Where the item is about.
fn location(xml: &mut Xml, item: &Item<'_>) -> Result<(), Error> {
    let mut elements = item.post.writing.location.iter().flat_map(Location::georss);
    elements.try_for_each(|(element, text)| xml.text(element, &[], &text))
}

/// A tag URI (RFC 4151): our host, a day on which it was ours, and what it names.
fn tag(origin: &str, at: Moment, name: &str) -> String {
    let host = url::Url::parse(origin).ok();
    let host = host.as_ref().and_then(|url| url.host_str()).unwrap_or("localhost");
    format!("tag:{host},{}:{name}", at.date_in(&TimeZone::UTC))
}
