### The trial: 4 to 7 days of infusion, or single doses, with or without a pump. The decision is the
### clinic's and the person's. SR-50

trial-title = Your trial
trial-title-day = Your trial, day { $day } of { $days }
trial-title-before = Before your trial
trial-title-baseline = Before the medicine
trial-title-after = After your trial
trial-title-ended = Your trial has ended
trial-title-years = Your diary over the years
trial-none-title = No trial is planned
trial-none-text = Your clinic tells you when a trial begins and how long it lasts.
trial-intro = In a trial you and your clinic find out whether the medicine helps you. You write down how you are. Your numbers are the basis of the talk.
trial-baseline-text = First write down how you are without the medicine. The trial is measured against that.
trial-no-pump-text = You need no pump for this. Your clinic gives the medicine.

## Setting it up

trial-plan-title = Plan a trial
trial-plan-purpose-question = What is it for?
trial-plan-purpose-pain = Pain
trial-plan-purpose-spasticity = Spasticity
trial-plan-method-question = How is the medicine given?
trial-plan-method-infusion = All the time, through a catheter
trial-plan-method-doses = In single doses
trial-plan-drug-question = Which medicine?
trial-plan-begin-question = When does it begin?
trial-plan-days-question = How many days?
trial-plan-times-question = At what times shall we ask?
trial-plan-goal-question = What would you like to be able to do?
trial-plan-save-button = Save the plan
trial-plan-ask-clinic = Fill this in with your clinic.
trial-dose-given-button = A dose was given
trial-dose-given-question = When was it given?
trial-dose-given = Dose { $number }: given at { $time }
trial-dose-hours = { $count ->
    [one] { $count } hour after the dose
   *[other] { $count } hours after the dose
}
trial-end-button = The trial is over
trial-end-question = Has your clinic ended the trial?
trial-end-text = Your entries stay. We ask no more.

## Results

trial-result-title = How it went
trial-before-pain-label = Pain before
trial-before-spasms-label = Spasms before
trial-before-label = { $measure } before
trial-last-label = Last { $duration }
trial-relief-label = Relief
trial-relief-half = { $percent } (half or more)
trial-relief-third = { $percent } (a third or so)
trial-relief-less = { $percent }
trial-relief-none = no relief
trial-relief-worse = { $percent } worse
trial-answered-label = Answered
trial-answered = { $answered } of { $asked } prompts
trial-pills-label = Pain pills
trial-pills-change = { $before } a day before, { $after } a day now
trial-boluses-label = Extra doses
trial-dose-label = Dose a day
trial-effects-label = Side effects
trial-value-of = { $value } of { $most }
trial-not-enough = Not enough data: fewer than half of the prompts were answered.
trial-no-baseline = There is nothing to compare with: no entries from before the medicine.
trial-baseline-zero = Nothing to compare with: it was zero before the medicine.
trial-not-over = The trial is not over. This is how it stands.
trial-decide = You and your clinic decide together. These are your numbers.
trial-share-button = Share with your clinic

## Chart and its text

trial-chart-title = { $measure } over time
trial-chart-before-label = before: { $value }
trial-chart-line-30 = 30 % less
trial-chart-line-50 = 50 % less
trial-chart-day = day { $day }
trial-chart-missing = No answer on { $date }, { $time }.
trial-chart-late = { $date }, { $time }: { $value }, late
trial-chart-value = { $date }, { $time }: { $value }
trial-chart-text-title = The same in words
trial-chart-legend-missing = a ring: no answer, and the line is broken there
