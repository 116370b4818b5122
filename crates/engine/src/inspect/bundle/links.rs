//! The symbolic links of a bundle, judged together: what the words of one mean may depend on another.
//!
//! `a/up -> ..` and `away -> a/up/..` each stay inside by their words. Followed, the second leaves.

use std::collections::BTreeMap;

/// Links that stay inside as long as no other comes in between.
#[derive(Default)]
pub(super) struct Links(BTreeMap<String, String>);

impl Links {
    /// Takes one in: where it lies, and where it points.
    pub(super) fn add(&mut self, place: &str, target: &str) {
        self.0.insert(place.to_owned(), target.replace('\\', "/"));
    }

    /// The first of these entries that may lie or lead outside: one below a link, or a link that goes up once it has
    /// followed another. Without these two a path means what its words say up to the first link in it, and only down
    /// from there.
    pub(super) fn leaving<'n>(&self, names: impl Iterator<Item = &'n String>) -> Option<String> {
        let below = names.filter(|name| self.lies_below(name)).min();
        let up = || {
            let mut links = self.0.iter();
            links.find(|(place, target)| self.goes_up(place, target))
        };
        below.or_else(|| up().map(|(place, _)| place)).cloned()
    }

    fn lies_below(&self, name: &str) -> bool {
        let mut folders = name.match_indices('/').map(|(end, _)| &name[..end]);
        !self.0.is_empty() && folders.any(|folder| self.0.contains_key(folder))
    }

    fn goes_up(&self, place: &str, target: &str) -> bool {
        let mut path = place
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let mut followed = false;
        for part in target.split('/') {
            match part {
                "" | "." => {}
                ".." if followed => return true,
                ".." => path.truncate(path.rfind('/').unwrap_or(0)),
                _ => {
                    if !path.is_empty() {
                        path.push('/');
                    }
                    path.push_str(part);
                    followed |= self.0.contains_key(&path);
                }
            }
        }
        false
    }
}
