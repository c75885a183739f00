//! What a page loads late or from elsewhere: pictures in the largest sensible size, frames as links.

use dom_query::{Document, NodeRef};
use url::Url;

/// Widest picture asked for, in pixels: what a page shows at twice the density of a wide column.
const WIDEST: u32 = 2_000;

/// Gives every picture the address of its largest sensible size.
pub(crate) fn pictures(document: &Document) {
    for picture in document.select("img").nodes() {
        let mut sets: Vec<String> = ["srcset", "data-srcset", "data-lazy-srcset"]
            .iter()
            .filter_map(|name| picture.attr(name))
            .map(|set| set.to_string())
            .collect();
        if let Some(around) = picture.parent().filter(|above| above.has_name("picture")) {
            for source in around.element_children().into_iter().filter(|n| n.has_name("source")) {
                let kind = source.attr("type").unwrap_or_default();
                if kind.is_empty() || kind.contains("jpeg") || kind.contains("png") {
                    sets.extend(
                        ["srcset", "data-srcset"]
                            .iter()
                            .filter_map(|name| source.attr(name))
                            .map(|set| set.to_string()),
                    );
                }
            }
        }
        let best = sets
            .iter()
            .flat_map(|set| candidates(set))
            .filter(|(address, _)| !address.starts_with("data:"))
            .max_by_key(|(_, width)| {
                // The largest up to the widest; beyond it, the smallest.
                if *width <= WIDEST { (1, *width) } else { (0, u32::MAX - *width) }
            });
        if let Some((address, _)) = best {
            picture.set_attr("src", &address);
            for name in
                ["data-src", "data-original", "data-lazy-src", "srcset", "data-srcset", "data-lazy-srcset"]
            {
                picture.remove_attr(name);
            }
        }
    }
}

/// The addresses of a source set with their widths in pixels; a density counts as a common width times it.
fn candidates(set: &str) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    let mut words = set.split_ascii_whitespace().peekable();
    while let Some(address) = words.next() {
        // A comma ends a candidate only behind its descriptor or its address: addresses hold commas too.
        let bare = address.trim_end_matches(',');
        let mut width = 1;
        if bare.len() == address.len()
            && let Some(descriptor) = words.peek()
        {
            let descriptor = descriptor.trim_end_matches(',');
            let number = descriptor.trim_end_matches(['w', 'x']).parse::<f64>().ok();
            if let Some(number) = number.filter(|_| descriptor.ends_with(['w', 'x'])) {
                let scale = if descriptor.ends_with('x') { 600.0 } else { 1.0 };
                width = (number * scale).clamp(1.0, 20_000.0) as u32;
                words.next();
            }
        }
        let bare = bare.trim_start_matches(',');
        if !bare.is_empty() {
            found.push((bare.to_owned(), width));
        }
    }
    found
}

/// Puts a line with a link where a film, a sound or another site's post stood in a frame.
pub(crate) fn frames(document: &Document, base: &Url) {
    for frame in
        document.select("article iframe, main iframe, [itemprop=articleBody] iframe, video, audio").nodes()
    {
        let source = frame.attr("src").or_else(|| frame.attr("data-src")).or_else(|| {
            frame.element_children().into_iter().find(|n| n.has_name("source")).and_then(|n| n.attr("src"))
        });
        let address = source
            .and_then(|src| base.join(src.trim()).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        let tiny = ["width", "height"].iter().any(|name| {
            frame
                .attr(name)
                .and_then(|value| value.trim_end_matches("px").parse::<u32>().ok())
                .is_some_and(|n| n <= 10)
        });
        match address.filter(|_| !tiny) {
            Some(url) if !is_own_tool(&url, base) => {
                let host = model::source::host_of(url.as_str());
                let line = format!("<p><a href=\"{}\">{}</a></p>", escaped(url.as_str()), escaped(&host));
                place(frame).replace_with_html(line);
            }
            _ => frame.remove_from_parent(),
        }
    }
}

/// A frame of the outlet itself is a form or an advertisement's holder.
fn is_own_tool(url: &Url, base: &Url) -> bool {
    url.host_str() == base.host_str()
        && !["embed", "player", "video"].iter().any(|word| url.path().contains(word))
}

/// The paragraph or figure that holds nothing but the frame, else the frame.
fn place<'a>(frame: &NodeRef<'a>) -> NodeRef<'a> {
    let above = frame.parent().filter(|above| {
        (above.has_name("p") || above.has_name("figure"))
            && above.text().trim().is_empty()
            && above.element_children().len() == 1
    });
    above.unwrap_or(*frame)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
