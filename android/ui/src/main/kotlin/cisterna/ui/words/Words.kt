package cisterna.ui.words

/**
 * Words of one language, from the catalogues of the core and, where it has none, of the shell. Only whole sentences and
 * simple placeables are read here; what selects by number or drug is said by the core. A message that a language lacks
 * is taken from English; a message that no language has is an error of the program.
 */
class Words(
    private val own: Map<String, String>,
    private val english: Map<String, String>,
    private val spans: Spans,
) {
    operator fun get(id: String): String =
        own[id] ?: english[id] ?: error("no message is called $id")

    operator fun get(
        id: String,
        vararg arguments: Pair<String, String>,
    ): String = arguments.fold(get(id)) { text, (name, value) -> text.replace("{ \$$name }", value) }

    /** An age, in whole minutes rounded down: never older than it is said to be by a minute. */
    fun age(ms: Long): String =
        if (ms < MINUTE_MS) get("shell-just-now") else get("shell-ago", "span" to spans.span(ms / MINUTE_MS * 60))

    /** A time to go, rounded up to whole minutes, so that nothing ends earlier than told. */
    fun toGo(ms: Long): String = spans.span((ms + MINUTE_MS - 1) / MINUTE_MS * 60)

    private companion object {
        const val MINUTE_MS = 60_000L
    }
}

/** Writes a span of seconds; the core's own function, with the plurals and digits of its language. */
fun interface Spans {
    fun span(seconds: Long): String
}

/** Reads the part of Fluent that the shell needs: one message a line, no selections. */
object Catalogue {
    private val AREAS = listOf("home", "bolus", "alarms", "diary", "refill", "trial", "shell")
    private val MESSAGE = Regex("^([a-z][a-z0-9-]*) = (.+)$")

    fun of(language: String): Map<String, String> =
        AREAS.mapNotNull { area -> javaClass.getResource("/words/$language/$area.ftl")?.readText() }
            .flatMap { parse(it).entries }
            .associate { it.key to it.value }

    fun parse(text: String): Map<String, String> =
        text.lineSequence()
            .mapNotNull { MESSAGE.find(it)?.destructured }
            .filterNot { (_, value) -> value.endsWith("->") }
            .associate { (id, value) -> id to value }
}
