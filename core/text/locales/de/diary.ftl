### Das Tagebuch. Schmerz: 0 bis 10. Spasmen: Häufigkeit nach Penn 0 bis 4 mit Stärke 1 bis 3, von der
### Person selbst eingeschätzt. Nichts wird zurückdatiert.

diary-title = Tagebuch
diary-entry-title = Tagebucheintrag
diary-entry-open = Eintrag für { $time }, offen bis { $until }
diary-entry-late = Der Eintrag für { $time } ist jetzt verspätet. Er wird trotzdem festgehalten und als verspätet gekennzeichnet.
diary-entry-unprompted = Ein Eintrag von Ihnen aus
diary-next = Nächster Eintrag um { $time }
diary-empty = Noch keine Einträge.
diary-write-button = Eintrag schreiben
diary-save-button = Speichern
diary-skip-button = Diese Frage auslassen
diary-skipped = ausgelassen
diary-missing = keine Antwort
diary-late = verspätet
diary-corrected = berichtigt um { $time }
diary-correct-button = Berichtigen
diary-correct-note = Gespeicherte Einträge lassen sich berichtigen; der erste bleibt erhalten.
diary-discard-title = Ohne Speichern verlassen?
diary-discard-yes-button = Verlassen
diary-discard-no-button = Weiterschreiben
diary-saved = Gespeichert
diary-clock-doubtful = Um diesen Eintrag herum wurde die Uhr des Telefons verstellt. Die Zeit ist als unsicher gekennzeichnet.
diary-zero-label = kein Schmerz
diary-ten-label = stärkster vorstellbarer
diary-value-of-ten = { $value } von 10

## Fragen

diary-pain-rest-title = Schmerz jetzt, in Ruhe
diary-pain-motion-title = Schmerz bei Bewegung
diary-spasms-title = Spasmen
diary-spasms-question = Wie oft hatten Sie Spasmen?
diary-spasms-0 = Keine Spasmen
diary-spasms-1 = Leichte Spasmen, ausgelöst durch Berührung oder Bewegung
diary-spasms-2 = Volle Spasmen, seltener als einmal pro Stunde
diary-spasms-3 = Spasmen öfter als einmal pro Stunde
diary-spasms-4 = Spasmen öfter als zehnmal pro Stunde
diary-severity-title = Wie stark waren die Spasmen?
diary-severity-1 = Leicht
diary-severity-2 = Mittel
diary-severity-3 = Stark
diary-function-title = Was konnten Sie tun?
diary-function-question = Wie gut ging das, was Ihnen wichtig ist?
diary-function-0 = gar nicht
diary-function-10 = so gut, wie ich es mir wünsche
diary-sleep-title = Schlaf
diary-sleep-question = Wie gut haben Sie geschlafen?
diary-sleep-0 = gar nicht
diary-sleep-10 = so gut, wie ich es mir wünsche
diary-goal-title = Ihr eigenes Ziel
diary-goal-question = Wie nahe sind Sie ihm gekommen?
diary-goal-text = Ihr Ziel: { $goal }
diary-goal-not-set = Sie können ein eigenes Ziel aufschreiben, etwa eine ganze Mahlzeit lang zu sitzen.
diary-note-title = Sonst noch etwas?
diary-note-hint = In Ihren eigenen Worten

## Nebenwirkungen

diary-effects-title = Wie geht es Ihnen sonst?
diary-effects-none = Nichts davon
diary-effect-nausea = Übelkeit
diary-effect-vomiting = Erbrechen
diary-effect-itching = Juckreiz
diary-effect-urinary-retention = Mühe beim Wasserlassen
diary-effect-constipation = Verstopfung
diary-effect-sleepiness = Schläfrig
diary-effect-swelling = Schwellungen
diary-effect-weakness = Schwach
diary-effect-dizziness = Schwindlig
diary-effect-confusion = Verwirrt
diary-effect-memory = Mühe mit dem Gedächtnis
diary-effect-gait = Mühe beim Gehen
diary-effect-serious = Sehr schläfrig, langsamer Atem oder verwirrt? Holen Sie jetzt Hilfe. Das Schreiben kann warten.

## Schmerzmittel und anderes

diary-pills-title = Haben Sie etwas dagegen genommen?
diary-pills-button = Tablette genommen …
diary-pills-none = Nichts genommen
diary-pills-name = Was war es?
diary-pills-amount = Wie stark ist eine?
diary-pills-count = Wie viele?
diary-pills-taken = { $count ->
    [one] { $name }, { $count }-mal
   *[other] { $name }, { $count }-mal
}
diary-medicines-title = Medikamente zum Einnehmen
diary-medicines-add-button = Medikament hinzufügen
diary-medicines-stop-button = Ich nehme es nicht mehr
diary-medicines-change-note = Ändern Sie Medikamente nur, wie Ihre Klinik es sagt. Notieren Sie hier, was sich geändert hat.

## Rückblick

diary-day-answered = { $answered } von { $asked } beantwortet
diary-more-button = Ältere zeigen
