//! Where a page's addresses lead: links out into the world, all else to what is kept with the page.

use dom_query::Document;
use url::Url;

use super::PageParts;

/// Bytes of kept things that one page may have written into it, however often it names them.
const BUDGET: usize = 24 << 20;
/// Longest `data:` address of a page's own that stays.
const DATA: usize = 2 << 20;

/// The addresses of one page.
pub(super) struct Links<'a> {
    base: Option<Url>,
    parts: &'a dyn PageParts,
    budget: usize,
}

impl<'a> Links<'a> {
    /// Those of a document found at an address. The first `base` decides, as in a browser.
    pub fn of(document: &Document, address: &str, parts: &'a dyn PageParts) -> Self {
        let found = Url::parse(address).ok();
        let base = document.select("base[href]").first().attr("href");
        let base = base.and_then(|href| match &found {
            Some(found) => found.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        });
        let base = base.filter(|url| matches!(url.scheme(), "http" | "https")).or(found);
        Links { base, parts, budget: BUDGET }
    }

    /// The address against which the page's own styles are read.
    pub fn base(&self) -> Option<Url> {
        self.base.clone()
    }

    /// Where a link leads: a place on the page, or an address of the web.
    pub fn away(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.starts_with('#') {
            return Some(href.to_owned());
        }
        Some(self.resolve(self.base.as_ref(), href)?.to_string())
    }

    /// Where a picture is shown, named by the page or by a style sheet found at `base`.
    pub fn picture(&mut self, base: Option<&Url>, address: &str) -> Option<String> {
        let address = address.trim();
        if is_picture_data(address) {
            return self.afford(address.to_owned());
        }
        let mut url = self.resolve(base, address)?;
        url.set_fragment(None);
        let shown = self.parts.picture(url.as_str())?;
        self.afford(shown)
    }

    /// The same, relative to the page.
    pub fn picture_here(&mut self, address: &str) -> Option<String> {
        let base = self.base.clone();
        self.picture(base.as_ref(), address)
    }

    /// A style sheet with the address it was found at.
    pub fn style(&mut self, base: Option<&Url>, address: &str) -> Option<(Url, String)> {
        let mut url = self.resolve(base, address.trim())?;
        url.set_fragment(None);
        let text = self.parts.style(url.as_str())?;
        self.afford(text).map(|text| (url, text))
    }

    fn resolve(&self, base: Option<&Url>, address: &str) -> Option<Url> {
        if address.is_empty() {
            return None;
        }
        let url = match base {
            Some(base) => base.join(address).ok()?,
            None => Url::parse(address).ok()?,
        };
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    fn afford(&mut self, text: String) -> Option<String> {
        self.budget = self.budget.checked_sub(text.len())?;
        Some(text)
    }
}

/// Whether an address is a picture in itself. A browser that shows one as a picture runs nothing in it, SVG
/// included.
fn is_picture_data(address: &str) -> bool {
    let head: String = address.chars().take(11).collect::<String>().to_ascii_lowercase();
    head == "data:image/" && address.len() <= DATA
}

/// The addresses of a `srcset` (HTML, 4.8.4.2.1), best guess first: the widest or densest.
pub(super) fn candidates(srcset: &str) -> Vec<String> {
    let mut found: Vec<(f64, String)> = Vec::new();
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        if address.is_empty() || found.len() >= 50 {
            break;
        }
        if let Some(bare) = address.strip_suffix(',') {
            found.push((1.0, bare.trim_end_matches(',').to_owned()));
            rest = after;
            continue;
        }
        let (descriptor, after) = after.split_once(',').unwrap_or((after, ""));
        let size = descriptor.trim().trim_end_matches(['w', 'x', 'h']).parse().unwrap_or(1.0);
        found.push((size, address.to_owned()));
        rest = after;
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, address)| address).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_srcset_is_read_as_browsers_do() {
        assert_eq!(candidates("a.png, b.png 2x"), ["b.png", "a.png"]);
        assert_eq!(candidates(" a.png 100w,\n b,c.png 300w ,d.png 200w"), ["b,c.png", "d.png", "a.png"]);
        assert_eq!(candidates("a.png,"), ["a.png"]);
        assert_eq!(candidates(" , "), Vec::<String>::new());
    }
}
