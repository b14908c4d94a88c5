package cisterna.ui.screens

import cisterna.ui.core.Command

enum class Place {
    Start, Pair, Home, Bolus, Diary, Trial, Refill, Reminders, Alarms, History, Mri, Care, Pump, Settings, About, More,
    Unwell,
}

/** What a person did on a screen. Views send events and keep nothing. */
sealed interface Event {
    data class Open(
        val place: Place,
    ) : Event

    data object Back : Event

    data class Run(
        val command: Command,
    ) : Event

    data class Answer(
        val question: String,
        val value: Int,
    ) : Event

    data class Effect(
        val id: String,
    ) : Event

    data object SaveEntry : Event

    data class TypeCode(
        val code: String,
    ) : Event

    data object AskToStop : Event

    data object LetItGoOn : Event
}
