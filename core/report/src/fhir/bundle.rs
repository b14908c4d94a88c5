//! Entries and their ids.

use crate::input::Drug;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt::Write;

/// Resources in their order.
pub(super) struct Bundle {
    /// A digest of the whole report: nameless people in two bundles are not the same person.
    seed: [u8; 32],
    entries: Vec<Value>,
    taken: HashSet<String>,
    /// The drug that doses are of.
    pub(super) drug: Option<Drug>,
}

impl Bundle {
    pub(super) fn new(content: &[String], drug: Option<Drug>) -> Self {
        let mut digest = Sha256::new();
        for part in content {
            digest.update(part.len().to_be_bytes());
            digest.update(part);
        }
        Self {
            seed: digest.finalize().into(),
            entries: Vec::new(),
            taken: HashSet::new(),
            drug,
        }
    }

    /// The bundle's own name.
    pub(super) fn identifier(&self) -> String {
        format!("urn:uuid:{}", self.id("Bundle", 0))
    }

    /// Puts a resource in and returns how others refer to it.
    pub(super) fn add(&mut self, mut resource: Value) -> String {
        let content = resource.to_string();
        let mut copy = 0_u64;
        let id = loop {
            let id = self.id(&content, copy);
            if self.taken.insert(id.clone()) {
                break id;
            }
            // two entries may say the very same at the very same time
            copy += 1;
        };
        if let Some(fields) = resource.as_object_mut() {
            fields.shift_insert(1, "id".to_owned(), Value::from(id.as_str()));
        }
        let url = format!("urn:uuid:{id}");
        self.entries
            .push(json!({ "fullUrl": url, "resource": resource }));
        url
    }

    /// All resources that were put in so far.
    pub(super) fn urls(&self) -> Vec<String> {
        let url = |entry: &Value| entry["fullUrl"].as_str().map(str::to_owned);
        self.entries.iter().filter_map(url).collect()
    }

    pub(super) fn into_entries(self) -> Vec<Value> {
        self.entries
    }

    /// A UUID of version 8 (RFC 9562, "custom") from seed and content.
    fn id(&self, content: &str, copy: u64) -> String {
        let mut digest = Sha256::new();
        digest.update(self.seed);
        digest.update(copy.to_be_bytes());
        digest.update(content);
        let digest: [u8; 32] = digest.finalize().into();
        let mut id = String::with_capacity(36);
        for (place, byte) in digest.iter().take(16).enumerate() {
            let byte = match place {
                6 => (byte & 0x0f) | 0x80,
                8 => (byte & 0x3f) | 0x80,
                _ => *byte,
            };
            if matches!(place, 4 | 6 | 8 | 10) {
                id.push('-');
            }
            write!(id, "{byte:02x}").expect("a string takes every write");
        }
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundle(seed: &str) -> Bundle {
        Bundle::new(&[seed.to_owned()], None)
    }

    #[test]
    fn ids_follow_from_seed_and_content_and_are_never_shared() {
        let patient = || json!({ "resourceType": "Patient" });
        let (mut one, mut same, mut other) = (bundle("a"), bundle("a"), bundle("b"));
        let first = one.add(patient());
        assert_eq!(first, same.add(patient()));
        assert_ne!(first, other.add(patient()));
        assert_ne!(first, one.add(patient()));
    }

    #[test]
    fn an_id_is_a_uuid_of_version_8() {
        let id = bundle("a").id("x", 0);
        assert_eq!(id.len(), 36);
        let marks: Vec<_> = id.match_indices('-').map(|(at, _)| at).collect();
        assert_eq!(marks, [8, 13, 18, 23]);
        assert_eq!(id.as_bytes()[14], b'8');
        assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    }
}
