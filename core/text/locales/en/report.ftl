### The report for the clinic: terms of the clinic, plain sentences. Numbers, dates and doses arrive
### already written.

report-title-pain = Trial report: pain
report-title-pain-drug = Trial report: { $drug } for pain
report-title-spasticity = Trial report: spasticity
report-title-spasticity-drug = Trial report: { $drug } for spasticity
report-footer = { $title }. Made on { $made } with Cisterna { $version }.
report-page = Page { $page } of { $pages }
report-not-a-device = Made from the person's own diary and the pump's log. Cisterna is not a medical device.
report-decision = This report shows data. The decision is the clinic's.

report-drug-baclofen = baclofen
report-drug-morphine = morphine
report-drug-ziconotide = ziconotide

report-none = none
report-not-known = not known
report-at-least = at least { $amount }
report-span = { $from } to { $until }

## Facts at the head

report-fact-person = Person
report-fact-person-unnamed = not named
report-fact-method = Method
report-method-infusion = continuous infusion, { $days ->
    [one] { $days } day
   *[other] { $days } days
}
report-method-single-doses = single doses ({ $doses })
report-fact-lead = Lead measure
report-fact-baseline = Baseline
report-fact-trial = Trial
report-fact-window = Result window
report-window = last { $hours } hours: { $span }
report-fact-answered = Prompts answered
report-answered = { $answered } of { $asked }
report-answered-percent = { $answered } of { $asked } ({ $percent })
report-answered-late = { $answered } of { $asked }, { $late } late
report-fact-pump = Pump
report-pump-none = none: the trial ran without a pump
report-pump-serial = serial number { $serial }
report-pump-no-serial = serial number not shared
report-fact-goal = Own goal
report-fact-ended = Ended early
report-fact-made = Report made

## Measures and their scales

report-measure-nrs-rest = Pain at rest
report-measure-nrs-motion = Pain in motion
report-measure-spasm-frequency = Spasm frequency
report-measure-spasm-severity = Spasm severity
report-measure-function = Goal reached
report-measure-sleep = Sleep
report-scale-nrs = numeric rating scale, 0 to 10
report-scale-penn-frequency = Penn, 0 to 4
report-scale-penn-severity = Penn, 1 to 3
report-scale-good = 0 to 10, higher is better
report-measure-with-scale = { $measure } ({ $scale })

## The result in words

report-result-title = Result
report-result-not-over = The trial is not over yet. This is how it stands.
report-result-relief = { $measure }: mean { $before } before, { $after } in the last { $hours } hours. Relief { $relief }, { $line }.
report-result-worse = { $measure }: mean { $before } before, { $after } in the last { $hours } hours. No relief: { $worse } worse.
report-result-dose-relief = { $dose } on { $given }: { $measure } { $before } before, { $after } at best. Relief { $relief }, { $line }.
report-result-dose-worse = { $dose } on { $given }: { $measure } { $before } before, { $after } at best. No relief: { $worse } worse.
report-result-dose-other = { $dose } on { $given }: { $measure }. { $reason }
report-result-dose-not-given = { $dose }: not given.
report-result-other = { $measure }. { $reason }
report-result-none = No dose was given, so there is no result.
report-line-50 = at or above the 50 % line
report-line-30 = at or above the 30 % line, below the 50 % line
report-line-under = below the 30 % line
report-reason-zero = The baseline is 0, so relief is undefined.
report-reason-not-enough-baseline = Not enough data: { $answered } of { $asked } prompts of the baseline were answered, fewer than half.
report-reason-not-enough-result = Not enough data: { $answered } of { $asked } prompts of the result were answered on time, fewer than half.
report-reason-not-asked-baseline = The question did not come up in the baseline.
report-reason-not-asked-result = The question did not come up in the result.
report-share-window = Answered on time in the result window: { $answered } of { $asked }. In the whole trial: { $all }, late ones included.
report-share-trial = Answered in the whole trial: { $all }, late ones included.

## Table of results

report-results-title = Results by measure
report-column-measure = Measure
report-column-before = Before
report-column-window = Last { $hours } h
report-column-best = At best
report-column-answered-on-time = On time
report-column-relief = Relief
report-column-line = { $percent } % line
report-column-dose = Dose
report-mean-of = { $mean } (mean of { $count })
report-best-after = { $value } ({ $hours } h after)
report-relief-undefined = undefined: baseline 0
report-relief-not-enough = not enough data
report-relief-not-asked = not asked
report-relief-worse = { $percent } worse
report-line-reached = { $value }, reached
report-line-not-reached = { $value }, not reached
report-line-at = { $value }
report-line-no = no line
report-line-beyond = { $value }, beyond the scale

## Day by day

report-days-title = Day by day
report-column-day = Day
report-day-before = Before
report-day-of-trial = Day { $day }
report-day-outside = After
report-day-with-date = { $day }, { $date }
report-column-answered = Answered
report-column-basal = Basal, micrograms
report-column-boluses = Boluses given
report-column-bolus-dose = Bolus dose, micrograms
report-column-analgesics = Pain medicines
report-boluses = { $given } of { $asked }
report-boluses-refused = { $count } refused
report-boluses-stopped = { $count } stopped early
report-boluses-uncertain = { $count } not known yet
report-no-answer = no answer
report-not-asked = not asked
report-days-note = Means of every answer of the day, late ones included. "No answer" means that nobody answered; it is never counted as 0. "Not told" means that nothing was said about it.
report-not-told = not told
report-no-pump = no pump

## Side effects, medicines

report-side-effects-title = Side effects
report-side-effects-none = No side effect was told on the days on which this was asked.
report-side-effects-not-told = Nothing was told about side effects.
report-column-side-effect = Side effect
report-column-days-told = Told on
report-effect-nausea = nausea
report-effect-vomiting = vomiting
report-effect-itching = itching
report-effect-urinary-retention = trouble passing water
report-effect-constipation = constipation
report-effect-sleepiness = sleepiness
report-effect-swelling = swelling
report-effect-weakness = weakness
report-effect-dizziness = dizziness
report-effect-confusion = confusion
report-effect-memory = trouble remembering
report-effect-gait = trouble walking

report-medicines-title = Medicines by mouth
report-medicines-none = No medicine by mouth was entered.
report-column-medicine = Medicine
report-column-amount = Amount
report-column-from = From
report-column-until = Until
report-column-change = Change
report-goes-on = goes on
report-change-before = taken before
report-change-started = started
report-change-more = more than before
report-change-fewer = less than before
report-change-other = other change
report-analgesics-title = Pain medicines on top
report-analgesics-none = None was told.
report-column-times-before = Times before
report-column-times-trial = Times in the trial

## The pump

report-pump-title = Pump
report-pump-read = Prescription as read from the pump on { $read }: { $drug }, { $concentration }.
report-pump-program = Basal program: { $steps }.
report-pump-step = { $rate } from { $time }
report-pump-bolus = Bolus: { $dose }, lockout { $lockout } from start to start, at most { $count } in { $window }.
report-pump-no-bolus = No bolus is permitted.
report-changes-title = Program changes
report-changes-none = The program was not changed in this time.
report-column-when = When
report-column-basal-before = Basal before
report-column-basal-after = Basal after
report-column-bolus = Bolus
report-doubtful-title = Boluses refused, stopped early or not known
report-column-programmed = Programmed
report-column-outcome = Outcome
report-column-asked-by = Asked by
report-outcome-refused = refused, nothing given
report-outcome-stopped = stopped early: at least { $least }, at most { $most }
report-outcome-uncertain = not known yet: neither given nor refused for certain
report-outcome-running = under way
report-outcome-given = given
report-origin-phone = phone
report-origin-clinician = clinic
report-log-title = Completeness of the pump's log
report-log-whole = The log has no gaps in this time.
report-log-gap = { $span }: { $cause }
report-gap-outage = the pump did not run or had no power
report-gap-overwritten = overwritten in the pump before it was read
report-gap-not-read = not read yet
report-remarks-title = Remarks in the diary
report-column-remark = Remark

## How to read it

report-method-title = How to read this report
report-method-text-infusion = Baseline: every answer before the trial. Result: the answers on time in the last { $hours } hours. Relief is the share of the baseline's mean by which it became better, in whole percent, rounded down. About 30 % is held to be clinically important, 50 % substantial (numeric rating scale). Where fewer than half of the prompts were answered, no relief is stated; where the baseline is 0, it is undefined. Missing answers stay missing.
report-method-text-doses = Baseline: every answer before the first dose. Result: the best answer on time after each dose; the best of several is better than their mean even by chance. Relief is the share of the baseline's mean by which it became better, in whole percent, rounded down. About 30 % is held to be clinically important, 50 % substantial (numeric rating scale). Where fewer than half of the prompts were answered, no relief is stated; where the baseline is 0, it is undefined. Missing answers stay missing.
report-unshown = { $count ->
    [one] One character could not be printed and stands as its code in angle brackets.
   *[other] { $count } characters could not be printed and stand as their codes in angle brackets.
}

## The chart of the trial

report-chart-title = Over time
report-chart-before = before
report-chart-before-mean = before: { $mean }
report-chart-line = { $percent } % better: { $value }
report-chart-window = last { $hours } hours
report-chart-not-answered = Not answered
report-chart-basal = Basal, micrograms a day
report-chart-boluses = Boluses
report-chart-doses = Doses, micrograms
report-chart-no-lines-zero = no 30 % and 50 % lines: baseline 0
report-chart-no-lines-data = no 30 % and 50 % lines: not enough data before
report-chart-legend-late = late
report-chart-legend-spontaneous = unprompted
report-chart-legend-missing = not answered
report-chart-legend-skipped = left out
report-chart-legend-given = bolus given
report-chart-legend-stopped = stopped early
report-chart-legend-refused = refused
report-chart-legend-uncertain = not known yet
report-chart-legend-changed = program changed
report-chart-legend-at-least = at least

## The chart in words

report-twin-title = { $measure }, { $span }.
report-twin-beside = Beside it: { $measure }.
report-twin-before = Mean before the trial: { $mean } of { $most }, from { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}.
report-twin-no-before = Nobody answered before the trial.
report-twin-line = The { $percent } % line lies at { $value }.
report-twin-late = { $value } (late)
report-twin-unprompted = { $value } (unprompted)
report-twin-missing = not answered
report-twin-skipped = left out

## The forecast of the reservoir

report-residual-title = What is in the reservoir
report-residual-expected = expected
report-residual-earliest = at the earliest
report-residual-low = low: { $volume }
report-residual-use-by = use by { $date }
report-residual-now = now
report-residual-axis = millilitres
report-residual-twin-now = Read on { $at }: { $volume } in the reservoir.
report-residual-twin-low = It is low at { $volume }: at the earliest on { $earliest }, expected on { $expected }.
report-residual-twin-low-earliest = It is low at { $volume }: at the earliest on { $earliest }.
report-residual-twin-low-unknown = It is low at { $volume }. This picture does not reach that day.
report-residual-twin-use-by = The drug is to be used by { $date }.
report-residual-column-day = Day
report-residual-column-expected = Expected
report-residual-column-earliest = At the least
