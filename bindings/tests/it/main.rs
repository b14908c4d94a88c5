//! The bindings as a shell drives them, with the real firmware at the other end.

mod phone;
mod whole_way;
