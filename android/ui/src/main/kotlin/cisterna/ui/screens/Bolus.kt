package cisterna.ui.screens

import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.text.font.FontWeight
import cisterna.ui.core.BolusState
import cisterna.ui.core.Command
import cisterna.ui.core.Fact
import cisterna.ui.core.Now
import cisterna.ui.core.Tone
import cisterna.ui.parts.Action
import cisterna.ui.parts.Banner
import cisterna.ui.parts.Card
import cisterna.ui.parts.Facts
import cisterna.ui.parts.Gauge
import cisterna.ui.parts.Heading
import cisterna.ui.parts.HoldButton
import cisterna.ui.parts.Look
import cisterna.ui.parts.Page
import cisterna.ui.theme.Type
import cisterna.ui.words.Words
import cisterna.ui.parts.Words as Say

/** The extra dose. The pump decides; this screen asks, waits, and says what is known. SR-41, SR-42, SR-43 */
@Composable
fun BolusView(
    state: BolusState,
    asksToStop: Boolean,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) = when (state) {
    is BolusState.Off ->
        Page(words["bolus-title"]) {
            Banner(Tone.Unknown, "", listOf(state.sentence))
            Action(words["home-old-read-button"], Look.Main) { on(Event.Run(Command.ReadPump)) }
        }
    is BolusState.Possible -> Possible(state, now, words, on)
    is BolusState.Waiting -> Waiting(state, now, words, on)
    is BolusState.Asking ->
        Page(state.title) {
            Banner(Tone.InTime, "", listOf(state.text))
            if (state.canTakeBack) Action(words["bolus-cancel-button"], Look.Outline) { on(Event.Run(Command.TakeBack)) }
        }
    is BolusState.Running -> Running(state, asksToStop, now, words, on)
    is BolusState.NotKnownYet -> NotKnownYet(state, now, words, on)
    is BolusState.Answered ->
        Page(state.title) {
            Banner(state.tone, "", listOf(state.text))
            if (state.facts.isNotEmpty()) Card { Facts(state.facts) }
            if (state.mayLookAgain) Action(words["home-old-read-button"], Look.Main) { on(Event.Run(Command.ReadPump)) }
            Action(words["bolus-note-button"], Look.Quiet) { on(Event.Open(Place.Diary)) }
            Unwell(words, on)
        }
}

@Composable
private fun Unwell(
    words: Words,
    on: (Event) -> Unit,
) = Action(words["bolus-unwell-button"], Look.Outline) { on(Event.Open(Place.Unwell)) }

@Composable
private fun Possible(
    state: BolusState.Possible,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) = Page(words["bolus-title"]) {
    Card {
        Text(
            state.dose.screen,
            Modifier.clearAndSetSemantics { contentDescription = state.dose.spoken },
            fontSize = Type.heading,
            fontWeight = FontWeight.Bold,
        )
        Say(state.detail)
    }
    Card { Facts(state.facts + Fact(words["bolus-pump-said-label"], state.read.age(now, words))) }
    if (state.read.isOld(now)) {
        Banner(Tone.Unknown, "", listOf(words["bolus-old-limits", "time" to state.read.written], words["bolus-read-first"]))
        Action(words["home-old-read-button"], Look.Main) { on(Event.Run(Command.ReadPump)) }
    } else {
        Say(state.warning, isBold = true)
        Action(words["bolus-get-help-button"], Look.Outline) { on(Event.Open(Place.Unwell)) }
        val ask = { on(Event.Run(Command.AskForDose(state.offer))) }
        HoldButton(words["bolus-hold-button"], ask)
        Action(words["bolus-ask-button"], Look.Outline, ask)
        Say(words["bolus-only-you"])
    }
}

@Composable
private fun Waiting(
    state: BolusState.Waiting,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) = Page(words["bolus-refused-title"]) {
    Card {
        val until = state.from?.elapsedMs
        if (until != null && until > now.elapsedMs) {
            val left = until - now.elapsedMs
            val toGo = words.toGo(left)
            Text(toGo, fontSize = Type.title, fontWeight = FontWeight.Bold)
            Say(words["bolus-waiting-label"])
            val passed = 1000 - (left * 1000 / state.lockoutMs.coerceAtLeast(1)).toInt()
            Gauge(passed, "$toGo ${words["bolus-waiting-label"]}")
        }
        state.from?.let { Heading(words["bolus-possible-from", "time" to it.written]) }
        Say(state.sentence)
    }
    Card { Facts(state.facts + Fact(words["bolus-pump-said-label"], state.read.age(now, words))) }
    Action(words["home-old-read-button"], Look.Quiet) { on(Event.Run(Command.ReadPump)) }
    Action(words["bolus-note-button"], Look.Quiet) { on(Event.Open(Place.Diary)) }
    Action(state.tooStrong, Look.Outline) { on(Event.Open(Place.Unwell)) }
}

@Composable
private fun Running(
    state: BolusState.Running,
    asksToStop: Boolean,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) = if (asksToStop) {
    Page(words["bolus-stop-title"]) {
        Say(words["bolus-stop-text"])
        Action(words["bolus-stop-yes-button"], Look.Main) { on(Event.Run(Command.StopDose)) }
        Action(words["bolus-stop-no-button"], Look.Outline) { on(Event.LetItGoOn) }
    }
} else {
    Page(state.title) {
        Card {
            Say(state.text)
            Heading(words["bolus-running-until", "time" to state.ends.written])
            val from = state.started.elapsedMs
            val until = state.ends.elapsedMs
            if (from != null && until != null && until > from) {
                val passed = ((now.elapsedMs - from).coerceIn(0, until - from) * 1000 / (until - from)).toInt()
                Gauge(passed, words["bolus-running-until", "time" to state.ends.written])
            }
            Say(state.read.age(now, words))
        }
        Action(words["bolus-running-stop-button"], Look.Outline) { on(Event.AskToStop) }
        Unwell(words, on)
    }
}

@Composable
private fun NotKnownYet(
    state: BolusState.NotKnownYet,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) = Page(state.title) {
    Banner(Tone.Unknown, words["bolus-unknown-heading"], listOf(state.text))
    val since = state.asked.elapsedMs?.let { words.toGo((now.elapsedMs - it).coerceAtLeast(0)) }
    Card {
        Facts(
            listOfNotNull(
                Fact(words["bolus-unknown-asked-label"], state.asked.written),
                since?.let { Fact(words["bolus-unknown-looking-label"], it) },
                Fact(words["bolus-unknown-kept-label"], words["bolus-unknown-kept"]),
            ),
        )
    }
    Card {
        Heading(words["bolus-unknown-helps-title"])
        Say(words["bolus-unknown-helps-text"])
    }
    Action(words["bolus-unknown-background-button"], Look.Quiet) { on(Event.Run(Command.ReadPump)) }
    Unwell(words, on)
    Say(words["bolus-unknown-why"])
}
