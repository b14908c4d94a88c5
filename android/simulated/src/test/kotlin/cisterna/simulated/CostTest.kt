package cisterna.simulated

import cisterna.bindings.Screen
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

private const val WARM = 50
private const val MEASURED = 200
/** Calls that a refresh of one screen may make. */
private const val MOST_CALLS = 5

/** What a screen costs over the bindings. Printed, not held against a clock. */
class CostTest {
    private val phone = TestPhone()

    /** One call a screen; history, pump details and care plan have none yet. */
    private val screens: Map<Screen, List<suspend () -> Any?>> = mapOf(
        Screen.HOME to listOf(phone.core::home),
        Screen.BOLUS to listOf(phone.core::bolus),
        Screen.DIARY to listOf(phone.core::diary),
        Screen.TRIAL to listOf(phone.core::trial),
        Screen.REFILL to listOf(phone.core::refill),
        Screen.REMINDERS to listOf(phone.core::reminders),
        Screen.ALARMS to listOf(phone.core::alarms),
        Screen.SETTINGS to listOf(phone.core::settings),
    )

    @AfterEach
    fun close() = phone.close()

    @Test
    fun `a refresh of a screen is at most five calls, and its cost is printed`() = runBlocking {
        phone.pair()
        phone.core.copyLog()
        for ((screen, calls) in screens) {
            assertTrue(calls.size <= MOST_CALLS)
            repeat(WARM) { calls.forEach { it() } }
            val took = List(MEASURED) {
                val began = System.nanoTime()
                calls.forEach { it() }
                (System.nanoTime() - began) / 1_000
            }.sorted()
            assertEquals(MEASURED, took.size)
            println("snapshot $screen: p50 ${took[MEASURED / 2]} µs, p99 ${took[MEASURED * 99 / 100]} µs, ${calls.size} call")
        }
    }
}
