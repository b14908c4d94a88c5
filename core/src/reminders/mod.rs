//! Reminders: what is due next, in civil time, and what returns until somebody reacts. SR-47, SR-49
