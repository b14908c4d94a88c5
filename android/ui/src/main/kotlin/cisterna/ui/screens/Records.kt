package cisterna.ui.screens

import androidx.compose.runtime.Composable
import cisterna.ui.core.Call
import cisterna.ui.core.CareState
import cisterna.ui.core.Command
import cisterna.ui.core.Now
import cisterna.ui.core.PumpState
import cisterna.ui.core.Tone
import cisterna.ui.parts.Action
import cisterna.ui.parts.Banner
import cisterna.ui.parts.Card
import cisterna.ui.parts.Facts
import cisterna.ui.parts.Heading
import cisterna.ui.parts.Look
import cisterna.ui.parts.Page
import cisterna.ui.words.Words
import cisterna.ui.parts.Words as Say

/** "I feel unwell": whom to call, with no reading needed and no dose offered. SR-20, SR-21 */
@Composable
fun UnwellView(
    drug: String,
    calls: List<Call>,
    words: Words,
    on: (Event) -> Unit,
) = Page(words["alarms-unwell-title"]) {
    Banner(Tone.Emergency, "", listOf(words["alarms-unwell-first", "drug" to drug], words["alarms-unwell-then"]))
    calls.forEachIndexed { place, call ->
        Action(call.label, if (place == 0) Look.Emergency else Look.Outline) { on(Event.Run(Command.Dial(call.number))) }
    }
    if (calls.isEmpty()) Say(words["alarms-call-none"], isBold = true)
    Say(words["alarms-unwell-no-dose"], isBold = true)
    Action(words["shell-back"], Look.Outline) { on(Event.Back) }
}

/** The care plan: what is missing first, then whom to call, caregivers, and the implant card. */
@Composable
fun CareView(
    state: CareState,
    words: Words,
    on: (Event) -> Unit,
) = Page(words["home-more-care-plan"]) {
    if (state.gaps.isNotEmpty()) Banner(Tone.InTime, words["shell-missing"], state.gaps)
    state.calls.forEach { call -> Action(call.label, Look.Outline) { on(Event.Run(Command.Dial(call.number))) } }
    Card {
        Heading(words["home-more-caregivers"])
        Facts(state.caregivers)
    }
    Card {
        Heading(words["shell-implant"])
        Facts(state.implant)
    }
}

/** The pump and its prescription, in the clinic's terms, read-only. SR-31 */
@Composable
fun PumpView(
    state: PumpState,
    now: Now,
    words: Words,
) = Page(words["home-more-pump"]) {
    state.read?.let { Say(it.age(now, words)) }
    Card { Facts(state.identity) }
    Card {
        Heading(words["shell-prescription"])
        Facts(state.prescription)
        Say(words["shell-read-only"])
    }
    Card {
        Heading(words["shell-totals"])
        Facts(state.totals)
    }
}
