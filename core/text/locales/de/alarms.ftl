### Alarme: was geschehen ist, was es heißt, wen anrufen (das sagt der Notfallplan), worauf achten,
### was mitnehmen, dann der Ton. Welcher Satz zu welchem Alarm und Medikament gehört: src/alarms.rs.

## Namen der Medikamente

alarms-drug-baclofen = Baclofen
alarms-drug-morphine = Morphin
alarms-drug-ziconotide = Ziconotid
alarms-drug-unknown = Medikament

## Überschriften

alarms-title-not-giving = Ihre Pumpe gibt kein { $drug } ab
alarms-title-too-little = Ihre Pumpe gibt vielleicht zu wenig { $drug } ab
alarms-title-too-much = Ihre Pumpe steht: Die Dosis ist vielleicht falsch
alarms-title-cut-morphine = Ihre Pumpe steht: Vielleicht war es zu viel
alarms-title-low = Ihre Pumpe muss nachgefüllt werden
alarms-title-maybe-empty = Ihre Pumpe ist vielleicht leer
alarms-title-empty = Ihre Pumpe ist leer und gibt kein { $drug } ab
alarms-title-memory = Ihre Pumpe hat einen Speicherfehler
alarms-title-clock = Die Uhr Ihrer Pumpe braucht Ihre Klinik
alarms-title-held-back = Ihre Pumpe hält die Grunddosis zurück
alarms-title-use-by = Das Medikament in der Pumpe ist abgelaufen
alarms-title-not-programmed = Ihre Pumpe ist noch nicht programmiert

## Was geschehen ist

alarms-happened-at = Bemerkt um { $time }.
alarms-happened-motor-stall = Der Motor Ihrer Pumpe bewegt sich nicht.
alarms-happened-infusion-error = Der Motor Ihrer Pumpe hat sich mehr oder weniger bewegt, als er sollte.
alarms-happened-monitor-cut = Eine zweite Sicherung hat den Motor Ihrer Pumpe abgeschaltet.
alarms-happened-reservoir-low = Das Medikament in Ihrer Pumpe geht zur Neige.
alarms-happened-reservoir-empty = Das Medikament in Ihrer Pumpe ist vielleicht aufgebraucht.
alarms-happened-reservoir-dry = Das Medikament in Ihrer Pumpe ist aufgebraucht.
alarms-happened-self-test = Ihre Pumpe hat beim Selbsttest einen Fehler gefunden.
alarms-happened-bad-memory = Ein Teil des Speichers Ihrer Pumpe ist beschädigt.
alarms-happened-stopped = Ihre Klinik hat die Pumpe angehalten.
alarms-happened-clock-uncertain = Ihre Pumpe war ohne Strom und kennt die Uhrzeit nicht.
alarms-happened-limit-hold = Die Höchstdosis, die Ihre Klinik eingestellt hat, ist erreicht.
alarms-happened-use-by-passed = Das Medikament in Ihrer Pumpe ist über sein Verwendungsdatum hinaus.
alarms-happened-not-programmed = Ihre Klinik hat die Pumpe noch nicht programmiert.

## Was es heißt

alarms-means-no-flow-baclofen = Ihre Pumpe gibt kein Baclofen ab. Ohne Baclofen können Sie innerhalb eines Tages schwer krank werden.
alarms-means-no-flow-morphine = Ihre Pumpe gibt kein Morphin ab. Ihre Schmerzen können wiederkommen, und Sie können sich krank fühlen. Nehmen Sie andere Mittel nur so, wie Ihre Klinik es sagt.
alarms-means-no-flow-ziconotide = Ihre Pumpe gibt kein Ziconotid ab. Plötzlich aufzuhören ist an sich nicht gefährlich, aber Ihre Schmerzen können wiederkommen.
alarms-means-no-flow-unknown = Ihre Pumpe gibt kein Medikament ab.
alarms-means-trying-baclofen = Ihre Pumpe macht weiter, so gut sie kann, aber vielleicht kommt kein Baclofen bei Ihnen an. Ohne Baclofen können Sie innerhalb eines Tages schwer krank werden. Zusatzdosen sind gesperrt.
alarms-means-unsure-baclofen = Sie bekommen vielleicht zu wenig Baclofen oder zu viel. Ihre Pumpe gibt die Grunddosis weiter ab. Zusatzdosen sind gesperrt.
alarms-means-unsure-morphine = Sie haben vielleicht zu viel Morphin bekommen oder zu wenig. Ihre Pumpe steht, damit nicht noch mehr dazukommt.
alarms-means-unsure-ziconotide = Sie haben vielleicht zu viel Ziconotid bekommen oder zu wenig. Ihre Pumpe steht, damit nicht noch mehr dazukommt.
alarms-means-unsure-unknown = Sie haben vielleicht zu viel bekommen oder zu wenig.
alarms-means-cut-baclofen = Ihre Pumpe hat vielleicht zu viel Baclofen abgegeben. Jetzt gibt sie keines ab. Ohne Baclofen können Sie innerhalb eines Tages schwer krank werden.
alarms-means-cut-morphine = Ihre Pumpe hat vielleicht zu viel Morphin abgegeben. Jetzt gibt sie keines ab. Zu viel Morphin kann die Atmung lähmen.
alarms-means-cut-ziconotide = Ihre Pumpe hat vielleicht zu viel Ziconotid abgegeben. Jetzt gibt sie keines ab.
alarms-means-cut-unknown = Ihre Pumpe hat vielleicht zu viel abgegeben. Jetzt gibt sie nichts ab.
alarms-means-low-baclofen = Noch ist Baclofen da, aber es muss rechtzeitig nachgefüllt werden. Läuft die Pumpe leer, können Sie innerhalb eines Tages schwer krank werden.
alarms-means-low-morphine = Noch ist Morphin da, aber es muss rechtzeitig nachgefüllt werden. Läuft die Pumpe leer, können die Schmerzen wiederkommen, und Sie können sich krank fühlen.
alarms-means-low-ziconotide = Noch ist Ziconotid da, aber es muss rechtzeitig nachgefüllt werden. Läuft die Pumpe leer, können die Schmerzen wiederkommen.
alarms-means-low-unknown = Noch ist etwas da, aber es muss rechtzeitig nachgefüllt werden.
alarms-means-maybe-empty-baclofen = Ihre Pumpe gibt den Rest ab, und der kann jederzeit zu Ende sein. Ohne Baclofen können Sie innerhalb eines Tages schwer krank werden. Zusatzdosen sind gesperrt.
alarms-means-maybe-empty-morphine = Ihre Pumpe gibt den Rest ab, und der kann jederzeit zu Ende sein. Dann können die Schmerzen wiederkommen, und Sie können sich krank fühlen. Zusatzdosen sind gesperrt.
alarms-means-maybe-empty-ziconotide = Ihre Pumpe steht, weil sie vielleicht leer ist. Plötzlich aufzuhören ist an sich nicht gefährlich, aber Ihre Schmerzen können wiederkommen.
alarms-means-maybe-empty-unknown = Der Rest kann jederzeit zu Ende sein. Zusatzdosen sind gesperrt.
alarms-means-memory = Ihre Pumpe gibt die Grunddosis weiter ab. Zusatzdosen sind gesperrt.
alarms-means-clock = Ihre Pumpe arbeitet nach der letzten Uhrzeit weiter, die sie kannte. Die Grunddosis kann zu anderen Tageszeiten wechseln als geplant.
alarms-means-held-back-baclofen = Ihre Pumpe gibt vorerst weniger Baclofen ab als sonst, damit die Höchstdosis eingehalten wird. Mit zu wenig Baclofen können die Muskeln steif werden.
alarms-means-held-back-morphine = Sie haben so viel Morphin bekommen, wie Ihre Klinik erlaubt. Ihre Pumpe gibt vorerst weniger ab als sonst, weil mehr zu viel sein könnte.
alarms-means-held-back-ziconotide = Sie haben so viel Ziconotid bekommen, wie Ihre Klinik erlaubt. Ihre Pumpe gibt vorerst weniger ab als sonst.
alarms-means-held-back-unknown = Ihre Pumpe gibt vorerst weniger ab als sonst, damit die Höchstdosis eingehalten wird.
alarms-means-use-by = Ihre Pumpe arbeitet weiter. Das Medikament wirkt vielleicht schwächer, als es soll.
alarms-means-not-programmed = Ihre Pumpe gibt nichts ab. Vor der ersten Programmierung ist das normal.

## Handeln

alarms-act-now = Rufen Sie jetzt an, bei Tag und bei Nacht. Geht niemand ans Telefon, fahren Sie in eine Notaufnahme.
alarms-act-now-morphine = Rufen Sie jetzt an, bei Tag und bei Nacht. Sehr schläfrig, oder langsamer Atem? Dann zuerst den Notruf.
alarms-act-today = Rufen Sie heute Ihre Klinik an.
alarms-act-soon = Rufen Sie Ihre Klinik zu ihren Sprechzeiten an.
alarms-act-none = Jetzt ist nichts zu tun. Sagen Sie es Ihrer Klinik beim nächsten Besuch.
alarms-call-title = Anrufen
alarms-call-clinic-day-button = Klinik anrufen
alarms-call-clinic-night-button = Nachtnummer der Klinik anrufen
alarms-call-emergency-button = Notruf wählen
alarms-call-caregiver-button = { $name } anrufen
alarms-call-none = In Ihrem Notfallplan steht dafür noch keine Nummer. Wenn Sie sich schwer krank fühlen, wählen Sie den Notruf.

## Worauf achten

alarms-watch-title = Achten Sie auf
alarms-watch-too-little = Anzeichen für zu wenig { $drug }
alarms-watch-too-much = Anzeichen für zu viel { $drug }
alarms-watch-when-baclofen = Am stärksten sind sie nach ein bis drei Tagen.
alarms-watch-act = Wenn Sie eines davon bemerken, wählen Sie den Notruf.
alarms-watch-tell = Wenn Sie eines davon bemerken, sagen Sie es Ihrer Klinik.
alarms-watch-stay = Jemand sollte bei Ihnen bleiben. Wer sehr schläfrig ist, kann vielleicht nicht mehr anrufen.

alarms-sign-stiff = steifere Muskeln oder mehr Spasmen als sonst
alarms-sign-fever = Fieber
alarms-sign-confused = Verwirrtheit, oder Sie sind nicht Sie selbst
alarms-sign-itching = Juckreiz
alarms-sign-sweating = Schwitzen
alarms-sign-very-sleepy = große Schläfrigkeit, schwer zu wecken
alarms-sign-slow-breathing = langsamer oder flacher Atem
alarms-sign-blue-lips = blaue oder graue Lippen
alarms-sign-weak = sehr schwache, schlaffe Muskeln
alarms-sign-dizzy = Schwindel
alarms-sign-pain-back = wiederkehrende Schmerzen
alarms-sign-restless = Unruhe
alarms-sign-sick = Übelkeit oder Durchfall
alarms-sign-memory = Mühe mit Gedächtnis oder Worten
alarms-sign-seeing-things = Sehen oder Hören von Dingen, die nicht da sind
alarms-sign-unsteady = unsicherer Gang

## Mitnehmen

alarms-bring-title = Nehmen Sie mit
alarms-bring-card = Ihren Implantatausweis
alarms-bring-baclofen = Ihren Implantatausweis und das Baclofen zum Einnehmen, das Ihre Klinik Ihnen gegeben hat
alarms-bring-morphine = Ihren Implantatausweis und das Naloxon, falls Ihre Klinik Ihnen welches gegeben hat

## Ton

alarms-sound-button = Ton ausschalten
alarms-sound-back = Nach { $duration } kommt er wieder, solange die Ursache bleibt.
alarms-sound-until = Still bis { $time }. Dann kommt er wieder, solange die Ursache bleibt.
alarms-sound-pump = Ihre Pumpe selbst piept vielleicht weiter.
alarms-old-reading = Ausgelesen um { $time }. Inzwischen kann es anders sein. Lesen Sie die Pumpe noch einmal aus.
alarms-for-clinic-label = Für Ihre Klinik
alarms-code = Alarmcode { $code }
alarms-several = { $count ->
    [one] Noch ein Alarm
   *[other] Noch { $count } Alarme
}
alarms-over-title = Der Alarm ist vorbei
alarms-over-text = Ihre Pumpe meldet ihn nicht mehr. Sagen Sie es Ihrer Klinik.

## Mir geht es nicht gut

alarms-unwell-title = Mir geht es nicht gut
alarms-unwell-first = Wenn Sie schwer krank sind, wählen Sie den Notruf und sagen Sie, dass Sie eine Medikamentenpumpe mit { $drug } haben.
alarms-unwell-then = Rufen Sie dann Ihre Klinik an. Auslesen müssen Sie die Pumpe dafür nicht.
alarms-unwell-no-dose = Fordern Sie keine Zusatzdosis an, solange es Ihnen so geht.
alarms-too-strong-pain-title = Die Schmerzen sind zu stark
alarms-too-strong-spasm-title = Die Spasmen sind zu stark
alarms-too-strong-text = Ihre Pumpe sagt, ab wann sie die nächste Dosis zulässt. Halten Sie sich bis dahin an das, was Ihre Klinik für solche Zeiten aufgeschrieben hat, oder rufen Sie an.
alarms-too-strong-sudden = Ist es plötzlich viel schlimmer geworden? Lesen Sie die Pumpe aus und rufen Sie Ihre Klinik an.
