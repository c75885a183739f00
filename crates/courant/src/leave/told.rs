//! What an export says to people who open it.

use model::{Format, Writing};

/// The first file.
pub fn readme(private: bool) -> String {
    let private = if private {
        "`private/` has what tells who people are: mail addresses, networks, what browsers were known by. Keep it to \
         yourself."
    } else {
        "What tells who people are (mail addresses, networks) was left out."
    };
    format!(
        "# Everything of a site\n\n\
         Written by Courant. Texts, comments, sources, pictures and all that was kept of them, in files that people and \
         other programs read:\n\n\
         - `posts/YEAR/MONTH/NAME.json` has a post with all that is known of it; beside it stand its text as it was \
         written (`.md`) and as it is shown (`.html`).\n\
         - `comments/YEAR/MONTH/NAME.jsonl` has the comments of that post, one a line.\n\
         - `media/` has the pictures, `files/` everything else that was kept, named by the SHA-256 of their bytes.\n\
         - The other `.jsonl` files have one thing a line, named after what they hold.\n\
         - `manifest.json` names every file with its size and SHA-256.\n\n\
         {private}\n\n\
         `courant import courant PLACE` brings it back into an empty site. Each field is described in Courant's \
         `docs/export.md`.\n"
    )
}

/// A post's text as it was written, under its headline; `None` for one written in HTML.
pub fn markdown(writing: &Writing) -> Option<String> {
    if writing.format != Format::Markdown {
        return None;
    }
    let mut text = format!("# {}\n\n", writing.headline);
    if !writing.dek.is_empty() {
        text.push_str(&format!("{}\n\n", writing.dek));
    }
    text.push_str(&writing.body);
    text.push('\n');
    Some(text)
}

/// A post's text as it is shown, as a page of its own.
pub fn page(writing: &Writing, html: &str) -> String {
    let plain = |text: &str| {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    };
    let language = writing.language.as_ref().map(ToString::to_string).unwrap_or_default();
    let language =
        if language.is_empty() { String::new() } else { format!(" lang=\"{}\"", plain(&language)) };
    let headline = plain(&writing.headline);
    let dek =
        if writing.dek.is_empty() { String::new() } else { format!("<p>{}</p>\n", plain(&writing.dek)) };
    format!(
        "<!doctype html>\n<html{language}>\n<meta charset=\"utf-8\">\n<title>{headline}</title>\n<h1>{headline}</h1>\n{dek}{html}\n"
    )
}
