-- What the person keeps: diary, care plan, reminders, settings. Conventions of 0001, and:
--   body    JSON as the module that is named beside it writes it; a later version adds keys
--   *_offset_s  seconds east of UTC that the person's clock had then
-- From this version on the database is encrypted (SQLCipher, raw key); that is the file's form and
-- not a table.

-- Diary plans (trial::Plan): a trial, or the long-term diary after it.
CREATE TABLE plans (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    created_utc_ms INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- Diary entries (trial::Entry), in the order in which they were made. An entry is never changed: a
-- correction is another entry that names the one it corrects.
CREATE TABLE diary (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    plan INTEGER NOT NULL REFERENCES plans (id),
    made_utc_ms INTEGER NOT NULL,
    made_offset_s INTEGER NOT NULL,
    corrects INTEGER REFERENCES diary (id),
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;
CREATE INDEX diary_by_time ON diary (plan, made_utc_ms);
CREATE INDEX diary_corrections ON diary (corrects) WHERE corrects IS NOT NULL;

-- Oral medicines (trial::OralMedicine): a change ends one row and begins another.
CREATE TABLE medicines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL CHECK (json_valid(body))
) STRICT;

-- The zones that the person was in, each from an instant on.
CREATE TABLE zones (
    from_utc_ms INTEGER PRIMARY KEY,
    name TEXT NOT NULL
) STRICT;

-- What a clinic found in the reservoir before a fill, as the person was told.
CREATE TABLE found_volumes (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    -- The pump's count and volume at the fill that it belongs to.
    filled_at_count INTEGER NOT NULL,
    expected_nl INTEGER NOT NULL,
    found_nl INTEGER,
    noted_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (pump, generation, filled_at_count)
) STRICT, WITHOUT ROWID;

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
