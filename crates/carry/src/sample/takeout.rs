//! Blogger's Takeout.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::backup::{flush, stand};
use super::escape::{attribute, xml};
use super::remark::{Remark, State};
use super::story::{AUTHORS, LABELS, Library, Stand, Story};
use super::{Counts, Size, html};

const HEAD: &str = "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' \
    xmlns:blogger='http://schemas.google.com/blogger/2018'>\n  <id>tag:blogger.com,1999:blog-4200000000000000042</id>\n  \
    <title>Notes &amp; News</title>\n";
/// A theme's layout, of which the popular list comes over.
pub(super) const LAYOUTS: &str = "<layouts><b:section id='sidebar'><b:widget id='PopularPosts1' type='PopularPosts'>\
    <b:widget-settings><b:widget-setting name='numItemsToShow'>7</b:widget-setting><b:widget-setting name='timeRange'>\
    LAST_MONTH</b:widget-setting></b:widget-settings></b:widget><b:widget id='HTML1' type='HTML'/></b:section></layouts>";
const SETTINGS: &str = "blog_name,blog_description,blog_locale,blog_time_zone,blog_max_num,blog_max_unit,\
    blog_comments_allowed,blog_comment_moderation,blog_subdomain,blog_admin_permission\nNotes & News,What was found,en_GB,\
    Europe/Athens,7,POSTS,true,DISABLED,notes-and-news,owner@example.org\n";

/// Everything but the feed.
pub(super) fn around(root: &Path, folder: &Path) -> io::Result<()> {
    fs::write(folder.join("settings.csv"), SETTINGS)?;
    fs::write(folder.join("theme-layouts.xml"), LAYOUTS)?;
    fs::write(folder.join("theme-classic.html"), "<html></html>")?;
    fs::write(folder.join("followers.csv"), "name\nA reader\n")?;
    let profile = root.join("Takeout 2/Blogger/Profile");
    fs::create_dir_all(&profile)?;
    fs::write(profile.join("profile.csv"), "email\nowner@example.org\n")?;
    let junk = root.join("__MACOSX");
    fs::create_dir_all(&junk)?;
    fs::write(junk.join("._feed.atom"), "junk")
}

/// The feed: entries in the order of their numbers, so that answers come before what they answer, and comments of one
/// post in two stand before it.
pub(super) fn feed(size: Size, out: &mut impl Write) -> io::Result<Counts> {
    let library = Library::new(size);
    let mut counts = Counts::default();
    let mut buffer = String::with_capacity(1 << 16);
    let mut body = String::with_capacity(1 << 14);
    buffer.push_str(HEAD);
    for number in 0..size.posts {
        if number.is_multiple_of(2) {
            post(&library, &library.story(number), &mut body, &mut buffer, &mut counts);
            flush(&mut buffer, out, &mut counts)?;
        }
        for at in 0..library.comments(number) {
            comment(&library.remark(number, at), &mut buffer, &mut counts);
            flush(&mut buffer, out, &mut counts)?;
        }
        if number % 2 == 1 {
            post(&library, &library.story(number), &mut body, &mut buffer, &mut counts);
            flush(&mut buffer, out, &mut counts)?;
        }
    }
    buffer.push_str("</feed>\n");
    flush(&mut buffer, out, &mut counts)?;
    Ok(counts)
}

fn post(library: &Library, story: &Story, body: &mut String, out: &mut String, counts: &mut Counts) {
    let key = library.key(story.number);
    counts.pages += u64::from(story.page);
    let stand = stand(story.stand);
    let status = match stand {
        Stand::Draft => "DRAFT",
        Stand::Scheduled => "SCHEDULED",
        _ => "LIVE",
    };
    match stand {
        Stand::Draft => counts.drafts += 1,
        Stand::Scheduled => counts.scheduled += 1,
        Stand::Trashed => counts.trashed += 1,
        _ => counts.published += 1,
    }
    let _ = write!(
        out,
        "  <entry>\n    <id>tag:blogger.com,1999:blog-4200000000000000042.post-{key}</id>\n    <blogger:type>{}</blogger:type>\n    \
         <blogger:status>{status}</blogger:status>\n    <author>\n      <name>",
        if story.page { "PAGE" } else { "POST" }
    );
    xml(AUTHORS[story.author], out);
    let _ = write!(
        out,
        "</name>\n      <uri>https://www.blogger.com/profile/a{}</uri>\n      <blogger:type>BLOGGER</blogger:type>\n    \
         </author>\n    <title>",
        story.author
    );
    xml(&story.headline, out);
    out.push_str("</title>\n    <content type='html'>");
    body.clear();
    html::blogger(story, body);
    xml(body, out);
    out.push_str("</content>\n    ");
    if story.number % 8 == 5 {
        out.push_str("<blogger:metaDescription>In a few words &amp; more</blogger:metaDescription>\n    ");
    } else {
        out.push_str("<blogger:metaDescription/>\n    ");
    }
    let dates =
        [("blogger:created", story.created), ("published", story.published), ("updated", story.updated)];
    for (name, moment) in dates {
        // Some drafts have no date at all.
        if stand != Stand::Draft || story.number % 100 == 7 {
            let _ = write!(out, "<{name}>{}</{name}>\n    ", moment.timestamp());
        }
    }
    if story.number % 10 == 6 {
        out.push_str(
            "<blogger:location>\n      <blogger:name>Πειραιάς</blogger:name>\n      <blogger:latitude>37.94</blogger:latitude>\n      \
             <blogger:longitude>23.64</blogger:longitude>\n      <blogger:span>0.2,0.3</blogger:span>\n    </blogger:location>\n    ",
        );
    } else {
        out.push_str("<blogger:location/>\n    ");
    }
    match story.labels.is_empty() {
        true => out.push_str("<category/>\n    "),
        // One tool writes all of them into one.
        false if story.number % 19 == 8 => {
            let all: Vec<&str> = story.labels.iter().map(|label| LABELS[*label]).collect();
            out.push_str("<category scheme='tag:blogger.com,1999:blog-4200000000000000042' term=\"");
            attribute(&all.join("\n"), out);
            out.push_str("\"/>\n    ");
        }
        false => {
            for label in &story.labels {
                out.push_str("<category scheme='tag:blogger.com,1999:blog-4200000000000000042' term=\"");
                attribute(LABELS[*label], out);
                out.push_str("\"/>\n    ");
            }
        }
    }
    if stand == Stand::Draft {
        out.push_str("<blogger:filename/>\n    ");
    } else {
        let address = library.address(story.number);
        let path = address.strip_prefix("http://notes-and-news.blogspot.com").unwrap_or(&address);
        let _ = write!(out, "<blogger:filename>{path}</blogger:filename>\n    ");
    }
    out.push_str("<link/>\n    <enclosure/>\n    ");
    if stand == Stand::Trashed {
        let _ = write!(out, "<blogger:trashed>{}</blogger:trashed>\n  </entry>\n", story.updated.timestamp());
    } else {
        out.push_str("<blogger:trashed/>\n  </entry>\n");
    }
}

fn comment(remark: &Remark, out: &mut String, counts: &mut Counts) {
    let (status, count) = match remark.state {
        State::Approved => ("LIVE", &mut counts.approved),
        State::Held => ("PENDING_MODERATION", &mut counts.held),
        State::Spam => ("SPAM_COMMENT", &mut counts.spam),
        State::Rejected => ("GHOSTED_COMMENT", &mut counts.rejected),
        State::Withdrawn => ("EMPTIED", &mut counts.withdrawn),
    };
    *count += 1;
    let blog = "tag:blogger.com,1999:blog-4200000000000000042";
    let _ = write!(
        out,
        "  <entry>\n    <id>{blog}.post-{}</id>\n    <blogger:parent>{blog}.post-{}</blogger:parent>\n    ",
        remark.key, remark.post
    );
    match remark.parent {
        Some(parent) => {
            counts.answers += 1;
            let _ = write!(out, "<blogger:inReplyTo>{blog}.post-{parent}</blogger:inReplyTo>\n    ");
        }
        None => out.push_str("<blogger:inReplyTo/>\n    "),
    }
    let _ = write!(
        out,
        "<blogger:type>COMMENT</blogger:type>\n    <blogger:status>{status}</blogger:status>\n    <author>\n      <name>{}</name>\n      \
         <uri>{}</uri>\n      <blogger:type>{}</blogger:type>\n    </author>\n    <title></title>\n    <content type='html'>",
        remark.name,
        remark.website.as_deref().unwrap_or_default(),
        if remark.website.is_some() { "BLOGGER" } else { "ANONYMOUS" }
    );
    for (at, line) in remark.lines.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        // Escaped twice, and then as all text is.
        let (mut once, mut twice) =
            (String::with_capacity(line.len() + 16), String::with_capacity(line.len() + 32));
        xml(line, &mut once);
        xml(&once, &mut twice);
        xml(&twice, out);
    }
    let created = remark.created.timestamp();
    let _ = write!(
        out,
        "</content>\n    <blogger:metaDescription/>\n    <blogger:created>{created}</blogger:created>\n    \
         <published>{created}</published>\n    <updated>{created}</updated>\n    <blogger:location/>\n    <category/>\n    \
         <blogger:filename/>\n    <link/>\n    <enclosure/>\n    <blogger:trashed/>\n  </entry>\n"
    );
}
