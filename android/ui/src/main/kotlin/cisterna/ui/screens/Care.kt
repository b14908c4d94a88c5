package cisterna.ui.screens

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.runtime.Composable
import androidx.compose.ui.unit.dp
import cisterna.ui.core.AlarmsState
import cisterna.ui.core.Command
import cisterna.ui.core.DiaryState
import cisterna.ui.core.Fact
import cisterna.ui.core.Now
import cisterna.ui.core.Tone
import cisterna.ui.core.TrialState
import cisterna.ui.parts.Action
import cisterna.ui.parts.Banner
import cisterna.ui.parts.Card
import cisterna.ui.parts.ChartWithTwin
import cisterna.ui.parts.Choice
import cisterna.ui.parts.Facts
import cisterna.ui.parts.Heading
import cisterna.ui.parts.Look
import cisterna.ui.parts.Page
import cisterna.ui.theme.LocalColours
import cisterna.ui.words.Words
import cisterna.ui.parts.Words as Say

/** Alarms: what happened, what it means, whom to call, what to watch for, then the sound. SR-20, SR-21, SR-47 */
@Composable
fun AlarmsView(
    state: AlarmsState,
    now: Now,
    words: Words,
    on: (Event) -> Unit,
) {
    val first = state.alarms.firstOrNull()
    val colours = LocalColours.current
    val fill = if (first?.isEmergency == true) colours.emergencyContainer else colours.background
    Page(first?.title ?: words["shell-no-alarm"], fill) {
        if (first == null) Banner(Tone.Unknown, "", listOf(words["shell-no-alarm-text"]))
        state.alarms.forEachIndexed { index, alarm ->
            if (index > 0) Heading(alarm.title)
            Banner(if (alarm.isEmergency) Tone.Emergency else Tone.InTime, "", listOf(alarm.happened, alarm.meaning, alarm.act))
            alarm.calls.forEachIndexed { place, call ->
                val look = if (alarm.isEmergency && place == 0) Look.Emergency else Look.Outline
                Action(call.label, look) { on(Event.Run(Command.Dial(call.number))) }
            }
            alarm.watch.forEach {
                Card {
                    Heading(it.heading)
                    it.signs.forEach { sign -> Say(sign) }
                }
            }
            Card {
                Heading(words["alarms-bring-title"])
                Say(alarm.bring)
            }
            if (alarm.mutedText == null) {
                Action(words["alarms-sound-button"], Look.Outline) { on(Event.Run(Command.StopSound(alarm.id))) }
            }
            Say(alarm.mutedText ?: alarm.soundText)
            Card { Facts(listOf(Fact(words["alarms-for-clinic-label"], alarm.code))) }
        }
        state.read?.let { Say(it.age(now, words)) }
    }
}

/** The diary: a tap a question and one to save. A second tap takes an answer back. SR-50 */
@Composable
fun DiaryView(
    state: DiaryState,
    local: Local,
    words: Words,
    on: (Event) -> Unit,
) = Page(words["diary-entry-title"]) {
    Say(state.heading)
    state.questions.forEach { question ->
        Heading(question.title)
        Choices {
            question.values.forEachIndexed { value, fact ->
                Choice(fact.label, "${question.title}: ${fact.value}", local.answers[question.id] == value) {
                    on(Event.Answer(question.id, value))
                }
            }
        }
    }
    Heading(words["diary-effects-title"])
    Choices {
        state.effects.forEach { effect ->
            Choice(effect.value, effect.value, effect.label in local.effects) { on(Event.Effect(effect.label)) }
        }
    }
    Banner(Tone.InTime, "", listOf(words["diary-effect-serious"]))
    Action(words["diary-save-button"], Look.Main) { on(Event.SaveEntry) }
    Say(words["diary-correct-note"])
    if (state.latest.isNotEmpty()) Card { Facts(state.latest) }
}

@Composable
private fun Choices(content: @Composable () -> Unit) =
    FlowRow(
        horizontalArrangement = Arrangement.spacedBy(8.dp),
        verticalArrangement = Arrangement.spacedBy(8.dp),
    ) { content() }

/** The trial: chart, the same in words, results, completeness, and the report. SR-50 */
@Composable
fun TrialView(
    state: TrialState,
    words: Words,
    on: (Event) -> Unit,
) = Page(state.title) {
    Say(state.intro)
    if (state.results.isNotEmpty()) Card { Facts(state.results) }
    state.chart?.let { ChartWithTwin(it, words["trial-chart-text-title"]) }
    Action(words["trial-share-button"], Look.Main) { on(Event.Run(Command.ShareReport)) }
    Say(state.closing)
}

/** Why this app never replaces the clinic. */
@Composable
fun AboutView(
    words: Words,
    on: (Event) -> Unit,
) = Page(words["shell-about"]) {
    Say(words["shell-about-text"])
    Banner(Tone.InTime, "", listOf(words["shell-about-then"]))
    Action(words["shell-back"], Look.Outline) { on(Event.Back) }
}
