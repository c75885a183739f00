//! Feeds of whole posts, each item with its source's credit at the end.

mod absolute;
mod atom;
mod comments;
mod credit;
mod json;
mod rss;

use jiff::tz::TimeZone;
use model::{Moment, Post};

use crate::Frame;
use crate::words::Spoken;

/// A feed of posts, for any of the three formats.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Around it.
    pub frame: Frame,
    /// The label it is about; `None` for the whole site.
    pub title: Option<String>,
    /// Published posts, newest first; others are left out.
    pub posts: Vec<Post>,
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
    /// Whole, with absolute addresses and the source's credit.
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
        self.posts.iter().map(|post| post.modified).max().unwrap_or_default()
    }

    fn items<'a>(&'a self, spoken: &Spoken) -> Vec<Item<'a>> {
        let item = |post: &'a Post| {
            let published = post.published()?;
            let address = self.frame.absolute(&post.permalink.as_ref()?.encoded());
            let mut html = absolute::absolute(&post.html, &self.frame.origin, &address);
            html.push_str(&credit::credit(&self.frame, post, spoken));
            Some(Item {
                post,
                id: tag(&self.frame.origin, published, &format!("post-{}", post.id)),
                address,
                language: self.frame.language_of(post.writing.language.as_ref()).as_str(),
                published,
                modified: post.modified.max(published),
                html,
            })
        };
        self.posts.iter().filter_map(item).collect()
    }
}

/// A tag URI (RFC 4151): our host, a day on which it was ours, and what it names.
fn tag(origin: &str, at: Moment, name: &str) -> String {
    let host = url::Url::parse(origin).ok();
    let host = host.as_ref().and_then(|url| url.host_str()).unwrap_or("localhost");
    format!("tag:{host},{}:{name}", at.date_in(&TimeZone::UTC))
}
