### The extra dose (bolus). The pump decides. The app asks, waits, and says what it knows. SR-41: what
### is not known is called so. SR-42: limits come from the pump.

## Asking

bolus-title = Extra dose
bolus-detail = { $drug }, over { $duration }, on top of your usual dose
bolus-left-label = Left in { $window }
bolus-left = { $left } of { $most }
bolus-last-label = Last one
bolus-last-given = { $time }, given
bolus-last-stopped = { $time }, stopped early
bolus-last-unknown = not known yet
bolus-last-none = none known
bolus-wait-after-label = After this, wait
bolus-pump-said-label = Your pump said so
bolus-warning-baclofen = Very sleepy, very weak, or short of breath? Do not ask.
bolus-warning-morphine = Very sleepy, or breathing slowly? Do not ask.
bolus-warning-ziconotide = Confused, or seeing things that are not there? Do not ask.
bolus-warning-unknown = Very sleepy, confused, or breathing slowly? Do not ask.
bolus-get-help-button = Get help
bolus-hold-button = Hold to ask your pump
bolus-ask-button = Ask without holding
bolus-only-you = Only you may ask. Next comes your fingerprint or code. Then your pump decides, and says why if it says no.
bolus-authenticate = Ask your pump for { $dose } of { $drug }
bolus-old-limits = Read at { $time }. Your pump may say something else now.
bolus-read-first = Read your pump first. It says what it allows.

## On the way

bolus-preparing-title = Getting ready
bolus-preparing-text = Nothing has been sent yet.
bolus-asking-title = Asking your pump
bolus-asking-text = Keep the phone within an arm’s length of your pump.
bolus-cancel-button = Do not ask

## Given

bolus-running-title = Your pump is giving the extra dose
bolus-running-text = { $dose } of { $drug }, as of the last reading.
bolus-running-until = It ends at about { $time }.
bolus-running-stop-button = Stop this dose
bolus-stop-title = Stop this dose?
bolus-stop-text = What was given stays given. It counts as a whole dose, and the waiting time does not get shorter.
bolus-stop-yes-button = Stop this dose
bolus-stop-no-button = Let it go on
bolus-stopping-title = Stopping the extra dose
bolus-stopping-text = Not known yet. Keep the phone within an arm’s length of your pump.
bolus-delivered-title = The extra dose was given
bolus-delivered-text = { $dose } of { $drug }, in full.
bolus-stopped-title = The extra dose stopped early
bolus-stopped-amount = { $dose } of { $drug } was given.
bolus-stopped-between = Between { $least } and { $most } of { $drug } was given.
bolus-stopped-counts = It counts as a whole dose for the waiting time and the number left.
bolus-stopped-cancelled = You stopped it.
bolus-stopped-alarm = Your pump stopped it because of an alarm.
bolus-stopped-clinic = Your clinic stopped it.
bolus-stopped-reset = Your pump restarted.
bolus-stopped-late = Your pump could not finish it in time.

## Waiting

bolus-waiting-label = to go
bolus-possible-from = Possible from { $time }
bolus-waiting-text = Your last one was given at { $time }. Your clinic set { $duration } between two.
bolus-note-button = Note how it is now
bolus-too-strong-pain-button = The pain is too strong: what to do
bolus-too-strong-spasm-button = The spasms are too strong: what to do
bolus-unwell-button = I feel unwell: what to do

## Refused: one sentence a reason, then what to do

bolus-refused-title = No extra dose now
bolus-refused-nothing = Your pump said no. Nothing was given.
bolus-refused-not-permitted = Your clinic has not set extra doses for this medicine.
bolus-refused-lockout = The waiting time after the last one is not over yet.
bolus-refused-number = All extra doses of this time span are used.
bolus-refused-dose-limit = With this dose you would get more than your clinic allows in this time span. Your usual dose counts too.
bolus-refused-stopped = Your pump is stopped. Call your clinic.
bolus-refused-fault = Your pump has an alarm and gives no extra doses until it is cleared up. See what the alarm says.
bolus-refused-bridge = Your pump is changing over to a new medicine. Extra doses are blocked until then.
bolus-refused-empty = There is too little medicine left in your pump. Call your clinic about a refill.
bolus-refused-expired = The request reached your pump too late. That protects you from an old request.
bolus-refused-expiry = The phone and your pump did not agree on the time. Read your pump again first.
bolus-refused-epoch = Your pump has restarted. Read it again first.
bolus-refused-proof = Your pump could not tell that it was you who asked. Pair the phone again with your clinic.
bolus-refused-changed = Your clinic has changed the dose since you last read your pump. Read it again and look at the new dose.
bolus-refused-running = An extra dose is being given now.
bolus-refused-storage = Your pump could not write the request down, so it gave nothing. Call your clinic.
bolus-refused-key = This request belongs to another phone.
bolus-refused-unread = The phone has to read your pump first. Read it again.
bolus-refused-wait = Your pump names { $duration } until this ends by itself.
bolus-refused-no-end = This does not end by itself.

## Not known

bolus-unknown-title = Not known yet
bolus-unknown-short = Not known yet. Do not repeat.
bolus-unknown-heading = Do not ask again.
bolus-unknown-text = Your pump may have started the dose. The link broke before it answered.
bolus-unknown-asked-label = You asked at
bolus-unknown-looking-label = Looking for your pump
bolus-unknown-kept-label = Answer kept
bolus-unknown-kept = in the pump
bolus-unknown-helps-title = What helps
bolus-unknown-helps-text = Keep the phone within an arm’s length of your pump. You can lock the phone. We go on and tell you.
bolus-unknown-background-button = Keep trying in the background
bolus-unknown-why = Until this is cleared up, a new dose cannot be asked for. That protects you from a double dose.
bolus-known-now-title = Now it is known
bolus-not-received-title = Your pump did not get the request
bolus-not-received-text = Nothing was given for it, and nothing will be. Your pump has crossed it out.
bolus-cannot-be-known-title = This dose cannot be known
bolus-cannot-be-known-text = Treat it as given. Your pump can no longer tell what became of it.
bolus-cannot-be-known-wait = Asking again has to wait { $duration }, as if it had been given.

## Never sent

bolus-not-sent-title = Your pump was not asked
bolus-not-sent-nothing = Nothing left the phone. Nothing was given.
bolus-not-sent-too-late = Your pump was not within reach in time.
bolus-not-sent-restarted = The app restarted before the request left.
bolus-not-sent-not-authenticated = It was not confirmed that it was you.
bolus-not-sent-offer-changed = Your pump has another dose now than the one you were shown. Look at the new dose first.
bolus-not-sent-link-lost = The link broke before the request left.
bolus-not-sent-cancelled = You took it back.
bolus-not-sent-held = An earlier dose cannot be known and counts as given. Its waiting time is not over yet.
