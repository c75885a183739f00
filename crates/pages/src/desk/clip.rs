//! Clipping from a browser: the page that explains and offers it, the window that receives a page, and
//! the manifest by which a phone's share menu offers the site.
//!
//! **What is trusted with what.** A bookmarklet runs inside the page it is pressed on, and that page can
//! read and change everything the bookmarklet does. So it carries nothing but this site's public address:
//! no token, no name, nothing that lasts. It opens a window of this site, in which the person's own session
//! holds (the cookie is `HttpOnly` and `SameSite=Lax`: a page can't read it, and it goes along because a
//! window is a navigation). That window says that it is ready; the page hands over address, HTML and
//! selection by `postMessage`, addressed to this site's origin only. The window takes a message from nobody
//! but its opener, believes an address only if it is of the sender's own origin, shows what came, and waits
//! for the person's click: a page that opens the window unasked gets nothing done. What it sends on goes to
//! this site as a form, and there it is foreign HTML like any fetched page.
//!
//! The window alone is served without `Cross-Origin-Opener-Policy: same-origin`, which would cut it off from
//! the page that opened it. It holds no secret; the page can do no more than close or redirect it, and learn
//! from its answering that its visitor is signed in here.

use model::Problems;
use serde_json::json;

use super::DeskFrame;
use super::problems::ProblemsView;
use crate::{Error, Frame, Pages};

/// The page about clipping from a browser, with the form for when nothing else works.
#[derive(Clone, Debug)]
pub struct ClipPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The public address without a slash at the end: `https://example.org`.
    pub origin: String,
    /// An address that was shared with the site, or typed; empty for none.
    pub url: String,
    /// What it was called where it was shared.
    pub title: String,
    /// A page's HTML or text as pasted; empty at first.
    pub html: String,
    /// What is wrong with `url` or `html`.
    pub problems: Problems,
}

/// The window that a browser's page is handed to.
#[derive(Clone, Debug)]
pub struct ReceivePage {
    /// Around it.
    pub desk: DeskFrame,
    /// Most bytes of HTML that are taken.
    pub limit: usize,
}

/// What the bookmark holds. It opens the window at once, while the click that allows it is fresh, and hands
/// over when the window asks. A selection's addresses are made whole here, where their base is known.
const BOOKMARKLET: &str = r##"(()=>{const home=HOME,here=location.href,w=open(home+"/desk/clip/receive#"+encodeURIComponent(here),"_blank","popup,width=620,height=760");if(!w){location.href=home+"/desk/clip?url="+encodeURIComponent(here);return}const s=getSelection(),d=document.createElement("div");for(let i=0;s&&i<s.rangeCount;i++)d.append(s.getRangeAt(i).cloneContents());for(const[n,a]of[["a","href"],["img","src"]])for(const e of d.querySelectorAll(n+"["+a+"]"))e.setAttribute(a,e[a]);const well=t=>t.toWellFormed?t.toWellFormed():t;addEventListener("message",function give(e){if(e.source!==w||e.origin!==home||e.data!=="courant: ready")return;removeEventListener("message",give);w.postMessage({courant:"page",address:here,title:well(document.title),html:well(document.documentElement.outerHTML),selection:String(s||"").trim()?well(d.innerHTML):""},home)})})()"##;

/// The bookmark's address. It holds the site's public address and nothing else of the site's or the
/// person's.
fn bookmarklet(origin: &str) -> String {
    let code = BOOKMARKLET.replacen("HOME", &json!(origin).to_string(), 1);
    let mut address = "javascript:".to_owned();
    for byte in code.bytes() {
        // Browsers decode the address before they run it; a bare % or # would end it early.
        match byte {
            b'%' | b'#' | b'"' | b'<' | b'>' | b'`' | b' ' | 0x7f.. | 0..=0x1f => {
                address.push_str(&format!("%{byte:02X}"));
            }
            _ => address.push(char::from(byte)),
        }
    }
    address
}

impl Pages {
    /// The page about clipping from a browser; posts `url` to `/desk/clippings`, and `url` and `html` as
    /// `multipart/form-data` to `/desk/clippings/seen`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn clip(&self, page: &ClipPage) -> Result<String, Error> {
        let fields = [("url", "Address of the page"), ("html", "The page")];
        self.render(
            "desk/clip.html",
            values! {
                desk => page.desk.view(),
                bookmarklet => bookmarklet(&page.origin),
                shared => page.url,
                title => page.title.trim(),
                raw => values! { url => page.url, html => page.html },
                problems => ProblemsView::of(&page.problems, &fields),
            },
        )
    }

    /// The window that receives a page; its form posts `url`, `html` and `selection` as
    /// `multipart/form-data` to `/desk/clippings/seen`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn receive(&self, page: &ReceivePage) -> Result<String, Error> {
        self.render(
            "desk/receive.html",
            values! { desk => page.desk.view(), limit => page.limit, mebibytes => page.limit >> 20 },
        )
    }

    /// The web app manifest (<https://www.w3.org/TR/appmanifest/>, with the Web Share Target members): once
    /// a phone has installed the site, its share menu sends addresses to `/desk/clip`.
    pub fn manifest(&self, frame: &Frame) -> String {
        json!({
            "id": "/desk",
            "name": frame.site.name,
            "short_name": frame.site.name,
            "lang": frame.site.language.as_str(),
            "dir": frame.site.language.direction().as_str(),
            "start_url": "/desk",
            "scope": "/",
            "display": "minimal-ui",
            "background_color": "#fbfaf7",
            "theme_color": "#9b2c17",
            "icons": [
                { "src": self.asset_path("icon-192.png"), "type": "image/png", "sizes": "192x192" },
                { "src": self.asset_path("icon-512.png"), "type": "image/png", "sizes": "512x512" },
                { "src": self.asset_path("favicon.svg"), "type": "image/svg+xml", "sizes": "any" },
            ],
            "share_target": {
                "action": "/desk/clip",
                "method": "GET",
                "params": { "title": "title", "text": "text", "url": "url" },
            },
        })
        .to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_holds_the_sites_address_and_nothing_that_ends_it_early() {
        let address = bookmarklet("https://courant.example");
        assert!(address.starts_with("javascript:(()=%3E{const%20home=%22https://courant.example%22,"));
        assert!(!address.contains([' ', '"', '#', '<', '>', '\n']), "{address}");
        assert!(!BOOKMARKLET.contains("//"), "a comment would swallow the rest of the line");
        assert_eq!(address.matches("courant.example").count(), 1);
        for word in ["token", "cookie", "secret", "Bearer"] {
            assert!(!address.contains(word), "{word}");
        }
    }
}
