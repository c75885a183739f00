//! Tables: caption, head, bodies, foot; spans only where they describe a grid without holes.

use dom_query::NodeRef;

use crate::tidy::{Inside, Tidy, loosened, marks};
use crate::tree::{Element, Node};

/// Widest table; wider ones lose their spans.
const WIDTH: usize = 200;

struct Cell {
    element: Element,
    across: usize,
    down: usize,
}

type Row = Vec<Cell>;

impl Tidy<'_> {
    /// A table as blocks: one table, or the contents of one that only arranged things on a page.
    pub(crate) fn table(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        let mut caption = None;
        let (mut head, mut foot): (Vec<Row>, Vec<Row>) = (Vec::new(), Vec::new());
        let mut bodies: Vec<Vec<Row>> = Vec::new();
        let mut loose = false;
        for part in node.element_children() {
            let name = part.node_name().unwrap_or_default();
            match &*name {
                "caption" if caption.is_none() => {
                    caption =
                        Some(self.line(&part, depth + 1, inside)).filter(|l| l.iter().any(Node::is_visible));
                }
                "thead" => head.extend(self.rows(&part, depth, inside)),
                "tfoot" => foot.extend(self.rows(&part, depth, inside)),
                "tbody" => {
                    loose = false;
                    bodies.push(self.rows(&part, depth, inside));
                }
                "tr" => {
                    if !loose {
                        bodies.push(Vec::new());
                        loose = true;
                    }
                    if let Some(body) = bodies.last_mut() {
                        body.extend(self.row(&part, depth, inside));
                    }
                }
                _ => {}
            }
        }
        let mut sections: Vec<(&'static str, Vec<Row>)> = vec![("thead", head)];
        sections.extend(bodies.into_iter().map(|body| ("tbody", body)));
        sections.push(("tfoot", foot));
        sections.retain(|(_, rows)| !rows.is_empty());

        let rows = || sections.iter().flat_map(|(_, rows)| rows);
        let arranges = rows().all(|row| row.len() == 1) && !rows().flatten().any(|c| c.element.name == "th");
        if arranges {
            let cells = sections.into_iter().flat_map(|(_, rows)| rows).flatten();
            let caption = caption.map(|line| Element::new("p", line).into());
            return caption.into_iter().chain(cells.flat_map(|c| loosened(c.element.children))).collect();
        }
        for (_, rows) in &mut sections {
            let height = rows.len();
            for (at, row) in rows.iter_mut().enumerate() {
                for cell in row {
                    cell.down = if cell.down == 0 { height - at } else { cell.down.min(height - at) };
                }
            }
        }
        let keeps_spans = is_grid(&sections);
        let mut children: Vec<Node> =
            caption.map(|line| Element::new("caption", line).into()).into_iter().collect();
        for (name, rows) in sections {
            let rows = rows.into_iter().map(|row| {
                let cells = row.into_iter().map(|cell| {
                    let mut element = cell.element;
                    if keeps_spans && cell.across > 1 {
                        element = element.with("colspan", cell.across.to_string());
                    }
                    if keeps_spans && cell.down > 1 {
                        element = element.with("rowspan", cell.down.to_string());
                    }
                    Node::from(element)
                });
                Element::new("tr", cells.collect()).into()
            });
            children.push(Element::new(name, rows.collect()).into());
        }
        vec![Element { name: "table", attributes: marks(node), children }.into()]
    }

    fn rows(&self, section: &NodeRef, depth: usize, inside: Inside) -> Vec<Row> {
        let rows = section.element_children().into_iter().filter(|row| row.has_name("tr"));
        rows.filter_map(|row| self.row(&row, depth, inside)).collect()
    }

    fn row(&self, row: &NodeRef, depth: usize, inside: Inside) -> Option<Row> {
        let mut cells = Row::new();
        for cell in row.element_children() {
            let span = |name: &str, least: usize| {
                cell.attr(name)
                    .and_then(|v| v.trim().parse::<usize>().ok())
                    .map_or(1, |n| n.clamp(least, 1_000))
            };
            let mut element = Element { name: "td", attributes: marks(&cell), children: Vec::new() };
            if cell.has_name("th") {
                element.name = "th";
                element.children = self.line(&cell, depth + 2, inside);
                if let Some(scope) = cell.attr("scope").map(|s| s.trim().to_ascii_lowercase())
                    && matches!(scope.as_str(), "row" | "col")
                {
                    element = element.with("scope", scope);
                }
            } else if cell.has_name("td") {
                element.children = self.container(&cell, depth + 2, inside);
            } else {
                continue;
            }
            cells.push(Cell { element, across: span("colspan", 1), down: span("rowspan", 0) });
        }
        cells.iter().any(|c| c.element.children.iter().any(Node::is_visible)).then_some(cells)
    }
}

/// Whether the spans leave no cell on top of another and no column without a cell of its own.
fn is_grid(sections: &[(&'static str, Vec<Row>)]) -> bool {
    let mut begins: Vec<bool> = Vec::new();
    for (_, rows) in sections {
        // For each column, how many more rows a cell from above covers.
        let mut covered: Vec<usize> = Vec::new();
        for row in rows {
            let mut column = 0;
            let mut next = covered.iter().map(|rows| rows.saturating_sub(1)).collect::<Vec<_>>();
            for cell in row {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let end = column + cell.across;
                if end > WIDTH {
                    return false;
                }
                if begins.len() < end {
                    begins.resize(end, false);
                }
                if next.len() < end {
                    next.resize(end, 0);
                }
                begins[column] = true;
                if covered.iter().take(end).skip(column).any(|rows| *rows > 0) {
                    return false;
                }
                next[column..end].fill(cell.down - 1);
                column = end;
            }
            covered = next;
        }
    }
    begins.iter().all(|begins| *begins)
}
