package cisterna.ui.screens

import androidx.compose.runtime.Composable
import cisterna.ui.core.Command
import cisterna.ui.core.Fact
import cisterna.ui.core.HomeState
import cisterna.ui.core.Now
import cisterna.ui.core.Tone
import cisterna.ui.parts.Action
import cisterna.ui.parts.Banner
import cisterna.ui.parts.Card
import cisterna.ui.parts.Facts
import cisterna.ui.parts.Gauge
import cisterna.ui.parts.Heading
import cisterna.ui.parts.Look
import cisterna.ui.parts.Page
import cisterna.ui.words.Words

/** Home: how things stand, at a glance, and how old that is. */
@Composable
fun HomeView(
    state: HomeState,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) {
    val isOld = state.read?.isOld(now) == true
    // a snapshot taken while it was fresh must not go on saying that all is well. SR-52
    val saysWell = state.tone == Tone.Well && !isOld
    val title =
        if (state.tone == Tone.Well && isOld) words["home-title-not-read-since", "time" to state.read!!.written] else state.title
    Page(title) {
        val tone = if (state.tone == Tone.Well && !saysWell) Tone.Unknown else state.tone
        val heading = if (isOld) words["home-old-heading"] else state.giving.orEmpty()
        val text = if (isOld && state.tone == Tone.Well) words["home-old-text"] else state.text
        val next = state.givingNext.orEmpty().takeUnless { isOld }.orEmpty()
        Banner(tone, heading, listOf(text, next, state.read?.age(now, words).orEmpty())) {
            if (isOld || state.read == null && state.isPaired) {
                Action(words["home-old-read-button"], Look.Main) { on(Event.Run(Command.ReadPump)) }
            }
            if (!state.isPaired) Action(words["shell-start-pair"], Look.Main) { on(Event.Open(Place.Pair)) }
            if (tone == Tone.Emergency) {
                Action(words["home-what-to-do-button"], Look.Emergency) { on(Event.Open(Place.Alarms)) }
            }
        }
        state.prompt?.let {
            Card {
                Heading(words["home-diary-due-title"])
                cisterna.ui.parts.Words(it)
                Action(words["home-diary-button"], Look.Quiet) { on(Event.Open(Place.Diary)) }
            }
        }
        Card {
            Heading(words["home-extra-dose-title"])
            state.requestText?.let { cisterna.ui.parts.Words(it, isBold = true) }
            cisterna.ui.parts.Words(
                if (isOld) words["home-extra-dose-needs-pump"] else state.extraDoses ?: words["home-extra-dose-off"],
            )
            if (state.extraDoses != null || state.requestText != null) {
                Action(words["home-extra-dose-button"], if (isOld) Look.Quiet else Look.Main) { on(Event.Open(Place.Bolus)) }
            }
        }
        state.amount?.let { amount ->
            Card {
                Heading(words["home-refill-title"])
                Gauge(
                    amount.permille,
                    words["home-refill-spoken", "left" to amount.left.spoken, "full" to amount.full.spoken],
                )
                val label =
                    if (isOld) words["home-refill-amount-at-label", "time" to state.read!!.written] else words["home-refill-amount-label"]
                Facts(
                    listOfNotNull(
                        Fact(label, words["home-refill-amount", "left" to amount.left.screen, "full" to amount.full.screen]),
                        state.earliest?.let { Fact(words["home-refill-earliest-label"], it) },
                        state.expected?.let { Fact(words["home-refill-expected-label"], it) },
                    ),
                )
                Action(words["home-more-refill"], Look.Quiet) { on(Event.Open(Place.Refill)) }
            }
        }
    }
}
