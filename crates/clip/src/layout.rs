//! Tables that lay out a page. Before style sheets a page's columns were cells; readers of tables would
//! take such a page for data, and readers of text would miss where its columns end.

use dom_query::{Document, NodeRef};

use crate::measure::Weights;

/// Letters of a cell that no table of data has.
const PROSE: usize = 300;

/// Turns the parts of layout tables into plain divisions.
pub(crate) fn flatten(document: &Document, weights: &Weights) {
    let tables: Vec<NodeRef> = document.select("table").nodes().to_vec();
    for table in &tables {
        let own: Vec<NodeRef> = table.descendants();
        let of_data = own.iter().any(|n| n.has_name("th") || n.has_name("caption") || n.has_name("thead"));
        let nests = own.iter().any(|n| n.has_name("table"));
        let prose = own.iter().any(|n| n.has_name("td") && weights.plain(n) >= PROSE);
        if !nests && (of_data || !prose) {
            continue;
        }
        table.rename("div");
        for part in own {
            let inner = part.ancestors_it(None).find(|above| above.has_name("table") || above.id == table.id);
            let is_own = inner.is_none_or(|above| above.id == table.id);
            if is_own && ["tbody", "tr", "td", "center"].iter().any(|name| part.has_name(name)) {
                part.rename("div");
            }
        }
    }
}
