//! Which address a piece goes by.

use dom_query::Document;
use url::Url;

use crate::structured::Structured;

/// Names of query parameters that only tell who sent the reader.
const TRACKERS: &[&str] = &[
    "fbclid",
    "gclid",
    "gclsrc",
    "dclid",
    "wbraid",
    "gbraid",
    "msclkid",
    "yclid",
    "twclid",
    "ttclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "_hsenc",
    "_hsmi",
    "_ga",
    "_gl",
    "ref_src",
    "ref_url",
    "cmpid",
    "s_cid",
    "wt_mc",
    "xtor",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "guccounter",
];
const TRACKER_FAMILIES: &[&str] =
    &["utm_", "at_campaign", "at_medium", "at_link", "pk_", "piwik_", "mtm_", "hsa_"];

/// An address without what doesn't change the page: trackers, fragment, name and password. The host is in
/// lower case. Text that is no web address comes back trimmed.
pub fn canonical_address(url: &str) -> String {
    let Ok(mut url) = Url::parse(url.trim()) else { return url.trim().to_owned() };
    if !matches!(url.scheme(), "http" | "https") {
        return url.to_string();
    }
    // "#!" addresses a page of its own on sites built that way.
    if !url.fragment().is_some_and(|f| f.starts_with('!')) {
        url.set_fragment(None);
    }
    let cleared = url.set_username("").is_ok() && url.set_password(None).is_ok();
    debug_assert!(cleared, "web addresses have hosts");
    if let Some(query) = url.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !is_tracker(pair)).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|q| !q.is_empty()));
    }
    url.to_string()
}

fn is_tracker(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    TRACKERS.contains(&name.as_str()) || TRACKER_FAMILIES.iter().any(|family| name.starts_with(family))
}

/// The address the page calls its own, when it is credible: of the same outlet, and not its front page.
pub(crate) fn canonical(document: &Document, structured: &Structured, page: &Url) -> Option<String> {
    let link = document.select("link[rel~=canonical][href]").iter().find_map(|link| link.attr("href"));
    let candidates = [link.map(|l| l.to_string()), structured.meta(&["og:url"]).map(str::to_owned)];
    candidates.into_iter().flatten().find_map(|text| {
        let url = page.join(text.trim()).ok()?;
        let credible = matches!(url.scheme(), "http" | "https")
            && registrable(url.host_str()?) == registrable(page.host_str()?)
            && (url.path() != "/" || url.query().is_some() || page.path() == "/");
        credible.then(|| canonical_address(url.as_str()))
    })
}

/// The part of a host that its owner registered, nearly: two labels, three where the second is as short
/// as those of national registries.
fn registrable(host: &str) -> String {
    let labels: Vec<&str> = host.rsplit('.').collect();
    if labels.iter().all(|label| label.bytes().all(|b| b.is_ascii_digit())) {
        return host.to_owned();
    }
    let national = labels.len() > 2 && labels[0].len() == 2 && labels[1].len() <= 3;
    let count = if national { 3 } else { 2 };
    labels.into_iter().take(count).collect::<Vec<_>>().join(".")
}
