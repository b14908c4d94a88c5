package cisterna.ui.core

/** How a state is drawn: by shape, word, place and colour together. */
enum class Tone { Well, InTime, Emergency, Unknown }

data class Amount(
    val left: Quantity,
    val full: Quantity,
    val permille: Int,
)

/** Home: how things stand, at a glance. Sentences are the core's. */
data class HomeState(
    val tone: Tone,
    val title: String,
    val text: String,
    val read: ReadAt?,
    val giving: String?,
    val givingNext: String?,
    val extraDoses: String?,
    val requestText: String?,
    val amount: Amount?,
    val earliest: String?,
    val expected: String?,
    val prompt: String?,
    val isPaired: Boolean = true,
)

/** A label and its value. */
data class Fact(
    val label: String,
    val value: String,
    val spoken: String = value,
)

/** The extra dose. SR-41, SR-42 */
sealed interface BolusState {
    val read: ReadAt?

    /** The pump was never read, or the clinic set no extra doses. */
    data class Off(
        override val read: ReadAt?,
        val sentence: String,
    ) : BolusState

    data class Possible(
        override val read: ReadAt,
        val offer: String,
        val dose: Quantity,
        val detail: String,
        val facts: List<Fact>,
        val warning: String,
    ) : BolusState

    /** The pump would refuse now. `until` is none where it names no end. */
    data class Waiting(
        override val read: ReadAt,
        val sentence: String,
        val from: At?,
        val lockoutMs: Long,
        val facts: List<Fact>,
        val tooStrong: String,
    ) : BolusState

    /** Asking; `canTakeBack` until the request leaves the phone. */
    data class Asking(
        override val read: ReadAt?,
        val title: String,
        val text: String,
        val canTakeBack: Boolean,
    ) : BolusState

    data class Running(
        override val read: ReadAt,
        val title: String,
        val text: String,
        val started: At,
        val ends: At,
    ) : BolusState

    /** Not known yet: neither given nor failed, and no new request. SR-41 */
    data class NotKnownYet(
        override val read: ReadAt?,
        val title: String,
        val text: String,
        val asked: At,
    ) : BolusState

    /** Refused, given, stopped early, not received, cannot be known, not sent: the core's words say which. */
    data class Answered(
        override val read: ReadAt?,
        val tone: Tone,
        val title: String,
        val text: String,
        val facts: List<Fact>,
        val mayLookAgain: Boolean,
    ) : BolusState
}

data class Signs(
    val heading: String,
    val signs: List<String>,
)

data class AlarmView(
    val id: Int,
    val isEmergency: Boolean,
    val title: String,
    val happened: String,
    val meaning: String,
    val act: String,
    val calls: List<Call>,
    val watch: List<Signs>,
    val bring: String,
    /** "Silent until"; none where it sounds. */
    val mutedText: String?,
    val soundText: String,
    val code: String,
)

data class AlarmsState(
    val read: ReadAt?,
    val alarms: List<AlarmView>,
)

/** A question of the diary; `values` are what may be answered, with words where the number needs some. */
data class Question(
    val id: String,
    val title: String,
    val values: List<Fact>,
)

data class DiaryState(
    val slot: String?,
    val heading: String,
    val questions: List<Question>,
    val effects: List<Fact>,
    val latest: List<Fact>,
)

/** A point of a chart: thousandths of the scale, or nothing where there was no answer. SR-50 */
data class ChartPoint(
    val atPermille: Int,
    val valueMilli: Int?,
    val words: String,
)

data class ChartLevel(
    val label: String,
    val valueMilli: Int,
    val isDashed: Boolean,
)

data class Chart(
    val title: String,
    val mostMilli: Int,
    val points: List<ChartPoint>,
    val levels: List<ChartLevel>,
    val axis: List<String>,
)

data class TrialState(
    val title: String,
    val intro: String,
    val chart: Chart?,
    val results: List<Fact>,
    val closing: String,
)

data class Warning(
    val isEmergency: Boolean,
    val title: String,
    val text: String,
    val danger: String,
)

data class RefillState(
    val read: ReadAt?,
    val amount: Amount?,
    val facts: List<Fact>,
    val warnings: List<Warning>,
    val because: List<String>,
    val curve: Chart?,
    val booked: String?,
    val explain: String,
)

data class Reminder(
    val id: String,
    val title: String,
    val text: String,
    val isUrgent: Boolean,
    val canBeDone: Boolean,
)

data class RemindersState(
    val due: List<Reminder>,
    val next: List<Fact>,
    val quiet: String,
)

data class HistoryState(
    val entries: List<Fact>,
    val older: String?,
)

/** The follow-up of an MRI. SR-48 */
data class MriState(
    val title: String,
    val text: String,
    val steps: List<Fact>,
    val next: MriStep?,
    val nextLabel: String,
    val mustRead: Boolean,
)

data class CareState(
    val gaps: List<String>,
    val calls: List<Call>,
    val caregivers: List<Fact>,
    val implant: List<Fact>,
)

data class PumpState(
    val read: ReadAt?,
    val identity: List<Fact>,
    val prescription: List<Fact>,
    val totals: List<Fact>,
)

data class Setting(
    val id: String,
    val title: String,
    val choices: List<Fact>,
    val chosen: String,
)

data class SettingsState(
    val settings: List<Setting>,
)
