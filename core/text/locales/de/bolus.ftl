### Die Zusatzdosis (Bolus). Die Pumpe entscheidet. Die App fragt, wartet und sagt, was sie weiß.

## Anfordern

bolus-title = Zusatzdosis
bolus-detail = { $drug }, über { $duration }, zusätzlich zur Grunddosis
bolus-left-label = Noch übrig in { $window }
bolus-left = { $left } von { $most }
bolus-last-label = Die letzte
bolus-last-given = { $time }, abgegeben
bolus-last-stopped = { $time }, vorzeitig beendet
bolus-last-unknown = noch nicht bekannt
bolus-last-none = keine bekannt
bolus-wait-after-label = Danach warten
bolus-pump-said-label = Auskunft der Pumpe
bolus-warning-baclofen = Sehr schläfrig, sehr schwach oder kurzatmig? Fordern Sie nichts an.
bolus-warning-morphine = Sehr schläfrig, oder langsamer Atem? Fordern Sie nichts an.
bolus-warning-ziconotide = Verwirrt, oder sehen Sie Dinge, die nicht da sind? Fordern Sie nichts an.
bolus-warning-unknown = Sehr schläfrig, verwirrt, oder langsamer Atem? Fordern Sie nichts an.
bolus-get-help-button = Hilfe holen
bolus-hold-button = Gedrückt halten und anfordern
bolus-ask-button = Ohne Halten anfordern
bolus-only-you = Anfordern dürfen nur Sie. Als Nächstes kommt Ihr Fingerabdruck oder Code. Dann entscheidet Ihre Pumpe, und wenn sie ablehnt, sagt sie warum.
bolus-authenticate = { $dose } { $drug } bei der Pumpe anfordern
bolus-old-limits = Ausgelesen um { $time }. Ihre Pumpe sagt jetzt vielleicht etwas anderes.
bolus-read-first = Lesen Sie zuerst Ihre Pumpe aus. Sie sagt, was sie zulässt.

## Unterwegs

bolus-preparing-title = Wird vorbereitet
bolus-preparing-text = Es ist noch nichts gesendet.
bolus-asking-title = Ihre Pumpe wird gefragt
bolus-asking-text = Halten Sie das Telefon höchstens eine Armlänge von der Pumpe entfernt.
bolus-cancel-button = Nicht anfordern

## Abgegeben

bolus-running-title = Ihre Pumpe gibt die Zusatzdosis ab
bolus-running-text = { $dose } { $drug }, Stand der letzten Auslesung.
bolus-running-until = Sie endet gegen { $time }.
bolus-running-stop-button = Diese Dosis beenden
bolus-stop-title = Diese Dosis beenden?
bolus-stop-text = Was abgegeben ist, bleibt abgegeben. Es zählt als ganze Dosis, und die Wartezeit wird nicht kürzer.
bolus-stop-yes-button = Diese Dosis beenden
bolus-stop-no-button = Weiterlaufen lassen
bolus-stopping-title = Die Zusatzdosis wird beendet
bolus-stopping-text = Noch nicht bekannt. Halten Sie das Telefon höchstens eine Armlänge von der Pumpe entfernt.
bolus-delivered-title = Die Zusatzdosis ist abgegeben
bolus-delivered-text = { $dose } { $drug }, vollständig.
bolus-stopped-title = Die Zusatzdosis endete vorzeitig
bolus-stopped-amount = { $dose } { $drug } wurden abgegeben.
bolus-stopped-between = Zwischen { $least } und { $most } { $drug } wurden abgegeben.
bolus-stopped-counts = Für Wartezeit und Anzahl zählt sie als ganze Dosis.
bolus-stopped-cancelled = Sie haben sie beendet.
bolus-stopped-alarm = Ihre Pumpe hat sie wegen eines Alarms beendet.
bolus-stopped-clinic = Ihre Klinik hat sie beendet.
bolus-stopped-reset = Ihre Pumpe ist neu gestartet.
bolus-stopped-late = Ihre Pumpe konnte sie nicht rechtzeitig zu Ende bringen.

## Warten

bolus-waiting-label = noch
bolus-possible-from = Möglich ab { $time }
bolus-waiting-text = Die letzte wurde um { $time } abgegeben. Ihre Klinik hat { $duration } zwischen zwei Dosen eingestellt.
bolus-note-button = Notieren, wie es jetzt ist
bolus-too-strong-pain-button = Die Schmerzen sind zu stark: was tun?
bolus-too-strong-spasm-button = Die Spasmen sind zu stark: was tun?
bolus-unwell-button = Mir geht es nicht gut: was tun?

## Abgelehnt

bolus-refused-title = Jetzt keine Zusatzdosis
bolus-refused-nothing = Ihre Pumpe hat abgelehnt. Es wurde nichts abgegeben.
bolus-refused-not-permitted = Ihre Klinik hat für dieses Medikament keine Zusatzdosen eingestellt.
bolus-refused-lockout = Die Wartezeit nach der letzten ist noch nicht vorbei.
bolus-refused-number = Alle Zusatzdosen dieses Zeitraums sind verbraucht.
bolus-refused-dose-limit = Mit dieser Dosis bekämen Sie mehr, als Ihre Klinik in diesem Zeitraum erlaubt. Die Grunddosis zählt mit.
bolus-refused-stopped = Ihre Pumpe ist angehalten. Rufen Sie Ihre Klinik an.
bolus-refused-fault = Ihre Pumpe hat einen Alarm und gibt keine Zusatzdosen ab, bis er geklärt ist. Lesen Sie, was der Alarm sagt.
bolus-refused-bridge = Ihre Pumpe stellt auf ein neues Medikament um. Bis dahin sind Zusatzdosen gesperrt.
bolus-refused-empty = In Ihrer Pumpe ist zu wenig Medikament. Rufen Sie Ihre Klinik wegen einer Nachfüllung an.
bolus-refused-expired = Die Anforderung kam zu spät bei Ihrer Pumpe an. Das schützt Sie vor einer alten Anforderung.
bolus-refused-expiry = Telefon und Pumpe waren sich über die Zeit nicht einig. Lesen Sie die Pumpe zuerst noch einmal aus.
bolus-refused-epoch = Ihre Pumpe ist neu gestartet. Lesen Sie sie zuerst noch einmal aus.
bolus-refused-proof = Ihre Pumpe konnte nicht erkennen, dass Sie es waren. Koppeln Sie das Telefon in Ihrer Klinik neu.
bolus-refused-changed = Ihre Klinik hat die Dosis geändert, seit Sie die Pumpe zuletzt ausgelesen haben. Lesen Sie sie noch einmal aus und sehen Sie sich die neue Dosis an.
bolus-refused-running = Gerade wird eine Zusatzdosis abgegeben.
bolus-refused-storage = Ihre Pumpe konnte die Anforderung nicht speichern und hat deshalb nichts abgegeben. Rufen Sie Ihre Klinik an.
bolus-refused-key = Diese Anforderung gehört zu einem anderen Telefon.
bolus-refused-unread = Das Telefon muss Ihre Pumpe zuerst auslesen. Lesen Sie sie noch einmal aus.
bolus-refused-wait = Ihre Pumpe nennt { $duration }, bis das von selbst endet.
bolus-refused-no-end = Das endet nicht von selbst.

## Nicht bekannt

bolus-unknown-title = Noch nicht bekannt
bolus-unknown-short = Noch nicht bekannt. Nicht wiederholen.
bolus-unknown-heading = Fordern Sie nicht noch einmal an.
bolus-unknown-text = Ihre Pumpe hat vielleicht mit der Dosis begonnen. Die Verbindung riss ab, bevor sie geantwortet hat.
bolus-unknown-asked-label = Angefordert um
bolus-unknown-looking-label = Ihre Pumpe wird gesucht
bolus-unknown-kept-label = Die Antwort liegt
bolus-unknown-kept = in der Pumpe
bolus-unknown-helps-title = Was hilft
bolus-unknown-helps-text = Halten Sie das Telefon höchstens eine Armlänge von der Pumpe entfernt. Sie können es sperren. Wir machen weiter und sagen Ihnen Bescheid.
bolus-unknown-background-button = Im Hintergrund weiter versuchen
bolus-unknown-why = Bis das geklärt ist, kann keine neue Dosis angefordert werden. Das schützt Sie vor einer doppelten Dosis.
bolus-known-now-title = Jetzt ist es bekannt
bolus-not-received-title = Die Anforderung kam nicht an
bolus-not-received-text = Dafür wurde nichts abgegeben, und es wird nichts abgegeben. Ihre Pumpe hat sie gestrichen.
bolus-cannot-be-known-title = Das lässt sich nicht mehr feststellen
bolus-cannot-be-known-text = Rechnen Sie damit, dass die Dosis abgegeben wurde. Ihre Pumpe weiß nicht mehr, was daraus geworden ist.
bolus-cannot-be-known-wait = Anfordern geht erst nach { $duration } wieder, so als wäre sie abgegeben.

## Nie gesendet

bolus-not-sent-title = Ihre Pumpe wurde nicht gefragt
bolus-not-sent-nothing = Nichts hat das Telefon verlassen. Es wurde nichts abgegeben.
bolus-not-sent-too-late = Ihre Pumpe war nicht rechtzeitig in Reichweite.
bolus-not-sent-restarted = Die App ist neu gestartet, bevor die Anforderung hinausging.
bolus-not-sent-not-authenticated = Es wurde nicht bestätigt, dass Sie es sind.
bolus-not-sent-offer-changed = Ihre Pumpe hat jetzt eine andere Dosis als die gezeigte. Sehen Sie sich zuerst die neue an.
bolus-not-sent-link-lost = Die Verbindung riss ab, bevor die Anforderung hinausging.
bolus-not-sent-cancelled = Sie haben sie zurückgenommen.
bolus-not-sent-held = Eine frühere Dosis lässt sich nicht mehr feststellen und gilt als abgegeben. Deren Wartezeit ist noch nicht vorbei.
