### The diary. Pain: numeric rating 0 to 10. Spasms: Penn spasm frequency 0 to 4 with severity 1 to 3,
### in the wording of NINDS CDE F1765, rated by the person. Nothing is back-dated. SR-50

diary-title = Diary
diary-entry-title = Diary entry
diary-entry-open = { $time } entry, open until { $until }
diary-entry-late = The { $time } entry is late now. It still counts as told, and is marked as late.
diary-entry-unprompted = An entry of your own
diary-next = Next entry at { $time }
diary-empty = No entries yet.
diary-write-button = Write an entry
diary-save-button = Save
diary-skip-button = Skip this question
diary-skipped = skipped
diary-missing = no answer
diary-late = late
diary-corrected = corrected at { $time }
diary-correct-button = Correct it
diary-correct-note = Saved entries can be corrected; the first one is kept.
diary-discard-title = Leave without saving?
diary-discard-yes-button = Leave
diary-discard-no-button = Go on writing
diary-saved = Saved
diary-clock-doubtful = The clock of the phone was changed around this entry. Its time is marked as doubtful.
diary-zero-label = none
diary-ten-label = worst I can imagine
diary-value-of-ten = { $value } of 10

## Questions

diary-pain-rest-title = Pain now, at rest
diary-pain-motion-title = Pain when you move
diary-spasms-title = Spasms
diary-spasms-question = How often did you have spasms?
diary-spasms-0 = No spasms
diary-spasms-1 = Mild spasms, brought on by touch or movement
diary-spasms-2 = Full spasms, less than once an hour
diary-spasms-3 = Spasms more than once an hour
diary-spasms-4 = Spasms more than ten times an hour
diary-severity-title = How strong were the spasms?
diary-severity-1 = Mild
diary-severity-2 = Moderate
diary-severity-3 = Severe
diary-function-title = What could you do?
diary-function-question = How well could you do what matters to you?
diary-function-0 = not at all
diary-function-10 = as well as I wish
diary-sleep-title = Sleep
diary-sleep-question = How well did you sleep?
diary-sleep-0 = not at all
diary-sleep-10 = as well as I wish
diary-goal-title = Your own goal
diary-goal-question = How near did you come to it?
diary-goal-text = Your goal: { $goal }
diary-goal-not-set = You can write down a goal of your own, such as sitting through a meal.
diary-note-title = Anything else?
diary-note-hint = In your own words

## Side effects, to choose from by drug

diary-effects-title = How do you feel otherwise?
diary-effects-none = None of these
diary-effect-nausea = Feeling sick
diary-effect-vomiting = Being sick
diary-effect-itching = Itching
diary-effect-urinary-retention = Trouble passing urine
diary-effect-constipation = Constipated
diary-effect-sleepiness = Sleepy
diary-effect-swelling = Swelling
diary-effect-weakness = Weak
diary-effect-dizziness = Dizzy
diary-effect-confusion = Confused
diary-effect-memory = Trouble with memory
diary-effect-gait = Trouble walking
diary-effect-serious = Very sleepy, breathing slowly, or confused? Get help now. Writing can wait.

## Analgesics and other medicine

diary-pills-title = Did you take anything for it?
diary-pills-button = Took a pill…
diary-pills-none = Nothing taken
diary-pills-name = What was it?
diary-pills-amount = How strong is one?
diary-pills-count = How many?
diary-pills-taken = { $count ->
    [one] { $name }, { $count } time
   *[other] { $name }, { $count } times
}
diary-medicines-title = Medicine by mouth
diary-medicines-add-button = Add a medicine
diary-medicines-stop-button = I no longer take it
diary-medicines-change-note = Change medicine only as your clinic tells you. Note it here when it has changed.

## A history

diary-day-answered = { $answered } of { $asked } answered
diary-more-button = Show older
