//! Which blogs a package holds.

use std::io::{BufRead, Read};

use model::Moment;

use super::entry::{Kind, Reading};
use super::pieces;
use crate::{Broken, Package};

/// Bytes of a file that are looked at to find out whether it is a feed of Blogger's.
const HEAD: u64 = 1 << 20;

/// A blog in a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blog {
    /// Blogger's number of it; empty when the feed does not say.
    pub id: String,
    /// Its title.
    pub name: String,
    /// The folder its feed lies in, with a slash at its end; empty for the outermost.
    pub folder: String,
    /// Its feeds, in order: a backup may be in several files.
    pub feeds: Vec<String>,
    /// When the feed was made, where it says so.
    pub updated: Option<Moment>,
    /// Whether there is a post or page among its first entries: a feed of comments alone may be anybody's.
    posts: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub blogs: Vec<Blog>,
    /// Feeds of the owner's comments, on other people's blogs too.
    pub elsewhere: Vec<String>,
    sizes: Vec<(String, u64)>,
}

impl Found {
    /// Size of a feed, unpacked; 0 when that is not known.
    pub fn size(&self, feed: &str) -> u64 {
        self.sizes.iter().find(|(name, _)| name == feed).map_or(0, |(_, size)| *size)
    }
}

/// Looks at every file that may be a feed.
pub(super) fn blogs(package: &Package) -> Result<Found, Broken> {
    let mut found = Found::default();
    let alone = package.files().len() == 1;
    let mut unread = None;
    for (name, size) in package.files() {
        let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
        if !alone && !end.is_some_and(|end| matches!(end.as_str(), "xml" | "atom" | "gz")) {
            continue;
        }
        let head = match package.text(name) {
            Ok(source) => head(name, source.take(HEAD)),
            Err(broken) => {
                unread = Some(broken);
                continue;
            }
        };
        let Some(blog) = head else { continue };
        found.sizes.push((name.clone(), *size));
        if of_comments(package, &blog.folder) {
            found.elsewhere.push(name.clone());
            continue;
        }
        match found.blogs.iter_mut().find(|other| !blog.id.is_empty() && other.id == blog.id) {
            Some(other) => {
                other.feeds.push(name.clone());
                other.updated = other.updated.max(blog.updated);
                other.posts |= blog.posts;
            }
            None => found.blogs.push(blog),
        }
    }
    // Where some feeds have settings beside them, one without, in which nothing but comments is seen, is no blog.
    let settled = |blog: &Blog| package.holds(&format!("{}settings.csv", blog.folder));
    if found.blogs.iter().any(settled) {
        let (blogs, strays) = found.blogs.into_iter().partition(|blog| settled(blog) || blog.posts);
        found.blogs = blogs;
        found.elsewhere.extend(strays.into_iter().flat_map(|stray: Blog| stray.feeds));
    }
    match (found.blogs.is_empty(), unread) {
        (true, Some(broken)) => Err(broken),
        _ => Ok(found),
    }
}

/// The blog that is meant.
pub(super) fn choose(package: &Package, blogs: &[Blog], wanted: Option<&str>) -> Result<Blog, Broken> {
    let names: Vec<String> = blogs.iter().map(|blog| format!("“{}”", shown(blog))).collect();
    let broken = |what: String| Err(Broken::file(package.title(), what));
    let fits = |blog: &&Blog, word: &str| {
        let folder = blog.folder.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        [blog.name.as_str(), folder, &blog.id, &shown(blog)].iter().any(|name| name.to_lowercase() == word)
    };
    match (blogs, wanted.map(|word| word.trim().to_lowercase())) {
        ([], _) => broken(
            "there is no blog of Blogger's in it: we look for a backup (blog-….xml) or for a Takeout with \
             Blogger/Blogs/NAME/feed.atom"
                .to_owned(),
        ),
        ([one], None) => Ok(one.clone()),
        (_, None) => broken(format!(
            "there are {} blogs in it: {}; say which with --blog NAME",
            blogs.len(),
            names.join(", ")
        )),
        (_, Some(word)) => match blogs.iter().find(|blog| fits(blog, &word)) {
            Some(blog) => Ok(blog.clone()),
            None => broken(format!("there is no blog of that name in it; there is {}", names.join(", "))),
        },
    }
}

/// A name that a person can type.
fn shown(blog: &Blog) -> String {
    match blog.name.as_str() {
        "" => blog.id.clone(),
        name => name.to_owned(),
    }
}

/// Whether a feed is of comments: the folder around its own says so.
fn of_comments(package: &Package, folder: &str) -> bool {
    let around = folder.trim_end_matches('/').rsplit('/').nth(1);
    around.is_some_and(|around| around.eq_ignore_ascii_case("comments"))
        && !package.holds(&format!("{folder}settings.csv"))
}

/// Reads what stands before the first post; `None` when it is no feed of Blogger's.
fn head(name: &str, source: impl BufRead) -> Option<Blog> {
    let mut pull = pieces(name, source);
    let folder = name.rfind('/').map_or("", |end| &name[..=end]).to_owned();
    let mut blog = Blog { folder, feeds: vec![name.to_owned()], ..Blog::default() };
    let mut ours = false;
    // A head that is cut off within an entry is a head all the same.
    while let Ok(Some(pulled)) = pull.next() {
        let Ok(piece) = pulled else { continue };
        let Ok(element) = piece.element() else { continue };
        match element.local() {
            "entry" => {
                ours |= element.word_of("id").contains("blogger.com,1999:");
                let reading = Reading { piece: &piece, element: &element, exported: None };
                blog.posts = matches!(reading.kind(), Kind::Post | Kind::Page);
                if blog.posts {
                    break;
                }
            }
            "id" => {
                let id = element.word();
                ours |= id.contains("blogger.com,1999:");
                let number = id.split("blog-").nth(1).unwrap_or_default();
                blog.id = number.chars().take_while(char::is_ascii_digit).collect();
            }
            "title" => blog.name = element.word().into_owned(),
            "updated" => blog.updated = Moment::parse(&element.word()).ok(),
            "generator" => ours |= element.word().eq_ignore_ascii_case("blogger"),
            _ => {}
        }
    }
    ours |= pull.heads().iter().any(|head| head.contains("/blogger/2018"));
    ours.then_some(blog)
}
