### Alarms: what happened, what it means, whom to call (the care plan says), what to watch for, what
### to bring, then the sound. Which sentence belongs to which alarm and drug: src/alarms.rs.
### Signs of baclofen withdrawal and their time: boxed warning. Signs of too much morphine and of too
### much ziconotide: labels. Waits for a clinician's review, as the tables of the pump do.

## Names of drugs, as they stand in a sentence

alarms-drug-baclofen = baclofen
alarms-drug-morphine = morphine
alarms-drug-ziconotide = ziconotide
# The drug is unknown to this version, or none is programmed.
alarms-drug-unknown = medicine

## Titles

alarms-title-not-giving = Your pump is not giving { $drug }
alarms-title-too-little = Your pump may not be giving enough { $drug }
alarms-title-too-much = Your pump has stopped: the dose may be wrong
alarms-title-cut-morphine = Your pump has stopped: too much may have been given
alarms-title-low = Your pump needs a refill
alarms-title-maybe-empty = Your pump may be empty
alarms-title-empty = Your pump is empty and gives no { $drug }
alarms-title-memory = Your pump has a fault in its memory
alarms-title-clock = Your pump’s clock needs your clinic
alarms-title-held-back = Your pump is holding back your usual dose
alarms-title-use-by = The medicine in your pump is past its use-by date
alarms-title-not-programmed = Your pump is not programmed yet

## What happened

alarms-happened-at = Noticed at { $time }.
alarms-happened-motor-stall = The motor of your pump does not move.
alarms-happened-infusion-error = The motor of your pump moved more or less than it was told to.
alarms-happened-monitor-cut = A second safety check has cut off the motor of your pump.
alarms-happened-reservoir-low = The medicine in your pump has reached the low level.
alarms-happened-reservoir-empty = Your pump may have used up its medicine.
alarms-happened-reservoir-dry = All the medicine in your pump is used up.
alarms-happened-self-test = Your pump found a fault when it tested itself.
alarms-happened-bad-memory = A part of your pump’s memory is damaged.
alarms-happened-stopped = Your clinic has stopped your pump.
alarms-happened-clock-uncertain = Your pump was without power and does not know the time of day.
alarms-happened-limit-hold = The dose limit that your clinic set is reached.
alarms-happened-use-by-passed = The use-by date of the medicine in your pump has passed.
alarms-happened-not-programmed = Your clinic has not programmed your pump yet.

## What it means

alarms-means-no-flow-baclofen = Your pump gives no baclofen. Without baclofen you can become seriously ill within a day.
alarms-means-no-flow-morphine = Your pump gives no morphine. Your pain can come back, and you can feel ill without it. Take other medicine for it only as your clinic tells you.
alarms-means-no-flow-ziconotide = Your pump gives no ziconotide. Stopping suddenly is not dangerous by itself, but your pain can come back.
alarms-means-no-flow-unknown = Your pump gives no medicine.
alarms-means-trying-baclofen = Your pump goes on as well as it can, but baclofen may not reach you. Without baclofen you can become seriously ill within a day. Extra doses are blocked.
alarms-means-unsure-baclofen = You may be getting too little baclofen, or too much. Your pump goes on with your usual dose. Extra doses are blocked.
alarms-means-unsure-morphine = You may have got too much morphine, or too little. Your pump has stopped, so that no more is given.
alarms-means-unsure-ziconotide = You may have got too much ziconotide, or too little. Your pump has stopped, so that no more is given.
alarms-means-unsure-unknown = You may have got too much medicine, or too little.
alarms-means-cut-baclofen = Your pump may have given too much baclofen. Now it gives none. Without baclofen you can become seriously ill within a day.
alarms-means-cut-morphine = Your pump may have given too much morphine. Now it gives none. Too much morphine can stop your breathing.
alarms-means-cut-ziconotide = Your pump may have given too much ziconotide. Now it gives none.
alarms-means-cut-unknown = Your pump may have given too much. Now it gives nothing.
alarms-means-low-baclofen = There is still baclofen, but it has to be refilled in time. If your pump runs empty, you can become seriously ill within a day.
alarms-means-low-morphine = There is still morphine, but it has to be refilled in time. If your pump runs empty, your pain can come back and you can feel ill.
alarms-means-low-ziconotide = There is still ziconotide, but it has to be refilled in time. If your pump runs empty, your pain can come back.
alarms-means-low-unknown = There is still medicine, but it has to be refilled in time.
alarms-means-maybe-empty-baclofen = Your pump gives what is left, and that can end at any time. Without baclofen you can become seriously ill within a day. Extra doses are blocked.
alarms-means-maybe-empty-morphine = Your pump gives what is left, and that can end at any time. Then your pain can come back and you can feel ill. Extra doses are blocked.
alarms-means-maybe-empty-ziconotide = Your pump has stopped, because it may be empty. Stopping suddenly is not dangerous by itself, but your pain can come back.
alarms-means-maybe-empty-unknown = The medicine can end at any time. Extra doses are blocked.
alarms-means-memory = Your pump goes on with your usual dose. Extra doses are blocked.
alarms-means-clock = Your pump goes on by the last time that it knew. Your usual dose may change at other times of the day than planned.
alarms-means-held-back-baclofen = For now your pump gives less baclofen than usual, so that the limit holds. With too little baclofen your muscles can become stiff.
alarms-means-held-back-morphine = You have got as much morphine as your clinic allows. For now your pump gives less than usual, because more could be too much.
alarms-means-held-back-ziconotide = You have got as much ziconotide as your clinic allows. For now your pump gives less than usual.
alarms-means-held-back-unknown = For now your pump gives less than usual, so that the limit holds.
alarms-means-use-by = Your pump goes on. The medicine may work less well than it should.
alarms-means-not-programmed = Your pump gives no medicine. That is normal before the first programming.

## Act

alarms-act-now = Call now, by day or night. If nobody answers, go to an emergency department.
alarms-act-now-morphine = Call now, by day or night. Very sleepy, or breathing slowly? Call emergency services first.
alarms-act-today = Call your clinic today.
alarms-act-soon = Call your clinic during its opening hours.
alarms-act-none = There is nothing to do now. Tell your clinic at your next visit.
alarms-call-title = Call
alarms-call-clinic-day-button = Call your clinic
alarms-call-clinic-night-button = Call the clinic’s night number
alarms-call-emergency-button = Call emergency services
alarms-call-caregiver-button = Call { $name }
alarms-call-none = Your care plan has no number for this yet. Call emergency services if you feel seriously ill.

## Watch for

alarms-watch-title = Watch for
alarms-watch-too-little = Signs of too little { $drug }
alarms-watch-too-much = Signs of too much { $drug }
alarms-watch-when-baclofen = They are worst within one to three days.
alarms-watch-act = If you notice one of these, call emergency services.
alarms-watch-tell = If you notice one of these, tell your clinic.
alarms-watch-stay = Somebody should stay with you. A person who is very sleepy may not be able to call.

alarms-sign-stiff = stiffer muscles or more spasms than usual
alarms-sign-fever = fever
alarms-sign-confused = confusion, or being unlike yourself
alarms-sign-itching = itching
alarms-sign-sweating = sweating
alarms-sign-very-sleepy = being very sleepy or hard to wake
alarms-sign-slow-breathing = slow or shallow breathing
alarms-sign-blue-lips = blue or grey lips
alarms-sign-weak = very weak, limp muscles
alarms-sign-dizzy = dizziness
alarms-sign-pain-back = pain that comes back
alarms-sign-restless = restlessness
alarms-sign-sick = feeling sick, or diarrhoea
alarms-sign-memory = trouble with memory or words
alarms-sign-seeing-things = seeing or hearing things that are not there
alarms-sign-unsteady = walking unsteadily

## Bring

alarms-bring-title = Bring
alarms-bring-card = your implant card
alarms-bring-baclofen = your implant card, and the oral baclofen that your clinic gave you
alarms-bring-morphine = your implant card, and the naloxone that your clinic may have given you

## Sound

alarms-sound-button = Stop the sound
alarms-sound-back = It comes back after { $duration } while the cause stays.
alarms-sound-until = Silent until { $time }. Then it comes back while the cause stays.
alarms-sound-pump = Your pump may go on beeping by itself.
alarms-old-reading = Read at { $time }. Your pump may have changed since. Read it again.
alarms-for-clinic-label = For your clinic
alarms-code = Alarm { $code }
alarms-several = { $count ->
    [one] One more alarm
   *[other] { $count } more alarms
}
alarms-over-title = The alarm is over
alarms-over-text = Your pump no longer reports it. Tell your clinic about it.

## I feel unwell

alarms-unwell-title = I feel unwell
alarms-unwell-first = Call emergency services if you are seriously ill, and say that you have a drug pump with { $drug }.
alarms-unwell-then = Then call your clinic. You need no reading of your pump for that.
alarms-unwell-no-dose = Do not ask for an extra dose while you feel like this.
alarms-too-strong-pain-title = The pain is too strong
alarms-too-strong-spasm-title = The spasms are too strong
alarms-too-strong-text = Your pump says when it allows the next dose. Until then, follow what your clinic wrote for such times, or call it.
alarms-too-strong-sudden = Did it become much worse all at once? Read your pump and call your clinic.
