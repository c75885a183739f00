//! WordPress's WXR.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::backup::flush;
use super::escape::{cdata, xml};
use super::remark::{Remark, State};
use super::story::{AUTHORS, LABELS, Library, Part, Stand, Story};
use super::{Counts, Size, html};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<!-- generator=\"WordPress/6.8\" created=\"2026-01-01 00:00\" -->\n\
    <rss version=\"2.0\"\n\txmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"\n\
    \txmlns:content=\"http://purl.org/rss/1.0/modules/content/\"\n\txmlns:wfw=\"http://wellformedweb.org/CommentAPI/\"\n\
    \txmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\txmlns:wp=\"http://wordpress.org/export/1.2/\"\n>\n\n<channel>\n\
    \t<title>Notes &amp; News</title>\n\t<link>https://notes.example</link>\n\t<description>What was found</description>\n\
    \t<language>en-GB</language>\n\t<wp:wxr_version>1.2</wp:wxr_version>\n\
    \t<wp:base_site_url>https://notes.example</wp:base_site_url>\n\t<wp:base_blog_url>https://notes.example</wp:base_blog_url>\n";
/// Ids of pictures begin here.
const PICTURES: u64 = 1 << 50;

pub(super) fn write(size: Size, out: &mut impl Write) -> io::Result<Counts> {
    let library = Library::new(size);
    let mut counts = Counts::default();
    let mut buffer = String::with_capacity(1 << 16);
    let mut body = String::with_capacity(1 << 14);
    buffer.push_str(HEAD);
    for (number, name) in AUTHORS.iter().enumerate() {
        let _ = write!(
            buffer,
            "\t<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>login{number}</wp:author_login>\
             <wp:author_email>author{number}@example.org</wp:author_email><wp:author_display_name>"
        );
        cdata(name, &mut buffer);
        buffer.push_str("</wp:author_display_name></wp:author>\n");
    }
    for (number, name) in LABELS.iter().enumerate().filter(|(number, _)| is_category(*number)) {
        let parent = if number == 2 { "l0" } else { "" };
        let _ = write!(
            buffer,
            "\t<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>l{number}</wp:category_nicename>\
             <wp:category_parent>{parent}</wp:category_parent><wp:cat_name>"
        );
        cdata(name, &mut buffer);
        buffer.push_str("</wp:cat_name></wp:category>\n");
    }
    for (number, name) in LABELS.iter().enumerate().filter(|(number, _)| !is_category(*number)) {
        let _ = write!(
            buffer,
            "\t<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>l{number}</wp:tag_slug><wp:tag_name>"
        );
        cdata(name, &mut buffer);
        buffer.push_str("</wp:tag_name></wp:tag>\n");
    }
    flush(&mut buffer, out, &mut counts)?;
    for number in 0..size.posts {
        item(&library, &library.story(number), &mut body, &mut buffer, &mut counts);
        for at in 0..library.comments(number) {
            comment(&library.remark(number, at), &mut buffer, &mut counts);
            flush(&mut buffer, out, &mut counts)?;
        }
        buffer.push_str("\t</item>\n");
        flush(&mut buffer, out, &mut counts)?;
    }
    buffer.push_str("</channel>\n</rss>\n");
    flush(&mut buffer, out, &mut counts)?;
    Ok(counts)
}

fn is_category(label: usize) -> bool {
    label.is_multiple_of(2)
}

fn item(library: &Library, story: &Story, body: &mut String, out: &mut String, counts: &mut Counts) {
    let key = library.key(story.number);
    let picture = story.parts.iter().find_map(|part| match part {
        Part::Picture { address, alt, .. } => Some((address, alt)),
        _ => None,
    });
    if let Some((address, alt)) = picture {
        attachment(key, address, alt, out);
    }
    let (status, password, count) = match story.stand {
        Stand::Published => ("publish", "", &mut counts.published),
        Stand::Scheduled => ("future", "", &mut counts.scheduled),
        Stand::Draft if story.number % 100 == 7 => ("draft", "", &mut counts.drafts),
        Stand::Draft => ("pending", "", &mut counts.drafts),
        Stand::Private => ("private", "", &mut counts.private),
        Stand::Locked => ("publish", "secret", &mut counts.locked),
        Stand::Trashed => ("trash", "", &mut counts.trashed),
    };
    *count += 1;
    counts.pages += u64::from(story.page);
    out.push_str("\t<item>\n\t\t<title>");
    xml(&story.headline, out);
    out.push_str("</title>\n\t\t<link>");
    let slug = story_slug(library, story.number);
    let date = story.published.timestamp().strftime("%Y/%m/%d");
    let out_there = !matches!(story.stand, Stand::Draft | Stand::Scheduled);
    match (out_there, story.page) {
        (false, _) => {
            let _ = write!(out, "https://notes.example/?p={key}");
        }
        (true, true) => {
            let _ = write!(out, "https://notes.example/{slug}/");
        }
        (true, false) => {
            let _ = write!(out, "https://notes.example/{date}/{slug}/");
        }
    }
    let _ = write!(
        out,
        "</link>\n\t\t<pubDate>{}</pubDate>\n\t\t<dc:creator>login{}</dc:creator>\n\t\t\
         <guid isPermaLink=\"false\">https://notes.example/?p={key}</guid>\n\t\t<description></description>\n\t\t<content:encoded>",
        story.published.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000"),
        story.author
    );
    body.clear();
    content(story, body);
    cdata(body, out);
    out.push_str("</content:encoded>\n\t\t<excerpt:encoded>");
    cdata(if story.number % 6 == 1 { "In a few words" } else { "" }, out);
    // What was never out has no date in UTC.
    let stamp = |moment: model::Moment| moment.timestamp().strftime("%Y-%m-%d %H:%M:%S");
    let local = stamp(story.published.plus_seconds(7200));
    let utc = match story.stand {
        Stand::Draft => "0000-00-00 00:00:00".to_owned(),
        _ => stamp(story.published).to_string(),
    };
    let _ = write!(
        out,
        "</excerpt:encoded>\n\t\t<wp:post_id>{key}</wp:post_id>\n\t\t<wp:post_date>{local}</wp:post_date>\n\t\t\
         <wp:post_date_gmt>{utc}</wp:post_date_gmt>\n\t\t<wp:comment_status>open</wp:comment_status>\n\t\t\
         <wp:ping_status>open</wp:ping_status>\n\t\t<wp:post_name>{}</wp:post_name>\n\t\t<wp:status>{status}</wp:status>\n\t\t\
         <wp:post_parent>0</wp:post_parent>\n\t\t<wp:menu_order>0</wp:menu_order>\n\t\t<wp:post_type>{}</wp:post_type>\n\t\t\
         <wp:post_password>{password}</wp:post_password>\n\t\t<wp:is_sticky>{}</wp:is_sticky>\n",
        if story.stand == Stand::Draft { "" } else { &slug },
        if story.page { "page" } else { "post" },
        u8::from(story.number == 3)
    );
    for label in &story.labels {
        let domain = if is_category(*label) { "category" } else { "post_tag" };
        let _ = write!(out, "\t\t<category domain=\"{domain}\" nicename=\"l{label}\">");
        cdata(LABELS[*label], out);
        out.push_str("</category>\n");
    }
    meta("_edit_last", "1", out);
    if picture.is_some() {
        meta("_thumbnail_id", &(PICTURES + key).to_string(), out);
    }
    if story.number % 9 == 1 {
        meta("_wp_old_slug", &format!("old-{slug}"), out);
    }
    if story.number % 14 == 2 {
        meta("some_plugin", "a:2:{s:1:\"a\";s:3:\"]]>\";s:1:\"b\";i:1;}", out);
    }
}

fn meta(key: &str, value: &str, out: &mut String) {
    let _ = write!(out, "\t\t<wp:postmeta>\n\t\t\t<wp:meta_key>{key}</wp:meta_key>\n\t\t\t<wp:meta_value>");
    cdata(value, out);
    out.push_str("</wp:meta_value>\n\t\t</wp:postmeta>\n");
}

/// A slug as WordPress keeps it: percent-encoded where it is not Latin.
fn story_slug(library: &Library, number: u64) -> String {
    let mut slug = String::new();
    for byte in library.slug(number).bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            slug.push(char::from(byte));
        } else {
            let _ = write!(slug, "%{byte:02x}");
        }
    }
    slug
}

fn attachment(post: u64, address: &str, alt: &str, out: &mut String) {
    let key = PICTURES + post;
    let _ = write!(
        out,
        "\t<item>\n\t\t<title>picture {post}</title>\n\t\t<link>https://notes.example/?attachment_id={key}</link>\n\t\t"
    );
    out.push_str("<content:encoded><![CDATA[]]></content:encoded>\n\t\t<excerpt:encoded><![CDATA[A line]]></excerpt:encoded>\n\t\t");
    let _ = write!(
        out,
        "<wp:post_id>{key}</wp:post_id>\n\t\t<wp:post_date>2020-01-01 00:00:00</wp:post_date>\n\t\t\
         <wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt>\n\t\t<wp:post_name>picture-{post}</wp:post_name>\n\t\t\
         <wp:status>inherit</wp:status>\n\t\t<wp:post_parent>{post}</wp:post_parent>\n\t\t\
         <wp:post_type>attachment</wp:post_type>\n\t\t<wp:attachment_url>"
    );
    xml(address, out);
    out.push_str("</wp:attachment_url>\n");
    meta("_wp_attachment_image_alt", alt, out);
    out.push_str("\t</item>\n");
}

/// A body: blocks, or text that gets its paragraphs when it is shown, with shortcodes.
fn content(story: &Story, out: &mut String) {
    let blocks = story.number.is_multiple_of(2);
    for part in &story.parts {
        let kind = match part {
            Part::Paragraph { .. } | Part::Source { .. } => "paragraph",
            Part::Heading(_) => "heading",
            Part::Quote(_) => "quote",
            Part::List(_) => "list",
            Part::Picture { .. } => "image",
            Part::Film(_) => "embed",
            Part::Break => "more",
        };
        if blocks {
            let _ = writeln!(out, "<!-- wp:{kind} -->");
            match part {
                Part::Break => out.push_str("<!--more-->\n"),
                Part::Film(id) => {
                    let _ = writeln!(
                        out,
                        "<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n\
                         https://www.youtube.com/watch?v={id}\n</div></figure>"
                    );
                }
                part => html::plain(part, out),
            }
            let _ = write!(out, "<!-- /wp:{kind} -->\n\n");
            continue;
        }
        match part {
            Part::Paragraph { .. } | Part::Source { .. } => {
                html::words(part, out);
                out.push_str("\n\n");
            }
            Part::Break => out.push_str("<!--more-->\n\n"),
            Part::Film(id) => {
                let _ = write!(out, "[embed]https://www.youtube.com/watch?v={id}[/embed]\n\n");
            }
            Part::Picture { address, alt, caption: Some(caption) } => {
                let mut escaped = String::new();
                super::escape::attribute(address, &mut escaped);
                let mut words = String::new();
                super::escape::attribute(alt, &mut words);
                let _ = write!(
                    out,
                    "[caption id=\"attachment_1\" align=\"alignnone\" width=\"300\"]<img src=\"{escaped}\" alt=\"{words}\" /> "
                );
                xml(caption, out);
                out.push_str("[/caption]\n\n");
            }
            part => {
                html::plain(part, out);
                out.push('\n');
            }
        }
    }
    match story.number % 31 {
        4 => out.push_str("\n\n[unknown_shortcode a=\"1\"]\n"),
        9 => out.push_str("\n\nan end of CDATA: ]]> and a control character: \u{b}\n"),
        _ => {}
    }
}

fn comment(remark: &Remark, out: &mut String, counts: &mut Counts) {
    let (approved, count) = match remark.state {
        State::Approved | State::Withdrawn => ("1", &mut counts.approved),
        State::Held => ("0", &mut counts.held),
        State::Spam => ("spam", &mut counts.spam),
        State::Rejected => ("trash", &mut counts.rejected),
    };
    *count += 1;
    counts.answers += u64::from(remark.parent.is_some());
    let _ = write!(
        out,
        "\t\t<wp:comment>\n\t\t\t<wp:comment_id>{}</wp:comment_id>\n\t\t\t<wp:comment_author>",
        remark.key
    );
    cdata(&remark.name, out);
    let _ = write!(
        out,
        "</wp:comment_author>\n\t\t\t<wp:comment_author_email>{}@example.org</wp:comment_author_email>\n\t\t\t\
         <wp:comment_author_url>{}</wp:comment_author_url>\n\t\t\t<wp:comment_author_IP>192.0.2.{}</wp:comment_author_IP>\n\t\t\t\
         <wp:comment_date>{3}</wp:comment_date>\n\t\t\t<wp:comment_date_gmt>{3}</wp:comment_date_gmt>\n\t\t\t<wp:comment_content>",
        remark.name.to_lowercase(),
        remark.website.as_deref().unwrap_or_default(),
        remark.key % 250,
        remark.created.timestamp().strftime("%Y-%m-%d %H:%M:%S"),
    );
    let mut text = String::new();
    for (at, line) in remark.lines.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        xml(line, &mut text);
    }
    cdata(&text, out);
    let _ = write!(
        out,
        "</wp:comment_content>\n\t\t\t<wp:comment_approved>{approved}</wp:comment_approved>\n\t\t\t\
         <wp:comment_type>{}</wp:comment_type>\n\t\t\t<wp:comment_parent>{}</wp:comment_parent>\n\t\t\t\
         <wp:comment_user_id>0</wp:comment_user_id>\n\t\t</wp:comment>\n",
        if remark.pingback { "pingback" } else { "comment" },
        remark.parent.unwrap_or(0)
    );
}
