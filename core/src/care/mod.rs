//! Care: whom to call, and how caregivers are told without any server. SR-47
