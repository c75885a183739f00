//! Where the links of a text lead.

use dom_query::Document;

/// The web addresses that a text links to, in order, each once. What leads into the site itself, without a
/// host, is left out.
pub fn links(html: &str) -> Vec<String> {
    let document = Document::fragment(crate::nesting::bounded(html).as_ref());
    let mut found: Vec<String> = Vec::new();
    for link in document.select("a[href]").iter() {
        let address = link.attr("href").unwrap_or_default().trim().to_owned();
        let is_web = address.starts_with("https://") || address.starts_with("http://");
        if is_web && !found.contains(&address) {
            found.push(address);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_come_in_order_and_once() {
        let html = r##"<p><a href="https://b.example/x">1</a> <a href="/2026/11/own">2</a> <a href="#note">3</a>
            <a href="http://a.example/?q=1&amp;r=2">4</a> <a href="mailto:a@b.example">5</a>
            <a href="https://b.example/x">6</a></p>"##;
        assert_eq!(links(html), ["https://b.example/x", "http://a.example/?q=1&r=2"]);
        assert!(links("").is_empty());
    }
}
