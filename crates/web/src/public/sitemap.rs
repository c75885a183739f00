//! What search engines are told to read: all addresses in one file, or, on a larger site, in one for each month.

use axum::extract::{Path, State};
use axum::response::Response;
use model::Change;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::reader::{Door, Reader, document, keep};

/// Addresses in one file. The protocol allows 50,000 (sitemaps.org); a smaller one is sooner made anew when something in
/// it changes.
const ADDRESSES: u32 = 1_000;
/// Pages that are named.
const PAGES: u32 = 1_000;
const XML: &str = "application/xml; charset=utf-8";

/// `GET /sitemap.xml`: all addresses, or the list of the files that hold them.
pub async fn whole(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, _| {
        let posts = app.desk().store().read(store::posts::count_published)?;
        let text = if posts <= i64::from(ADDRESSES) { one(app)? } else { index(app)? };
        Ok(document(text, XML, vec![Change::Newest]))
    })
    .await
}

fn one(app: &App) -> Result<String, Failure> {
    let (posts, pages) = app.desk().store().read::<_, store::Error>(|c| {
        Ok((store::posts::sitemap(c, None, ADDRESSES)?, store::posts::pages_changed(c, PAGES)?))
    })?;
    let posts = posts.into_iter().map(|(_, permalink, modified)| (permalink, modified));
    let entries: Vec<_> = pages.into_iter().chain(posts).collect();
    Ok(app.pages().sitemap(app.origin(), true, &entries)?)
}

fn index(app: &App) -> Result<String, Failure> {
    let months = app.desk().store().read(store::posts::months)?;
    let mut files = vec!["/sitemap/pages.xml".to_owned()];
    for (year, month, posts) in months {
        // Of a month with very many posts there are several, the second called …-2.
        let posts = u64::try_from(posts).unwrap_or(0);
        for number in 1..=posts.div_ceil(ADDRESSES.into()) {
            let tail = if number == 1 { String::new() } else { format!("-{number}") };
            files.push(format!("/sitemap/{year:04}-{month:02}{tail}.xml"));
        }
    }
    Ok(app.pages().sitemap_index(app.origin(), &files)?)
}

/// Which addresses a file holds.
enum Part {
    Pages,
    Month { year: i16, month: i8, number: u32 },
}

impl Part {
    fn read(name: &str) -> Option<Part> {
        let name = name.strip_suffix(".xml")?;
        if name == "pages" {
            return Some(Part::Pages);
        }
        let mut numbers = name.splitn(3, '-');
        let (year, month) = (numbers.next()?, numbers.next()?);
        let number = match numbers.next() {
            Some(text) => text.parse().ok().filter(|number| *number > 1)?,
            None => 1,
        };
        let part = Part::Month { year: year.parse().ok()?, month: month.parse().ok()?, number };
        (year.len() == 4 && month.len() == 2).then_some(part)
    }
}

/// `GET /sitemap/PART.xml`: the pages and the front page, or the posts of a month.
pub async fn part(State(app): Door, Path(name): Path<String>, reader: Reader) -> Result<Response, Failure> {
    let part = Part::read(&name).ok_or_else(nothing_here)?;
    keep(&app, reader, move |app, _| render(app, &part)).await
}

fn render(app: &App, part: &Part) -> Result<Rendered, Failure> {
    let store = app.desk().store();
    let (entries, shows) = match *part {
        Part::Pages => (store.read(|c| store::posts::pages_changed(c, PAGES))?, Change::Site),
        Part::Month { year, month, number } => {
            let after = (number - 1).saturating_mul(ADDRESSES);
            let entries = store.read(|c| store::posts::sitemap_of_month(c, year, month, after, ADDRESSES))?;
            if entries.is_empty() {
                return Err(nothing_here());
            }
            (entries, Change::Month(year, month))
        }
    };
    let text = app.pages().sitemap(app.origin(), matches!(part, Part::Pages), &entries)?;
    Ok(document(text, XML, vec![shows]))
}
