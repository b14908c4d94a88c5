-- What the person keeps: diary, care plan, reminders, settings. Conventions of 0001, and:
--   body    JSON as the module that is named beside it writes it; a later version adds keys
--   *_offset_s  seconds east of UTC that the person's clock had then
-- From this version on the database is encrypted (SQLCipher, raw key); that is the file's form and
-- not a table.

-- Diary plans (trial::Plan): a trial, and the long-term diary after it.
CREATE TABLE plans (
    id INTEGER PRIMARY KEY,
    created_utc_ms INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- Diary entries (trial::Entry), numbered within their plan in the order in which they were made. An
-- entry is never changed: a correction is another entry that names the one it corrects.
CREATE TABLE diary (
    plan INTEGER NOT NULL REFERENCES plans (id),
    id INTEGER NOT NULL,
    made_utc_ms INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (plan, id)
) STRICT;
CREATE INDEX diary_by_time ON diary (plan, made_utc_ms);

-- Oral medicines (trial::OralMedicine): a change ends one row and begins another.
CREATE TABLE medicines (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- The zones that the person was in, each from an instant on.
CREATE TABLE zones (
    from_utc_ms INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

-- One of each kind: care plan, reminder state, bookings, settings, caregivers' notices.
CREATE TABLE documents (
    kind TEXT PRIMARY KEY,
    changed_utc_ms INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT, WITHOUT ROWID;

-- Requests whose story may go on are found without reading the settled ones. Rows of version 1
-- count as open until they are looked at.
ALTER TABLE requests ADD COLUMN settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1));
CREATE INDEX unsettled_requests ON requests (pump) WHERE settled = 0;
