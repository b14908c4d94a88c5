### Home and history. Titles are the state in words; numbers come second.

## Titles

# A fresh reading, therapy running, no alarm. SR-52
home-title-working = Your pump is working
home-title-not-giving = Your pump is not giving { $drug }
home-title-changing-over = Your pump is changing over
home-title-not-programmed = Your pump is not programmed yet
home-title-clock = Your pump’s clock needs your clinic
home-title-not-read-since = Not read since { $time }
home-title-old-reading = Old reading
home-title-never-read = Your pump was not read yet
home-title-no-pump = No pump is connected

## What the pump gives

home-giving-now = Giving { $rate }
home-giving-next = from { $time }: { $rate }
home-giving-all-day = the same all day
home-not-giving-stopped = Your clinic has stopped your pump.
home-not-giving-fault = A fault has stopped your pump.
home-not-giving-unprogrammed = It gives no medicine before your clinic has programmed it.
home-changing-over-text = Your pump moves the old medicine through the catheter. Your clinic has set how fast. Extra doses are blocked until then.
home-clock-text = Your pump goes on. Its times of day may be wrong until your clinic sets its clock.
home-usual-dose-label = Usual dose (basal)
home-read-label = Read
home-read-at = Read at { $time }
home-read-before-restart = Read before the phone restarted. How old it is cannot be told for certain.

## Old or no reading

home-old-heading = Your phone has not heard from your pump
home-old-text = Your pump needs no phone, but we cannot see whether it is giving medicine. If it beeps, or you feel unwell, see what to do.
home-old-read-button = Read now
home-old-reading-now = Looking for your pump. Keep the phone within an arm’s length.
home-never-text = Keep the phone within an arm’s length of your pump and read it once.
home-no-pump-text = You can keep the diary and the trial without a pump.
home-what-to-do-button = What to do
home-away-until = Expected away until { $time }. Warnings about reading wait until then.

## Extra dose

home-extra-dose-title = Extra dose
home-extra-dose-left = { $left } of { $most } left in { $window }
home-extra-dose-button = Extra dose…
home-extra-dose-needs-pump = Needs your pump within reach.
home-extra-dose-off = Your clinic has not set extra doses for your pump.
home-extra-dose-unknown = The last one is not known yet. Do not repeat it.

## Refill

home-refill-title = Next refill
home-refill-amount-label = In the pump
home-refill-amount-at-label = In the pump, at { $time }
home-refill-amount = { $left } of { $full }
home-refill-earliest-label = At the earliest
home-refill-expected-label = Expected
home-refill-not-known = Known after the first refill has been read.
home-refill-spoken = { $left } of { $full } left

## Diary

home-diary-due-title = Diary entry
home-diary-due = Open until { $time }
home-diary-button = Write it now

## Places

home-tab-home = Home
home-tab-diary = Diary
home-tab-history = History
home-tab-more = More
home-more-care-plan = Care plan
home-more-caregivers = Caregivers
home-more-refill = Refill
home-more-trial = Trial
home-more-reminders = Reminders
home-more-report = Report for your clinic
home-more-pump = Pump details
home-more-settings = Settings

## History

home-history-title = History
home-history-empty = Nothing here yet.
home-history-older-button = Show older
home-history-bolus = Extra dose: { $dose }
home-history-bolus-clinic = Extra dose by your clinic: { $dose }
home-history-bolus-stopped = Extra dose, stopped early: between { $least } and { $most }
home-history-bolus-refused = Extra dose: your pump said no
home-history-bolus-unknown = Extra dose: not known yet
home-history-basal = Usual dose: { $dose }
home-history-deficit = Not given: { $dose }
home-history-deficit-text = Your pump does not make up for it later.
home-history-refill = Refill: { $volume } of { $drug }
home-history-alarm-began = Alarm: { $title }
home-history-alarm-ended = Alarm over: { $title }
home-history-programmed = Your clinic programmed your pump
home-history-diary = Diary entry
home-history-gap = A part is missing here. Your pump no longer has it.
home-history-between = between { $first } and { $last }
home-history-time-unknown = The time is not known: your pump was without power.
