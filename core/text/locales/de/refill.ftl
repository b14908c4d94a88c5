### Nachfüllung: Das früheste Datum steht vor dem voraussichtlichen, und die Warnungen wachsen von
### „Zeit für einen Termin“ bis zum Notfall, mit der Gefahr des Medikaments.

refill-title = Nachfüllung
refill-amount-label = In der Pumpe
refill-amount-at-label = In der Pumpe, um { $time }
refill-amount = { $left } von { $full }
refill-lower-bound = mindestens { $volume }
refill-low-title = Niedriger Stand
refill-empty-title = Leer
refill-earliest-label = Frühestens
refill-expected-label = Voraussichtlich
refill-expected-beyond = zu weit voraus
refill-use-by-label = Medikament verwendbar bis
refill-low-level-label = Niedriger Stand laut Klinik
refill-explain = Das früheste Datum rechnet mit jeder Zusatzdosis, die Ihre Pumpe zulässt, und mit einer Pumpe, die etwas zu schnell läuft. Richten Sie sich danach.
refill-never-read = Die Daten stehen fest, sobald die Pumpe nach einer Nachfüllung ausgelesen ist.
refill-twin-title = In Worten
refill-twin-now = { $volume } nach der letzten Auslesung.
refill-twin-low = Niedriger Stand frühestens am { $earliest }, voraussichtlich am { $expected }.
refill-twin-empty = Leer frühestens am { $earliest }, voraussichtlich am { $expected }.

## Warum die Daten so sind

refill-because-title = Warum das früheste Datum so früh ist
refill-because-old-reading = Ihre Pumpe wurde zuletzt am { $time } ausgelesen. Was seither war, ist nicht bekannt.
refill-because-clock = Die Uhr Ihrer Pumpe wartet auf Ihre Klinik. Deshalb zählt den ganzen Tag die höchste Rate.
refill-because-not-running = Ihre Pumpe folgt gerade nicht ihrem Programm. Die Daten gehen davon aus, dass sie es tut.
refill-because-use-by = Das Medikament läuft vorher ab.
refill-because-pump = Ihre Pumpe selbst nennt ein früheres Datum.
refill-because-read-button = Jetzt auslesen

## Termin

refill-book-button = Ich habe einen Termin …
refill-book-title = Ihr Termin zum Nachfüllen
refill-book-question = Wann ist er?
refill-book-save-button = Speichern
refill-book-remove-button = Er wurde abgesagt
refill-booked = Termin am { $date }
refill-booked-too-late = Termin am { $date }. Vorher kann Ihre Pumpe leer sein. Fragen Sie Ihre Klinik nach einem früheren Termin.
refill-booked-over = Ihr Termin war am { $date }. Seither wurde keine Nachfüllung ausgelesen. Lesen Sie die Pumpe aus oder machen Sie einen neuen Termin.
refill-not-booked = Kein Termin notiert
refill-call-clinic-button = Klinik anrufen

## Warnungen

refill-warning-plan-title = Zeit für einen Termin zum Nachfüllen
refill-warning-plan-text = Frühestens am { $date } ist der niedrige Stand erreicht.
refill-warning-soon-title = Bald muss nachgefüllt werden
refill-warning-soon-text = Frühestens am { $date } ist der niedrige Stand erreicht. Rufen Sie Ihre Klinik wegen eines Termins an.
refill-warning-now-title = Die Nachfüllung kann nicht warten
refill-warning-now-text = Frühestens am { $date } ist der niedrige Stand erreicht. Rufen Sie heute Ihre Klinik an.
refill-warning-emergency-title = Die Nachfüllung ist jetzt ein Notfall
refill-warning-emergency-text = Rufen Sie jetzt Ihre Klinik an, bei Tag und bei Nacht.
refill-warning-low-title = Ihre Pumpe ist vielleicht fast leer
refill-warning-low-text = Der niedrige Stand ist frühestens am { $date } erreicht.
refill-warning-empty-title = Ihre Pumpe ist vielleicht leer
refill-warning-empty-text = Ab { $date } kann sie leer sein.
refill-warning-use-by-title = Das Medikament läuft bald ab
refill-warning-use-by-text = Das Medikament in Ihrer Pumpe ist bis { $date } verwendbar. Machen Sie vorher einen Termin zum Nachfüllen.
refill-warning-use-by-passed-title = Das Medikament ist abgelaufen
refill-warning-use-by-passed-text = Es war bis { $date } verwendbar. Rufen Sie Ihre Klinik an.
refill-warning-unreachable-title = Ihre Pumpe wurde lange nicht ausgelesen
refill-warning-unreachable-text = Zuletzt wurde sie am { $time } ausgelesen. Ab { $date } kann sie leer sein. Lesen Sie sie jetzt aus.

refill-danger-baclofen-withdrawal = Ohne Baclofen können Sie innerhalb eines Tages schwer krank werden: Fieber, Verwirrtheit, sehr steife Muskeln.
refill-danger-baclofen-overdose = Zu viel Baclofen kann Sie sehr schläfrig und schwach machen und den Atem verlangsamen.
refill-danger-opioid-withdrawal = Ohne Morphin können Ihre Schmerzen wiederkommen, und Sie können sich krank fühlen.
refill-danger-opioid-overdose = Zu viel Morphin kann Sie sehr schläfrig machen und die Atmung lähmen.
refill-danger-pain-returns = Ohne Ziconotid können Ihre Schmerzen wiederkommen. Plötzlich aufzuhören ist an sich nicht gefährlich.
refill-danger-ziconotide-excess = Zu viel Ziconotid kann Sie verwirrt und unsicher auf den Beinen machen.

## Nach der Nachfüllung

refill-after-title = Nach Ihrer Nachfüllung
refill-after-text = Lesen Sie die Pumpe einmal aus, damit die Daten stimmen.
refill-after-found-question = Wie viel hat Ihre Klinik in der Pumpe gefunden?
refill-after-filled-question = Wie viel hat sie eingefüllt?
refill-discrepancy-title = Die Nachfüllung passte nicht
refill-discrepancy-text = Ihre Pumpe hatte { $counted } gezählt. Ihre Klinik fand { $found }.
refill-discrepancy-too-little = Sie haben vielleicht weniger bekommen als geplant. Sagen Sie Ihrer Klinik, wie es Ihnen ging.
refill-discrepancy-too-much = Sie haben vielleicht mehr bekommen als geplant. Sagen Sie Ihrer Klinik, wie es Ihnen ging.
refill-discrepancy-within = So viel Unterschied kann eine Pumpe dieser Größe haben.
refill-volume-too-large = Das ist mehr, als Ihre Pumpe fasst. Prüfen Sie die Zahl mit Ihrer Klinik.

## Batterie

refill-battery-title = Die Batterie Ihrer Pumpe
refill-battery-plan = Laut Ihrer Klinik soll die Pumpe vor { $date } ersetzt werden. Machen Sie einen Termin.
refill-battery-soon = Ihre Pumpe soll vor { $date } ersetzt werden. Rufen Sie Ihre Klinik wegen eines Termins an.
refill-battery-now = Ab { $date } kann die Batterie Ihrer Pumpe zu Ende sein. Rufen Sie heute Ihre Klinik an.
