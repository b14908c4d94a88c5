### Der Bericht für die Klinik: Begriffe der Klinik, einfache Sätze. Zahlen, Daten und Dosen kommen
### fertig geschrieben an.

report-title-pain = Testbericht: Schmerz
report-title-pain-drug = Testbericht: { $drug } bei Schmerz
report-title-spasticity = Testbericht: Spastik
report-title-spasticity-drug = Testbericht: { $drug } bei Spastik
report-footer = { $title }. Erstellt am { $made } mit Cisterna { $version }.
report-page = Seite { $page } von { $pages }
report-not-a-device = Aus dem eigenen Tagebuch der Person und dem Protokoll der Pumpe. Cisterna ist kein Medizinprodukt.
report-decision = Dieser Bericht zeigt Daten. Die Entscheidung trifft die Klinik.

report-drug-baclofen = Baclofen
report-drug-morphine = Morphin
report-drug-ziconotide = Ziconotid

report-none = keine
report-not-known = nicht bekannt
report-at-least = mindestens { $amount }
report-span = { $from } bis { $until }

## Angaben am Kopf

report-fact-person = Person
report-fact-person-unnamed = ohne Namen
report-fact-method = Verfahren
report-method-infusion = Dauerinfusion, { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
}
report-method-single-doses = Einzeldosen ({ $doses })
report-fact-lead = Hauptmaß
report-fact-baseline = Ausgangswert
report-fact-trial = Test
report-fact-window = Ergebnisfenster
report-window = letzte { $hours } Stunden: { $span }
report-fact-answered = Fragen beantwortet
report-answered = { $answered } von { $asked }
report-answered-percent = { $answered } von { $asked } ({ $percent })
report-answered-late = { $answered } von { $asked }, { $late } verspätet
report-fact-pump = Pumpe
report-pump-none = keine: Test ohne Pumpe
report-pump-serial = Seriennummer { $serial }
report-pump-no-serial = Seriennummer nicht mitgeteilt
report-fact-goal = Eigenes Ziel
report-fact-ended = Früher beendet
report-fact-made = Bericht erstellt

## Maße und ihre Skalen

report-measure-nrs-rest = Schmerz in Ruhe
report-measure-nrs-motion = Schmerz bei Bewegung
report-measure-spasm-frequency = Häufigkeit der Spasmen
report-measure-spasm-severity = Schwere der Spasmen
report-measure-function = Ziel erreicht
report-measure-sleep = Schlaf
report-scale-nrs = numerische Skala, 0 bis 10
report-scale-penn-frequency = Penn, 0 bis 4
report-scale-penn-severity = Penn, 1 bis 3
report-scale-good = 0 bis 10, höher ist besser
report-measure-with-scale = { $measure } ({ $scale })

## Das Ergebnis in Worten

report-result-title = Ergebnis
report-result-not-over = Der Test läuft noch. So steht es bis jetzt.
report-result-relief = { $measure }: im Mittel vorher { $before }, in den letzten { $hours } Stunden { $after }. Linderung { $relief }, { $line }.
report-result-worse = { $measure }: im Mittel vorher { $before }, in den letzten { $hours } Stunden { $after }. Keine Linderung: { $worse } schlechter.
report-result-dose-relief = { $dose } am { $given }: { $measure } vorher { $before }, bester Wert { $after }. Linderung { $relief }, { $line }.
report-result-dose-worse = { $dose } am { $given }: { $measure } vorher { $before }, bester Wert { $after }. Keine Linderung: { $worse } schlechter.
report-result-dose-other = { $dose } am { $given }: { $measure }. { $reason }
report-result-dose-not-given = { $dose }: nicht gegeben.
report-result-other = { $measure }. { $reason }
report-result-none = Es wurde keine Dosis gegeben, daher gibt es kein Ergebnis.
report-line-50 = auf oder über der 50-%-Linie
report-line-30 = auf oder über der 30-%-Linie, unter der 50-%-Linie
report-line-under = unter der 30-%-Linie
report-reason-zero = Der Ausgangswert ist 0, die Linderung ist nicht bestimmbar.
report-reason-not-enough-baseline = Zu wenig Daten: Vor dem Test wurden { $answered } von { $asked } Fragen beantwortet, weniger als die Hälfte.
report-reason-not-enough-result = Zu wenig Daten: Für das Ergebnis wurden { $answered } von { $asked } Fragen rechtzeitig beantwortet, weniger als die Hälfte.
report-reason-not-asked-baseline = Danach wurde vor dem Test nicht gefragt.
report-reason-not-asked-result = Danach wurde für das Ergebnis nicht gefragt.
report-share-window = Im Ergebnisfenster rechtzeitig beantwortet: { $answered } von { $asked }. Im ganzen Test: { $all }, verspätete eingeschlossen.
report-share-trial = Im ganzen Test beantwortet: { $all }, verspätete eingeschlossen.

## Tabelle der Ergebnisse

report-results-title = Ergebnisse nach Maß
report-column-measure = Maß
report-column-before = Vorher
report-column-window = Letzte { $hours } h
report-column-best = Bester Wert
report-column-answered-on-time = Rechtzeitig
report-column-relief = Linderung
report-column-line = { $percent }-%-Linie
report-column-dose = Dosis
report-mean-of = { $mean } (Mittel aus { $count })
report-best-after = { $value } (nach { $hours } h)
report-relief-undefined = nicht bestimmbar: Ausgangswert 0
report-relief-not-enough = zu wenig Daten
report-relief-not-asked = nicht gefragt
report-relief-worse = { $percent } schlechter
report-line-reached = { $value }, erreicht
report-line-not-reached = { $value }, nicht erreicht
report-line-at = { $value }
report-line-no = keine Linie
report-line-beyond = { $value }, außerhalb der Skala

## Tag für Tag

report-days-title = Tag für Tag
report-column-day = Tag
report-day-before = Vorher
report-day-of-trial = Tag { $day }
report-day-outside = Danach
report-day-with-date = { $day }, { $date }
report-column-answered = Beantwortet
report-column-basal = Basal, Mikrogramm
report-column-boluses = Boli gegeben
report-column-bolus-dose = Bolusdosis, Mikrogramm
report-column-analgesics = Schmerzmittel
report-boluses = { $given } von { $asked }
report-boluses-refused = { $count } abgelehnt
report-boluses-stopped = { $count } früher beendet
report-boluses-uncertain = { $count } noch nicht bekannt
report-no-answer = keine Antwort
report-not-asked = nicht gefragt
report-days-note = Mittel aller Antworten des Tages, verspätete eingeschlossen. „Keine Antwort“ heißt: Niemand hat geantwortet; das zählt nie als 0. „Ohne Angabe“ heißt: Dazu wurde nichts gesagt.
report-not-told = ohne Angabe
report-no-pump = ohne Pumpe

## Nebenwirkungen, Arzneien

report-side-effects-title = Nebenwirkungen
report-side-effects-none = An den Tagen, an denen danach gefragt wurde, wurde keine Nebenwirkung genannt.
report-side-effects-not-told = Zu Nebenwirkungen wurde nichts angegeben.
report-column-side-effect = Nebenwirkung
report-column-days-told = Genannt an
report-effect-nausea = Übelkeit
report-effect-vomiting = Erbrechen
report-effect-itching = Juckreiz
report-effect-urinary-retention = Harnverhalt
report-effect-constipation = Verstopfung
report-effect-sleepiness = Schläfrigkeit
report-effect-swelling = Schwellung
report-effect-weakness = Schwäche
report-effect-dizziness = Schwindel
report-effect-confusion = Verwirrtheit
report-effect-memory = Gedächtnisstörung
report-effect-gait = Gangstörung

report-medicines-title = Arzneien zum Einnehmen
report-medicines-none = Es wurde keine Arznei zum Einnehmen eingetragen.
report-column-medicine = Arznei
report-column-amount = Menge
report-column-from = Von
report-column-until = Bis
report-column-change = Änderung
report-goes-on = läuft weiter
report-change-before = schon vorher
report-change-started = begonnen
report-change-more = mehr als vorher
report-change-fewer = weniger als vorher
report-change-other = andere Änderung
report-analgesics-title = Schmerzmittel zusätzlich
report-analgesics-none = Es wurde keines angegeben.
report-column-times-before = Anzahl vorher
report-column-times-trial = Anzahl im Test

## Die Pumpe

report-pump-title = Pumpe
report-pump-read = Verordnung, am { $read } aus der Pumpe gelesen: { $drug }, { $concentration }.
report-pump-program = Basalprogramm: { $steps }.
report-pump-step = { $rate } ab { $time }
report-pump-bolus = Bolus: { $dose }, Sperrzeit { $lockout } von Beginn zu Beginn, höchstens { $count } in { $window }.
report-pump-no-bolus = Es ist kein Bolus erlaubt.
report-changes-title = Programmänderungen
report-changes-none = Das Programm wurde in dieser Zeit nicht geändert.
report-column-when = Wann
report-column-basal-before = Basal vorher
report-column-basal-after = Basal danach
report-column-bolus = Bolus
report-doubtful-title = Boli: abgelehnt, früher beendet oder nicht bekannt
report-column-programmed = Programmiert
report-column-outcome = Ausgang
report-column-asked-by = Verlangt von
report-outcome-refused = abgelehnt, nichts gegeben
report-outcome-stopped = früher beendet: mindestens { $least }, höchstens { $most }
report-outcome-uncertain = noch nicht bekannt: weder sicher gegeben noch sicher abgelehnt
report-outcome-running = läuft
report-outcome-given = gegeben
report-origin-phone = Telefon
report-origin-clinician = Klinik
report-log-title = Vollständigkeit des Pumpenprotokolls
report-log-whole = Das Protokoll hat in dieser Zeit keine Lücken.
report-log-gap = { $span }: { $cause }
report-gap-outage = Pumpe lief nicht oder war ohne Strom
report-gap-overwritten = in der Pumpe überschrieben, bevor es gelesen wurde
report-gap-not-read = noch nicht gelesen
report-remarks-title = Bemerkungen im Tagebuch
report-column-remark = Bemerkung

## Wie er zu lesen ist

report-method-title = So ist dieser Bericht zu lesen
report-method-text-infusion = Ausgangswert: alle Antworten vor dem Test. Ergebnis: die rechtzeitigen Antworten der letzten { $hours } Stunden. Die Linderung ist der Anteil am Mittel des Ausgangswerts, um den es besser wurde, in ganzen Prozent, abgerundet. Etwa 30 % gelten als klinisch bedeutsam, 50 % als erheblich (numerische Skala). Wurde weniger als die Hälfte der Fragen beantwortet, wird keine Linderung angegeben; ist der Ausgangswert 0, ist sie nicht bestimmbar. Fehlende Antworten bleiben fehlend.
report-method-text-doses = Ausgangswert: alle Antworten vor der ersten Dosis. Ergebnis: die beste rechtzeitige Antwort nach jeder Dosis; die beste von mehreren ist schon durch Zufall besser als ihr Mittel. Die Linderung ist der Anteil am Mittel des Ausgangswerts, um den es besser wurde, in ganzen Prozent, abgerundet. Etwa 30 % gelten als klinisch bedeutsam, 50 % als erheblich (numerische Skala). Wurde weniger als die Hälfte der Fragen beantwortet, wird keine Linderung angegeben; ist der Ausgangswert 0, ist sie nicht bestimmbar. Fehlende Antworten bleiben fehlend.
report-unshown = { $count ->
    [one] Ein Zeichen konnte nicht gedruckt werden und steht als Code in spitzen Klammern.
   *[other] { $count } Zeichen konnten nicht gedruckt werden und stehen als Codes in spitzen Klammern.
}

## Das Bild des Tests

report-chart-title = Verlauf
report-chart-before = vorher
report-chart-before-mean = vorher: { $mean }
report-chart-line = { $percent } % besser: { $value }
report-chart-window = letzte { $hours } Stunden
report-chart-not-answered = Ohne Antwort
report-chart-basal = Basal, Mikrogramm pro Tag
report-chart-boluses = Boli
report-chart-doses = Dosen, Mikrogramm
report-chart-no-lines-zero = keine 30-%- und 50-%-Linie: Ausgangswert 0
report-chart-no-lines-data = keine 30-%- und 50-%-Linie: vorher zu wenig Daten
report-chart-legend-late = verspätet
report-chart-legend-spontaneous = ungefragt
report-chart-legend-missing = nicht beantwortet
report-chart-legend-skipped = ausgelassen
report-chart-legend-given = Bolus gegeben
report-chart-legend-stopped = früher beendet
report-chart-legend-refused = abgelehnt
report-chart-legend-uncertain = noch nicht bekannt
report-chart-legend-changed = Programm geändert
report-chart-legend-at-least = mindestens

## Das Bild in Worten

report-twin-title = { $measure }, { $span }.
report-twin-beside = Daneben: { $measure }.
report-twin-before = Mittel vor dem Test: { $mean } von { $most }, aus { $count ->
    [one] { $count } Antwort
   *[other] { $count } Antworten
}.
report-twin-no-before = Vor dem Test hat niemand geantwortet.
report-twin-line = Die { $percent }-%-Linie liegt bei { $value }.
report-twin-late = { $value } (verspätet)
report-twin-unprompted = { $value } (ungefragt)
report-twin-missing = nicht beantwortet
report-twin-skipped = ausgelassen

## Die Vorhersage des Reservoirs

report-residual-title = Was im Reservoir ist
report-residual-expected = erwartet
report-residual-earliest = frühestens
report-residual-low = niedrig: { $volume }
report-residual-use-by = verwendbar bis { $date }
report-residual-now = jetzt
report-residual-axis = Milliliter
report-residual-twin-now = Gelesen am { $at }: { $volume } im Reservoir.
report-residual-twin-low = Niedrig ist es bei { $volume }: frühestens am { $earliest }, erwartet am { $expected }.
report-residual-twin-low-earliest = Niedrig ist es bei { $volume }: frühestens am { $earliest }.
report-residual-twin-low-unknown = Niedrig ist es bei { $volume }. So weit reicht dieses Bild nicht.
report-residual-twin-use-by = Das Arzneimittel ist bis { $date } zu verwenden.
report-residual-column-day = Tag
report-residual-column-expected = Erwartet
report-residual-column-earliest = Mindestens
