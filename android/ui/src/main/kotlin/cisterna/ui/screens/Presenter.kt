package cisterna.ui.screens

import cisterna.ui.core.Command

/** What the shell alone remembers: where the person is, and what they have begun. Small, and survives the process. */
data class Local(
    val trail: List<Place> = listOf(Place.Home),
    val answers: Map<String, Int> = emptyMap(),
    val effects: Set<String> = emptySet(),
    val slot: String? = null,
    val code: String = "",
    val asksToStop: Boolean = false,
) {
    val place: Place get() = trail.last()

    /** For the platform's saved state. The pairing code is a secret and is left out: it is typed again. SR-35 */
    fun save(): List<String> =
        listOf(
            trail.joinToString(",") { it.name },
            answers.entries.joinToString(",") { "${it.key}=${it.value}" },
            effects.joinToString(","),
            slot.orEmpty(),
            asksToStop.toString(),
        )

    companion object {
        /** `null` where what was saved is of another version: then the shell begins at home. */
        fun restore(saved: List<String>): Local? {
            if (saved.size != 5) return null
            val names = Place.entries.associateBy { it.name }
            val trail = saved[0].split(",").map { names[it] ?: return null }
            val pairs = saved[1].split(",").filter { it.isNotEmpty() }
            val answers = pairs.associate { it.substringBefore("=") to (it.substringAfter("=").toIntOrNull() ?: return null) }
            val effects = saved[2].split(",").filter { it.isNotEmpty() }.toSet()
            return Local(trail, answers, effects, saved[3].ifEmpty { null }, asksToStop = saved[4] == "true")
        }
    }
}

/** The next memory, and what the core is to do; at most one thing an event. */
data class Step(
    val local: Local,
    val command: Command? = null,
)

/** Pure: from memory and event to memory and command. */
fun reduce(
    local: Local,
    event: Event,
): Step =
    when (event) {
        is Event.Open -> Step(local.copy(trail = local.trail + event.place, asksToStop = false))
        Event.Back -> Step(local.copy(trail = local.trail.dropLast(1).ifEmpty { listOf(Place.Home) }, asksToStop = false))
        is Event.Run -> Step(local.copy(asksToStop = false), event.command)
        is Event.Answer -> Step(local.copy(answers = toggled(local.answers, event)))
        is Event.Effect -> Step(local.copy(effects = local.effects.let { if (event.id in it) it - event.id else it + event.id }))
        Event.SaveEntry ->
            Step(
                local.copy(answers = emptyMap(), effects = emptySet()),
                Command.SaveEntry(local.slot, local.answers, local.effects.toList()),
            )
        is Event.TypeCode -> Step(local.copy(code = event.code.filter { it.isLetterOrDigit() }.uppercase()))
        Event.AskToStop -> Step(local.copy(asksToStop = true))
        Event.LetItGoOn -> Step(local.copy(asksToStop = false))
    }

/** A second tap takes an answer back: skipped is missing, not zero. SR-50 */
private fun toggled(
    answers: Map<String, Int>,
    event: Event.Answer,
) = if (answers[event.question] == event.value) answers - event.question else answers + (event.question to event.value)
