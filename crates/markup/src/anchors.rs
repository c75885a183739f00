//! Links within a text: an id stays where a link needs it, once; a link stays where its id is.

use std::collections::HashSet;

use crate::address::Addresses;
use crate::tree::{Node, join};

/// Keeps ids and the links to them consistent.
pub(crate) fn settle(mut nodes: Vec<Node>, addresses: &Addresses) -> Vec<Node> {
    let mut ids = HashSet::new();
    first_ids(&mut nodes, &mut ids);
    let mut wanted = HashSet::new();
    links(&mut nodes, &ids, &mut wanted, addresses);
    prune(nodes, &wanted)
}

fn first_ids(nodes: &mut [Node], ids: &mut HashSet<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        element.attributes.retain(|(name, value)| *name != "id" || ids.insert(value.clone()));
        first_ids(&mut element.children, ids);
    }
}

fn links(nodes: &mut [Node], ids: &HashSet<String>, wanted: &mut HashSet<String>, addresses: &Addresses) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if element.name == "a"
            && let Some(fragment) =
                element.attribute("href").and_then(|h| h.strip_prefix('#')).map(str::to_owned)
        {
            if ids.contains(&fragment) {
                wanted.insert(fragment);
            } else if let Some(away) = addresses.away(&fragment) {
                for (name, value) in &mut element.attributes {
                    if *name == "href" {
                        value.clone_from(&away);
                    }
                }
            } else {
                element.name = "span";
                element.attributes.retain(|(name, _)| matches!(*name, "id" | "lang" | "dir"));
            }
        }
        links(&mut element.children, ids, wanted, addresses);
    }
}

fn prune(nodes: Vec<Node>, wanted: &HashSet<String>) -> Vec<Node> {
    let mut kept = Vec::with_capacity(nodes.len());
    let mut opened = false;
    for node in nodes {
        match node {
            Node::Text(_) => kept.push(node),
            Node::Element(mut element) => {
                element.attributes.retain(|(name, value)| *name != "id" || wanted.contains(value));
                element.children = prune(element.children, wanted);
                if element.name == "span" && element.attributes.is_empty() {
                    kept.append(&mut element.children);
                    opened = true;
                } else {
                    kept.push(element.into());
                }
            }
        }
    }
    if opened { join(kept) } else { kept }
}
