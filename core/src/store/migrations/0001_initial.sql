-- The store's first schema. Conventions:
--   *_ms    milliseconds; *_utc_ms since 1970-01-01 UTC by the phone's clock
--   *_s     seconds; count columns are seconds on the pump's monotonic count
--   *_ng    nanograms
--   instants on the phone are three columns: boot id (16 bytes), milliseconds since that boot
--   (time asleep included), wall clock
-- Mistakes not to repeat: a changed migration that was released is a corrupt database; add a new
-- file instead.

-- A pump that this phone is or was paired with. No key is in here: keys lie in the key store under
-- (serial, key epoch).
CREATE TABLE pumps (
    id INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,
    -- 1 for the pump that the app works with.
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    -- Rises when the pump's durable memory was made anew; storage_id tells. Logs and requests of
    -- another generation are kept apart.
    generation INTEGER NOT NULL,
    storage_id BLOB NOT NULL CHECK (length(storage_id) = 8),
    -- Key epoch of the link key that is valid; NULL before the first connection with one.
    key_epoch INTEGER,
    -- Key epoch of a link key that the phone has not connected with yet.
    pending_key_epoch INTEGER,
    -- Counter of the next request; rises durably before use, never falls within a key epoch.
    next_counter INTEGER NOT NULL CHECK (next_counter BETWEEN 1 AND 4294967295),
    -- No request before the pump's count reaches this; NULL where nothing holds requests back.
    hold_until_count INTEGER,
    paired_utc_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_current_pump ON pumps (current) WHERE current = 1;

-- One wish for a bolus each; written before its first byte leaves.
CREATE TABLE requests (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    key_epoch INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    -- When the person asked for it.
    tapped_boot_id BLOB NOT NULL CHECK (length(tapped_boot_id) = 16),
    tapped_since_boot_ms INTEGER NOT NULL,
    tapped_utc_ms INTEGER NOT NULL,
    -- What the person was shown.
    dose_ng INTEGER NOT NULL,
    prescription_version INTEGER NOT NULL,
    -- 0 intended, 1 sent, 2 answered, 3 not received, 4 cannot be known, 5 died
    state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 5),
    -- State 2: the pump's outcome in CBOR.
    outcome BLOB,
    -- State 4: the pump's count at which a bolus of that time has left the window.
    until_count INTEGER,
    -- State 5: 1 too late, 2 restart, 3 not authenticated, 4 another offer, 5 link lost, 6 cancelled, 7 held
    death INTEGER,
    PRIMARY KEY (pump, generation, key_epoch, counter),
    CHECK ((state = 2) = (outcome IS NOT NULL)),
    CHECK ((state = 4) = (until_count IS NOT NULL)),
    CHECK ((state = 5) = (death IS NOT NULL))
) STRICT, WITHOUT ROWID;

-- The pump's logs as they came, 40 bytes a record. log: 0 doses, 1 events.
CREATE TABLE records (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    log INTEGER NOT NULL CHECK (log IN (0, 1)),
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL CHECK (length(bytes) = 40),
    -- Chain digest after this record; NULL where it cannot be computed.
    digest BLOB,
    -- Boot epoch and count, from the bytes.
    epoch INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- 1 where the digest chain runs through to this record.
    verified INTEGER NOT NULL CHECK (verified IN (0, 1)),
    PRIMARY KEY (pump, generation, log, seq)
) STRICT, WITHOUT ROWID;

-- How far each log is copied. Changes in one transaction with its records.
CREATE TABLE heads (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    log INTEGER NOT NULL CHECK (log IN (0, 1)),
    -- Next sequence number to ask for.
    next_seq INTEGER NOT NULL,
    -- Chain digest before that record; NULL where it is not known.
    digest BLOB CHECK (length(digest) = 16),
    PRIMARY KEY (pump, generation, log)
) STRICT, WITHOUT ROWID;

-- Records that the pump no longer has: from_seq up to, not including, until_seq.
CREATE TABLE gaps (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    log INTEGER NOT NULL CHECK (log IN (0, 1)),
    from_seq INTEGER NOT NULL,
    until_seq INTEGER NOT NULL CHECK (until_seq > from_seq),
    PRIMARY KEY (pump, generation, log, from_seq)
) STRICT, WITHOUT ROWID;

-- Where the digest chain did not fit. kind: 0 the page does not follow what was copied, 1 the page
-- does not fit itself, 2 the log is shorter than what was copied.
CREATE TABLE chain_breaks (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    log INTEGER NOT NULL CHECK (log IN (0, 1)),
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 2),
    found_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (pump, generation, log, seq, kind)
) STRICT, WITHOUT ROWID;

-- The latest authenticated status of each pump, in CBOR, and when it was read.
CREATE TABLE readings (
    pump INTEGER PRIMARY KEY REFERENCES pumps (id),
    status BLOB NOT NULL,
    boot_id BLOB NOT NULL CHECK (length(boot_id) = 16),
    since_boot_ms INTEGER NOT NULL,
    wall_utc_ms INTEGER NOT NULL
) STRICT;

-- Which wall time a count was read at: maps counts of an epoch to times.
CREATE TABLE epoch_anchors (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    generation INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    count INTEGER NOT NULL,
    wall_utc_ms INTEGER NOT NULL,
    PRIMARY KEY (pump, generation, epoch, count)
) STRICT, WITHOUT ROWID;

-- Signed prescriptions as they came, in CBOR, by the SHA-256 of the prescription's bytes.
CREATE TABLE prescriptions (
    pump INTEGER NOT NULL REFERENCES pumps (id),
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    signed BLOB NOT NULL,
    PRIMARY KEY (pump, digest)
) STRICT, WITHOUT ROWID;
