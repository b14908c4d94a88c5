### Start und Verlauf. Überschriften nennen den Zustand in Worten; Zahlen kommen danach.

## Überschriften

home-title-working = Ihre Pumpe arbeitet
home-title-not-giving = Ihre Pumpe gibt kein { $drug } ab
home-title-changing-over = Ihre Pumpe stellt um
home-title-not-programmed = Ihre Pumpe ist noch nicht programmiert
home-title-clock = Die Uhr Ihrer Pumpe braucht Ihre Klinik
home-title-not-read-since = Nicht ausgelesen seit { $time }
home-title-old-reading = Alte Werte
home-title-never-read = Ihre Pumpe wurde noch nicht ausgelesen
home-title-no-pump = Keine Pumpe verbunden

## Was die Pumpe abgibt

home-giving-now = Gibt jetzt { $rate } ab
home-giving-next = ab { $time }: { $rate }
home-giving-all-day = den ganzen Tag gleich
home-not-giving-stopped = Ihre Klinik hat die Pumpe angehalten.
home-not-giving-fault = Ein Fehler hat Ihre Pumpe angehalten.
home-not-giving-unprogrammed = Sie gibt nichts ab, solange Ihre Klinik sie nicht programmiert hat.
home-changing-over-text = Ihre Pumpe befördert das alte Medikament durch den Katheter. Wie schnell, hat Ihre Klinik festgelegt. Bis dahin sind Zusatzdosen gesperrt.
home-clock-text = Ihre Pumpe arbeitet weiter. Ihre Tageszeiten können falsch sein, bis Ihre Klinik die Uhr stellt.
home-usual-dose-label = Grunddosis (basal)
home-read-label = Ausgelesen
home-read-at = Ausgelesen um { $time }
home-read-before-restart = Ausgelesen vor dem Neustart des Telefons. Wie alt die Werte sind, lässt sich nicht sicher sagen.

## Alte oder keine Werte

home-old-heading = Ihr Telefon hat nichts von Ihrer Pumpe gehört
home-old-text = Ihre Pumpe braucht kein Telefon. Wir sehen aber nicht, ob sie das Medikament abgibt. Wenn sie piept oder Sie sich unwohl fühlen, lesen Sie, was zu tun ist.
home-old-read-button = Jetzt auslesen
home-old-reading-now = Ihre Pumpe wird gesucht. Halten Sie das Telefon höchstens eine Armlänge entfernt.
home-never-text = Halten Sie das Telefon höchstens eine Armlänge von der Pumpe entfernt und lesen Sie sie einmal aus.
home-no-pump-text = Tagebuch und Testphase gehen auch ohne Pumpe.
home-what-to-do-button = Was ist zu tun?
home-away-until = Wie angekündigt unterwegs bis { $time }. So lange warten die Hinweise zum Auslesen.

## Zusatzdosis

home-extra-dose-title = Zusatzdosis
home-extra-dose-left = Noch { $left } von { $most } in { $window }
home-extra-dose-button = Zusatzdosis …
home-extra-dose-needs-pump = Dafür muss Ihre Pumpe in Reichweite sein.
home-extra-dose-off = Ihre Klinik hat für Ihre Pumpe keine Zusatzdosen eingestellt.
home-extra-dose-unknown = Die letzte ist noch nicht bekannt. Nicht wiederholen.

## Nachfüllung

home-refill-title = Nächste Nachfüllung
home-refill-amount-label = In der Pumpe
home-refill-amount-at-label = In der Pumpe, um { $time }
home-refill-amount = { $left } von { $full }
home-refill-earliest-label = Frühestens
home-refill-expected-label = Voraussichtlich
home-refill-not-known = Bekannt, sobald die erste Füllung ausgelesen ist.
home-refill-spoken = noch { $left } von { $full }

## Tagebuch

home-diary-due-title = Tagebucheintrag
home-diary-due = Offen bis { $time }
home-diary-button = Jetzt eintragen

## Orte

home-tab-home = Start
home-tab-diary = Tagebuch
home-tab-history = Verlauf
home-tab-more = Mehr
home-more-care-plan = Notfallplan
home-more-caregivers = Vertrauenspersonen
home-more-refill = Nachfüllung
home-more-trial = Testphase
home-more-reminders = Erinnerungen
home-more-report = Bericht für Ihre Klinik
home-more-pump = Angaben zur Pumpe
home-more-settings = Einstellungen

## Verlauf

home-history-title = Verlauf
home-history-empty = Hier steht noch nichts.
home-history-older-button = Ältere zeigen
home-history-bolus = Zusatzdosis: { $dose }
home-history-bolus-clinic = Zusatzdosis durch Ihre Klinik: { $dose }
home-history-bolus-stopped = Zusatzdosis, vorzeitig beendet: zwischen { $least } und { $most }
home-history-bolus-refused = Zusatzdosis: Ihre Pumpe hat abgelehnt
home-history-bolus-unknown = Zusatzdosis: noch nicht bekannt
home-history-basal = Grunddosis: { $dose }
home-history-deficit = Nicht abgegeben: { $dose }
home-history-deficit-text = Ihre Pumpe holt das nicht nach.
home-history-refill = Nachfüllung: { $volume } { $drug }
home-history-alarm-began = Alarm: { $title }
home-history-alarm-ended = Alarm vorbei: { $title }
home-history-programmed = Ihre Klinik hat die Pumpe programmiert
home-history-diary = Tagebucheintrag
home-history-gap = Hier fehlt ein Teil. Ihre Pumpe hat ihn nicht mehr.
home-history-between = zwischen { $first } und { $last }
home-history-time-unknown = Die Zeit ist nicht bekannt: Ihre Pumpe war ohne Strom.
