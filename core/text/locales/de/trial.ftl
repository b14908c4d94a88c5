### Die Testphase: 4 bis 7 Tage Infusion oder einzelne Dosen, mit oder ohne Pumpe. Die Entscheidung
### treffen Klinik und Person gemeinsam.

trial-title = Ihre Testphase
trial-title-day = Ihre Testphase, Tag { $day } von { $days }
trial-title-before = Vor Ihrer Testphase
trial-title-baseline = Vor dem Medikament
trial-title-after = Nach Ihrer Testphase
trial-title-ended = Ihre Testphase ist beendet
trial-title-years = Ihr Tagebuch über die Jahre
trial-none-title = Keine Testphase geplant
trial-none-text = Ihre Klinik sagt Ihnen, wann eine Testphase beginnt und wie lange sie dauert.
trial-intro = In der Testphase finden Sie mit Ihrer Klinik heraus, ob das Medikament Ihnen hilft. Sie schreiben auf, wie es Ihnen geht. Ihre Zahlen sind die Grundlage für das Gespräch.
trial-baseline-text = Schreiben Sie zuerst auf, wie es Ihnen ohne das Medikament geht. Daran wird die Testphase gemessen.
trial-no-pump-text = Dafür brauchen Sie keine Pumpe. Ihre Klinik gibt das Medikament.

## Planen

trial-plan-title = Testphase planen
trial-plan-purpose-question = Worum geht es?
trial-plan-purpose-pain = Schmerzen
trial-plan-purpose-spasticity = Spastik
trial-plan-method-question = Wie wird das Medikament gegeben?
trial-plan-method-infusion = Ständig, durch einen Katheter
trial-plan-method-doses = In einzelnen Dosen
trial-plan-drug-question = Welches Medikament?
trial-plan-begin-question = Wann beginnt sie?
trial-plan-days-question = Wie viele Tage?
trial-plan-times-question = Zu welchen Zeiten sollen wir fragen?
trial-plan-goal-question = Was möchten Sie gern können?
trial-plan-save-button = Plan speichern
trial-plan-ask-clinic = Füllen Sie das mit Ihrer Klinik aus.
trial-dose-given-button = Eine Dosis wurde gegeben
trial-dose-given-question = Wann wurde sie gegeben?
trial-dose-given = Dosis { $number }: gegeben um { $time }
trial-dose-hours = { $count ->
    [one] { $count } Stunde nach der Dosis
   *[other] { $count } Stunden nach der Dosis
}
trial-end-button = Die Testphase ist vorbei
trial-end-question = Hat Ihre Klinik die Testphase beendet?
trial-end-text = Ihre Einträge bleiben. Wir fragen nicht mehr.

## Ergebnis

trial-result-title = Wie es lief
trial-before-pain-label = Schmerz vorher
trial-before-spasms-label = Spasmen vorher
trial-before-label = { $measure } vorher
trial-last-label = Letzte { $duration }
trial-relief-label = Linderung
trial-relief-half = { $percent } (die Hälfte oder mehr)
trial-relief-third = { $percent } (etwa ein Drittel)
trial-relief-less = { $percent }
trial-relief-none = keine Linderung
trial-relief-worse = { $percent } schlechter
trial-answered-label = Beantwortet
trial-answered = { $answered } von { $asked } Abfragen
trial-pills-label = Schmerztabletten
trial-pills-change = vorher { $before } am Tag, jetzt { $after } am Tag
trial-boluses-label = Zusatzdosen
trial-dose-label = Dosis am Tag
trial-effects-label = Nebenwirkungen
trial-value-of = { $value } von { $most }
trial-not-enough = Zu wenige Daten: Weniger als die Hälfte der Abfragen ist beantwortet.
trial-no-baseline = Es fehlt der Vergleich: keine Einträge aus der Zeit vor dem Medikament.
trial-baseline-zero = Es fehlt der Vergleich: Vor dem Medikament war der Wert null.
trial-not-over = Die Testphase ist nicht vorbei. So steht es jetzt.
trial-decide = Sie und Ihre Klinik entscheiden gemeinsam. Das sind Ihre Zahlen.
trial-share-button = Mit Ihrer Klinik teilen

## Diagramm und sein Text

trial-chart-title = { $measure } im Verlauf
trial-chart-before-label = vorher: { $value }
trial-chart-line-30 = 30 % weniger
trial-chart-line-50 = 50 % weniger
trial-chart-day = Tag { $day }
trial-chart-missing = Keine Antwort am { $date }, { $time }.
trial-chart-late = { $date }, { $time }: { $value }, verspätet
trial-chart-value = { $date }, { $time }: { $value }
trial-chart-text-title = Dasselbe in Worten
trial-chart-legend-missing = ein Ring: keine Antwort, dort ist die Linie unterbrochen
