//! The diary: plan, entries, prompts and results of a trial and of the years after it. SR-50
