//! Where an old address leads.

use model::old_address::{OldAddress, old_address};
use model::permalink::{percent_decode, percent_encode_path};
use model::{Permalink, Slug};
use store::redirects::{Lead, find};
use store::{Conn, posts};

use crate::{Desk, Error};

impl Desk {
    /// Where an address that is none of this site's leads, as a location for one redirect; `None` when nothing is
    /// known of it. `path` is percent-encoded as received.
    ///
    /// # Errors
    /// The store's.
    pub fn lead(&self, path: &str, query: Option<&str>) -> Result<Option<String>, Error> {
        self.store.read(|conn| lead(conn, path, query))
    }

    /// The same of a decoded path with its query, also for an address of this site itself.
    pub(super) fn lead_in(&self, conn: &mut Conn, path: &str) -> Result<Option<String>, Error> {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let bare = path.trim_end_matches('/');
        if query.is_none() && (bare.is_empty() || OWN.contains(&bare)) {
            return Ok(Some(if bare.is_empty() { "/".to_owned() } else { bare.to_owned() }));
        }
        let encoded = percent_encode_path(path);
        if query.is_none()
            && let Some(post) = out(conn, bare)?
        {
            return Ok(Some(post));
        }
        if let Some(found) = lead(conn, &encoded, query)? {
            return Ok(Some(found));
        }
        // A query that this site does not know changes nothing about a page that is there.
        out(conn, bare)
    }
}

/// Pages that every site has.
const OWN: &[&str] =
    &["/popular", "/archive", "/labels", "/search", "/sources", "/feed.atom", "/feed.rss", "/feed.json"];

fn out(conn: &mut Conn, path: &str) -> Result<Option<String>, Error> {
    let Ok(permalink) = Permalink::parse(&percent_encode_path(path)) else { return Ok(None) };
    Ok(posts::is_out(conn, &permalink)?.then(|| permalink.encoded()))
}

fn lead(conn: &mut Conn, path: &str, query: Option<&str>) -> Result<Option<String>, Error> {
    let decoded = percent_decode(path);
    let bare = if decoded.len() > 1 { decoded.trim_end_matches('/') } else { decoded.as_str() };
    if bare.len() > 2_000 {
        return Ok(None);
    }
    let mut names: Vec<String> = Vec::new();
    for pair in query.into_iter().flat_map(|query| query.split('&')) {
        if matches!(pair.split('=').next(), Some("p" | "page_id" | "attachment_id" | "cat" | "tag")) {
            names.push(format!("{bare}?{}", percent_decode(pair)));
        }
    }
    names.push(bare.to_owned());
    for name in &names {
        match find(conn, name)? {
            Some(Lead::Post(permalink)) if posts::is_out(conn, &permalink)? => {
                return Ok(Some(permalink.encoded()));
            }
            Some(Lead::Address(address)) => return Ok(Some(address)),
            Some(Lead::Post(_)) | None => {}
        }
    }
    let found = match old_address(path, query) {
        Some(OldAddress::Path(path)) => Some(path.to_owned()),
        Some(OldAddress::Month(year, month)) => Some(format!("/archive/{year:04}/{month:02}")),
        Some(OldAddress::Label { name, feed }) => match Slug::of(&name) {
            Some(slug) if posts::label_name(conn, slug.as_str())?.is_some() => {
                let tail = if feed { "/feed.atom" } else { "" };
                Some(format!("/labels/{}{tail}", percent_encode_path(slug.as_str())))
            }
            _ => None,
        },
        Some(OldAddress::Post { path, feed }) => {
            let post = match out(conn, &percent_decode(&path))? {
                Some(post) => Some(post),
                None => match find(conn, &percent_decode(&path))? {
                    Some(Lead::Post(permalink)) => Some(permalink.encoded()),
                    _ => None,
                },
            };
            post.map(|post| if feed { format!("{post}/comments.atom") } else { post })
        }
        Some(OldAddress::Picture(original)) => match find(conn, &original)? {
            Some(Lead::Address(address)) => Some(address),
            _ => None,
        },
        None => None,
    };
    Ok(found)
}
