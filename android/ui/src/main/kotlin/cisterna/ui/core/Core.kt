package cisterna.ui.core

import kotlinx.coroutines.flow.Flow

/** A quantity as it stands on the screen, and as a screen reader says it. Never a bare number. */
data class Quantity(
    val screen: String,
    val spoken: String = screen,
)

/**
 * When the pump was read, on the clock of the phone that counts through sleep. Both are `null` where the phone has
 * restarted since: then the age cannot be told, and the reading is old. SR-42
 */
data class ReadAt(
    val atElapsedMs: Long?,
    val staleAtElapsedMs: Long?,
    /** Wall time, written by the core. */
    val written: String,
)

/** The phone's clock that counts through sleep, and the wall clock; both in milliseconds. */
data class Now(
    val elapsedMs: Long,
    val wallUtcMs: Long,
)

/** An instant on both clocks. `elapsedMs` is `null` where the phone has restarted in between. */
data class At(
    val elapsedMs: Long?,
    val wallUtcMs: Long,
    val written: String,
)

/** Someone to call: the words on the button, and the number. */
data class Call(
    val label: String,
    val number: String,
)

/** What a command came to. The core says the sentence; the shell shows it. */
sealed interface Performed {
    data object Done : Performed

    data class Refused(
        val sentence: String,
    ) : Performed
}

/**
 * What the screens need of the core. One call a screen and refresh, one call a command. An adapter implements it over
 * the generated bindings; the screens know neither them nor the database.
 */
interface Core {
    /** Emits the revision whenever a snapshot may have changed. */
    val changes: Flow<Long>

    /** The phone's clocks. */
    fun now(): Now

    suspend fun home(): HomeState

    suspend fun bolus(): BolusState

    suspend fun diary(): DiaryState

    suspend fun trial(): TrialState

    suspend fun refill(): RefillState

    suspend fun reminders(): RemindersState

    suspend fun alarms(): AlarmsState

    /** `older` is the cursor of the state before; `null` asks for the newest page. */
    suspend fun history(older: String?): HistoryState

    suspend fun mri(): MriState

    suspend fun care(): CareState

    suspend fun pump(): PumpState

    suspend fun settings(): SettingsState

    /** Carries out a command; what must finish goes on inside the core if the caller is cancelled. */
    suspend fun perform(command: Command): Performed
}

/** What a person can have done. None of them decides anything: the core and the pump do. */
sealed interface Command {
    data object ReadPump : Command

    /** Ends in the authentication of the device, whichever way it was asked. SR-43 */
    data class AskForDose(
        val offer: String,
    ) : Command

    /** Takes a request back that has not left the phone. */
    data object TakeBack : Command

    data object StopDose : Command

    data class StopSound(
        val alarm: Int,
    ) : Command

    data class Dial(
        val number: String,
    ) : Command

    /** Numbers by question; what is left out was skipped and stays missing. SR-50 */
    data class SaveEntry(
        val slot: String?,
        val answers: Map<String, Int>,
        val effects: List<String>,
    ) : Command

    data object ShareReport : Command

    data class BookRefill(
        val date: String?,
    ) : Command

    data class ReminderDone(
        val id: String,
    ) : Command

    data class ReminderLater(
        val id: String,
    ) : Command

    data class Mri(
        val step: MriStep,
    ) : Command

    data class ChangeSetting(
        val id: String,
        val choice: String,
    ) : Command

    data class Pair(
        val code: String,
    ) : Command
}

enum class MriStep { Planned, CalledOff, Done, Confirmed }
