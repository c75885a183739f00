//! Blogger's old backup.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::escape::{attribute, xml};
use super::remark::{Remark, State};
use super::story::{AUTHORS, LABELS, Library, Stand, Story};
use super::{Counts, Size, html};

const HEAD: &str = r#"<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:gd='http://schemas.google.com/g/2005' xmlns:georss='http://www.georss.org/georss' xmlns:thr='http://purl.org/syndication/thread/1.0'><id>tag:blogger.com,1999:blog-4200000000000000042.archive</id><updated>2026-01-01T12:38:27.320-07:00</updated><title type='text'>Notes &amp; News</title><link rel='http://schemas.google.com/g/2005#post' type='application/atom+xml' href='https://www.blogger.com/feeds/4200000000000000042/archive'/><link rel='alternate' type='text/html' href='http://notes-and-news.blogspot.com/'/><author><name>Marina Kos</name><uri>https://www.blogger.com/profile/0</uri><email>noreply@blogger.com</email></author><generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>"#;
const SETTINGS: [(&str, &str); 8] = [
    ("BLOG_NAME", "Notes & News"),
    ("BLOG_DESCRIPTION", "What was found"),
    ("BLOG_LOCALE", "en_GB"),
    ("BLOG_TIME_ZONE", "Europe/Athens"),
    ("BLOG_MAX_NUM", "7"),
    ("BLOG_MAX_UNIT", "POSTS"),
    ("BLOG_ADMIN_PERMISSION", "owner@example.org"),
    ("BLOG_SUBDOMAIN", "notes-and-news"),
];
/// What becomes of the standings that Blogger does not have.
pub(super) fn stand(story: Stand) -> Stand {
    match story {
        Stand::Private | Stand::Locked => Stand::Published,
        other => other,
    }
}

pub(super) fn write(size: Size, out: &mut impl Write) -> io::Result<Counts> {
    let library = Library::new(size);
    let mut counts = Counts::default();
    let mut buffer = String::with_capacity(1 << 16);
    let mut body = String::with_capacity(1 << 14);
    buffer.push_str(HEAD);
    kind(&mut buffer, "layout", "template");
    buffer.push_str("<content type='text'>");
    xml(super::takeout::LAYOUTS, &mut buffer);
    buffer.push_str("</content></entry>");
    for (name, value) in SETTINGS {
        kind(&mut buffer, &format!("settings.{name}"), "settings");
        buffer.push_str("<title type='text'>De instelling</title><content type='text'>");
        xml(value, &mut buffer);
        buffer.push_str("</content></entry>");
    }
    flush(&mut buffer, out, &mut counts)?;
    for number in 0..size.posts {
        let story = library.story(number);
        post(&library, &story, &mut body, &mut buffer, &mut counts);
        flush(&mut buffer, out, &mut counts)?;
        for at in 0..library.comments(number) {
            let remark = library.remark(number, at);
            // The old backup holds what was shown, and the places of what was taken back.
            if matches!(remark.state, State::Approved | State::Withdrawn) {
                comment(&remark, &library, number, &mut buffer, &mut counts);
                flush(&mut buffer, out, &mut counts)?;
            }
        }
    }
    buffer.push_str("</feed>");
    flush(&mut buffer, out, &mut counts)?;
    Ok(counts)
}

/// Writes what has been put together.
pub(super) fn flush(buffer: &mut String, out: &mut impl Write, counts: &mut Counts) -> io::Result<()> {
    out.write_all(buffer.as_bytes())?;
    counts.bytes += buffer.len() as u64;
    buffer.clear();
    Ok(())
}

/// Begins an entry, up to its kind.
fn kind(out: &mut String, id: &str, kind: &str) {
    let _ = write!(
        out,
        "<entry><id>tag:blogger.com,1999:blog-4200000000000000042.{id}</id><category \
         scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
    );
}

fn post(library: &Library, story: &Story, body: &mut String, out: &mut String, counts: &mut Counts) {
    let key = library.key(story.number);
    let word = if story.page { "page" } else { "post" };
    counts.pages += u64::from(story.page);
    kind(out, &format!("{word}-{key}"), word);
    let (published, updated) = (story.published.timestamp(), story.updated.timestamp());
    let _ = write!(out, "<published>{published}</published><updated>{updated}</updated>");
    let stand = match stand(story.stand) {
        // There is no bin in it.
        Stand::Trashed => Stand::Draft,
        other => other,
    };
    match stand {
        Stand::Draft => {
            counts.drafts += 1;
            // Declared nowhere.
            out.push_str("<app:control><app:draft>yes</app:draft></app:control>");
        }
        Stand::Scheduled => counts.scheduled += 1,
        _ => counts.published += 1,
    }
    for label in &story.labels {
        out.push_str("<category scheme='http://www.blogger.com/atom/ns#' term=\"");
        attribute(LABELS[*label], out);
        out.push_str("\"/>");
    }
    out.push_str("<title type='text'>");
    xml(&story.headline, out);
    out.push_str("</title><content type='html'>");
    body.clear();
    html::blogger(story, body);
    xml(body, out);
    out.push_str("</content>");
    let address = library.address(story.number);
    if stand == Stand::Draft {
        let _ = write!(out, "<link rel='replies' type='text/html' href='{address}#comment-form'/>");
    } else {
        let _ = write!(out, "<link rel='alternate' type='text/html' href='{address}' title='x'/>");
    }
    author(AUTHORS[story.author], &format!("https://www.blogger.com/profile/a{}", story.author), out);
    if story.number % 10 == 6 {
        out.push_str(
            "<georss:featurename>Πειραιάς</georss:featurename><georss:point>37.94 23.64</georss:point>",
        );
    }
    let _ = write!(out, "<thr:total>{}</thr:total></entry>", library.comments(story.number));
}

fn author(name: &str, uri: &str, out: &mut String) {
    out.push_str("<author><name>");
    xml(name, out);
    let _ = write!(
        out,
        "</name><uri>{uri}</uri><email>noreply@blogger.com</email><gd:image \
         rel='http://schemas.google.com/g/2005#thumbnail' width='16' height='16' src='https://img1.blogblog.com/img/b16-rounded.gif'/></author>"
    );
}

fn comment(remark: &Remark, library: &Library, number: u64, out: &mut String, counts: &mut Counts) {
    kind(out, &format!("post-{}", remark.key), "comment");
    let created = remark.created.timestamp();
    let _ = write!(out, "<published>{created}</published><updated>{created}</updated><title type='text'>");
    xml(remark.lines.first().map_or("", String::as_str), out);
    out.push_str("...</title><content type='html'>");
    for (at, line) in remark.lines.iter().enumerate() {
        if at > 0 {
            out.push_str("&lt;br /&gt;");
        }
        let mut html = String::with_capacity(line.len());
        xml(line, &mut html);
        xml(&html, out);
    }
    out.push_str("</content>");
    if let Some(parent) = remark.parent {
        counts.answers += 1;
        let _ = write!(
            out,
            "<link rel='related' type='application/atom+xml' \
             href='https://www.blogger.com/feeds/42/{}/comments/default/{parent}'/>",
            remark.post
        );
    }
    let _ = write!(
        out,
        "<link rel='alternate' type='text/html' href='{}?showComment={}#c{}' title=''/>",
        library.address(number),
        remark.created.millis(),
        remark.key
    );
    let anonymous = "http://www.blogger.com/";
    author(
        if remark.name.is_empty() { "Anonymous" } else { &remark.name },
        remark.website.as_deref().unwrap_or(anonymous),
        out,
    );
    let _ = write!(
        out,
        "<thr:in-reply-to href='{}' ref='tag:blogger.com,1999:blog-4200000000000000042.post-{}' type='text/html'/>\
         <gd:extendedProperty name='blogger.itemClass' value='pid-{}'/>\
         <gd:extendedProperty name='blogger.displayTime' value='29 november 2010 om 12:35'/>",
        library.address(number),
        remark.post,
        remark.key
    );
    if remark.state == State::Withdrawn {
        counts.withdrawn += 1;
        out.push_str("<gd:extendedProperty name='blogger.contentRemoved' value='true'/>");
    } else {
        counts.approved += 1;
    }
    out.push_str("</entry>");
}
