//! A site in one or more files, looked through once before it is read.

use std::collections::HashMap;
use std::ops::ControlFlow;

use model::import::OldSite;
use url::Url;

use super::channel::{self, Part};
use super::item::{self, For, Item};
use super::known::{Attachment, Known};
use super::meta::{Meaning, meaning};
use super::moments::Hints;
use crate::addresses::{Addresses, host};
use crate::html::{decode, unescaped};
use crate::{Broken, Package};

/// Hosts of links that are counted.
const HOSTS: usize = 100;
/// Bytes of the head that are kept as its original.
const RAW: usize = 1 << 20;

/// What the files of a site say together.
#[derive(Debug, Default)]
pub(super) struct Site {
    pub(super) addresses: Addresses,
    pub(super) old: OldSite,
    /// The head of the first file that says something of the site.
    pub(super) raw: String,
    pub(super) line: u64,
    /// Elements of heads nobody knows.
    pub(super) unknown: Vec<String>,
    pub(super) known: Known,
    pub(super) hints: Hints,
    /// Files of the package by the end of their path.
    uploads: HashMap<String, String>,
}

/// A head alone: which site a file is of.
pub(super) fn peek(package: &Package, file: &str) -> Result<(Addresses, String), Broken> {
    let mut addresses = Addresses::default();
    let mut name = String::new();
    let mut blog = String::new();
    channel::head(file, package.text(file)?, &mut |_, element| match element.name {
        "link" => addresses.add(&element.word()),
        "title" => name = crate::html::plain(&element.word()),
        _ if element.local() == "base_blog_url" => blog = element.word().into_owned(),
        _ => {}
    })?;
    addresses.add(&blog);
    Ok((addresses, name))
}

impl Site {
    /// Looks through files.
    ///
    /// # Errors
    /// [`Broken`] when a file has no head. What else can't be read is told when it is read.
    pub(super) fn look(package: &Package, files: &[String], host: Option<&str>) -> Result<Self, Broken> {
        let mut site = Site::default();
        if let Some(host) = host {
            site.addresses.add(host);
        }
        for file in files {
            let (addresses, _) = peek(package, file)?;
            addresses.all.iter().for_each(|address| site.addresses.add(address));
            site.head(package, file)?;
        }
        let mut hosts: HashMap<String, (u64, String)> = HashMap::new();
        let mut items = 0_u64;
        for file in files {
            let walked = item::walk(file, package.text(file)?, For::Items, &mut |part, _| {
                if let item::Part::Item(item) = part {
                    items += 1;
                    count(&mut hosts, &item.link);
                    site.learn(&item);
                }
                ControlFlow::Continue(())
            });
            // The place is told by the pass that brings entries.
            if walked.is_err() {
                break;
            }
        }
        // A site that moved to another host says the old one in its head.
        for (host, (count, address)) in &hosts {
            if count * 2 > items && !site.addresses.holds(host) {
                site.addresses.add(address);
            }
        }
        site.uploads = uploads(package, files);
        site.old.key = format!("wordpress:{}", site.addresses.key().unwrap_or_else(|| "unknown".into()));
        site.old.addresses.clone_from(&site.addresses.all);
        if let Some(distance) = site.hints.steady() {
            site.old.others.push(("distance to UTC".into(), distance));
        }
        Ok(site)
    }

    fn head(&mut self, package: &Package, file: &str) -> Result<(), Broken> {
        let first = self.raw.is_empty();
        let Site { old, raw, line, unknown, known, .. } = self;
        channel::head(file, package.text(file)?, &mut |piece, element| match channel::part(element) {
            Part::Author => {
                let login = element.word_of("author_login").into_owned();
                let shown = decode(&element.word_of("author_display_name")).into_owned();
                let id = element.word_of("author_id").into_owned();
                if !id.is_empty() {
                    known.logins.insert(id, login.clone());
                }
                known.mails.insert(element.word_of("author_email").to_lowercase());
                known.names.insert(login.clone(), if shown.is_empty() { login } else { shown });
            }
            Part::Category => known.category(
                &element.word_of("category_nicename"),
                &decode(&element.word_of("cat_name")),
                &element.word_of("category_parent"),
            ),
            Part::Tag | Part::Term => {}
            part if first => {
                *line = if *line == 0 { piece.line } else { *line };
                if raw.len() + piece.raw.len() < RAW {
                    raw.push_str(&piece.raw);
                    raw.push('\n');
                }
                channel::describe(old, element);
                if part == Part::Unknown && !unknown.iter().any(|name| name == element.name) {
                    unknown.push(element.name.to_owned());
                }
            }
            _ => {}
        })
    }

    fn learn(&mut self, item: &Item) {
        self.hints.learn(&item.date, &item.date_gmt);
        self.hints.learn(&item.modified, &item.modified_gmt);
        let note = |wanted: Meaning| {
            item.meta.iter().find(|(key, _)| meaning(key) == wanted).map(|(_, value)| value.trim().to_owned())
        };
        match item.kind.as_str() {
            "attachment" => {
                let address = if item.attachment.is_empty() { &item.guid } else { &item.attachment };
                let attachment = Attachment {
                    address: address.clone(),
                    title: crate::html::plain(&item.title),
                    alt: note(Meaning::Alt).unwrap_or_default(),
                    caption: item.excerpt.trim().to_owned(),
                    order: item.order.parse().unwrap_or(0),
                };
                let post = Some(item.parent.as_str()).filter(|post| !matches!(*post, "" | "0"));
                self.known.attach(&item.id, post, attachment);
            }
            "wp_block" => self.known.share(&item.id, &item.content),
            "guest-author" => {
                if let Some(login) = note(Meaning::GuestLogin) {
                    let shown = note(Meaning::GuestName).filter(|name| !name.is_empty());
                    let shown = shown.unwrap_or_else(|| crate::html::plain(&item.title));
                    self.known.names.entry(login).or_insert(shown);
                }
            }
            _ => {}
        }
    }

    /// The file of the package that an attachment is, by its address or its place below the uploads.
    pub(super) fn file(&self, address: &str, place: Option<&str>) -> Option<String> {
        let path = unescaped(address.split(['?', '#']).next().unwrap_or(address));
        place.and_then(|place| self.uploads.get(place)).or_else(|| self.uploads.get(tail(&path)?)).cloned()
    }
}

fn count(hosts: &mut HashMap<String, (u64, String)>, link: &str) {
    let Some(url) = Url::parse(link).ok() else { return };
    let Some(name) = host(&url) else { return };
    if hosts.len() < HOSTS || hosts.contains_key(&name) {
        let whole = format!("{}://{}", url.scheme(), url.host_str().unwrap_or(&name));
        hosts.entry(name).or_insert((0, whole)).0 += 1;
    }
}

/// Where a path stands below the uploads: behind that folder, or its last three parts (`2019/01/a.jpg`).
fn tail(path: &str) -> Option<&str> {
    if let Some((_, behind)) = path.rsplit_once("/uploads/") {
        return Some(behind);
    }
    let (at, _) = path.rmatch_indices('/').nth(2).or_else(|| path.match_indices('/').next())?;
    path.get(at + 1..)
}

fn uploads(package: &Package, files: &[String]) -> HashMap<String, String> {
    let others = package.files().iter().map(|(name, _)| name).filter(|name| !files.contains(name));
    others.filter_map(|name| Some((tail(&format!("/{name}"))?.to_owned(), name.clone()))).collect()
}
