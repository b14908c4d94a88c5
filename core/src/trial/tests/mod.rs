//! The diary as a whole: trials computed by hand, and what always holds.
