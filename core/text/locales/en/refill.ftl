### Refill: the earliest date stands before the expected one, and warnings grow from "time to book" to
### the emergency, with the danger of the drug. SR-46, SR-47

refill-title = Refill
refill-amount-label = In the pump
refill-amount-at-label = In the pump, at { $time }
refill-amount = { $left } of { $full }
refill-lower-bound = at least { $volume }
refill-low-title = Low level
refill-empty-title = Empty
refill-earliest-label = At the earliest
refill-expected-label = Expected
refill-expected-beyond = too far ahead to say
refill-use-by-label = Use-by date of the medicine
refill-low-level-label = Your clinic’s low level
refill-explain = The earliest date counts every extra dose that your pump allows, and a pump that runs a little fast. Plan by it.
refill-never-read = The dates are known once your pump has been read after a refill.
refill-twin-title = In words
refill-twin-now = { $volume } by the last reading.
refill-twin-low = At the low level on { $earliest } at the earliest, { $expected } expected.
refill-twin-empty = Empty on { $earliest } at the earliest, { $expected } expected.

## Why the dates are as they are

refill-because-title = Why the earliest date is early
refill-because-old-reading = Your pump was last read on { $time }. What happened since then is not known.
refill-because-clock = Your pump’s clock waits for your clinic, so its fastest rate counts for the whole day.
refill-because-not-running = Your pump does not follow its program now. The dates assume that it does.
refill-because-use-by = The medicine’s use-by date comes first.
refill-because-pump = Your pump itself names an earlier date.
refill-because-read-button = Read now

## Appointment

refill-book-button = I have an appointment…
refill-book-title = Your refill appointment
refill-book-question = When is it?
refill-book-save-button = Save
refill-book-remove-button = It was cancelled
refill-booked = Booked for { $date }
refill-booked-too-late = Booked for { $date }. Your pump may be empty before that. Ask your clinic for an earlier appointment.
refill-booked-over = Your appointment was on { $date }. No refill has been read since. Read your pump, or book a new appointment.
refill-not-booked = No appointment noted
refill-call-clinic-button = Call your clinic

## Warnings. First the drug, then what to do.

refill-warning-plan-title = Time to book your refill
refill-warning-plan-text = Your pump reaches its low level on { $date } at the earliest.
refill-warning-soon-title = Your refill is due soon
refill-warning-soon-text = Your pump reaches its low level on { $date } at the earliest. Call your clinic for an appointment.
refill-warning-now-title = Your refill cannot wait
refill-warning-now-text = Your pump reaches its low level on { $date } at the earliest. Call your clinic today.
refill-warning-emergency-title = Your refill is an emergency now
refill-warning-emergency-text = Call your clinic now, by day or night.
refill-warning-low-title = Your pump may be low
refill-warning-low-text = The low level is reached on { $date } at the earliest.
refill-warning-empty-title = Your pump may be empty
refill-warning-empty-text = It may be empty from { $date } on.
refill-warning-use-by-title = The medicine’s use-by date is near
refill-warning-use-by-text = The medicine in your pump is to be used until { $date }. Ask your clinic for a refill before that.
refill-warning-use-by-passed-title = The medicine is past its use-by date
refill-warning-use-by-passed-text = The date was { $date }. Call your clinic.
refill-warning-unreachable-title = Your pump has not been read for long
refill-warning-unreachable-text = It was last read on { $time }, and may be empty from { $date } on. Read it now.

refill-danger-baclofen-withdrawal = Without baclofen you can become seriously ill within a day: fever, confusion, very stiff muscles.
refill-danger-baclofen-overdose = Too much baclofen can make you very sleepy and weak, and can slow your breathing.
refill-danger-opioid-withdrawal = Without morphine your pain can come back, and you can feel ill.
refill-danger-opioid-overdose = Too much morphine can make you very sleepy and can stop your breathing.
refill-danger-pain-returns = Without ziconotide your pain can come back. Stopping suddenly is not dangerous by itself.
refill-danger-ziconotide-excess = Too much ziconotide can make you confused and unsteady.

## After a refill

refill-after-title = After your refill
refill-after-text = Read your pump once, so that the dates are right.
refill-after-found-question = How much did your clinic find in the pump?
refill-after-filled-question = How much did it fill in?
refill-discrepancy-title = The refill did not match
refill-discrepancy-text = Your pump counted { $counted }. Your clinic found { $found }.
refill-discrepancy-too-little = You may have got less medicine than planned. Tell your clinic how you have been.
refill-discrepancy-too-much = You may have got more medicine than planned. Tell your clinic how you have been.
refill-discrepancy-within = The difference is within what a pump of this size may have.
refill-volume-too-large = This is more than your pump holds. Check the number with your clinic.

## Battery

refill-battery-title = Your pump’s battery
refill-battery-plan = Your clinic told that the pump is to be replaced before { $date }. Ask for an appointment.
refill-battery-soon = Your pump is to be replaced before { $date }. Call your clinic for an appointment.
refill-battery-now = The battery of your pump may end from { $date } on. Call your clinic today.
