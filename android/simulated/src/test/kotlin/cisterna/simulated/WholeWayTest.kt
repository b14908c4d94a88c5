package cisterna.simulated

import cisterna.bindings.AppException
import cisterna.bindings.BolusSnapshot
import cisterna.bindings.ChangeListener
import cisterna.bindings.DiaryAnswers
import cisterna.bindings.EntryTarget
import cisterna.bindings.Measure
import cisterna.bindings.MeasureAnswer
import cisterna.bindings.NewPlan
import cisterna.bindings.NewTrial
import cisterna.bindings.NotSent
import cisterna.bindings.RefusalReason
import cisterna.bindings.RequestId
import cisterna.bindings.RequestOutcome
import cisterna.bindings.Screen
import cisterna.bindings.Standing
import cisterna.bindings.TrialPurpose
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assertions.fail
import org.junit.jupiter.api.Test

private const val BOLUS_S = 600
private const val DAY_MS = 86_400_000L

/** From the tap to the firmware's outcome, through the library that a phone loads. */
class WholeWayTest {
    private val phone = TestPhone()

    @AfterEach
    fun close() = phone.close()

    private suspend fun intend(): RequestId =
        phone.core.intendDose(phone.core.bolus().limits!!.offer)

    private suspend fun ask(): BolusSnapshot = phone.core.sendDose(intend())

    private suspend inline fun <reified E : AppException> refuses(call: suspend () -> Unit): E {
        try {
            call()
        } catch (refused: AppException) {
            return assertInstanceOf(E::class.java, refused)
        }
        return fail("nothing was refused")
    }

    private fun outcome(screen: BolusSnapshot): RequestOutcome = screen.request!!.outcome

    @Test
    fun `before pairing nothing is known and nothing is calm`() = runBlocking {
        val home = phone.core.home()
        assertNull(home.serial)
        assertEquals(Standing.Never, home.standing)
        assertFalse(phone.core.bolus().mayAsk)
        val refused = refuses<AppException.NotPaired> { phone.core.readPump() }
        assertTrue(refused.message!!.contains("pair with the implant card"))
    }

    /** SR-37 */
    @Test
    fun `pairing by card reads the pump and a mistyped card is told`() = runBlocking {
        val wrong = phone.pump.card().replace("CIS-SIM-1", "CIS-SIM-2")
        refuses<AppException.Pairing> { phone.core.pair(wrong) }
        phone.pair()
        val home = phone.core.home()
        assertEquals("CIS-SIM-1", home.serial)
        assertEquals(Standing.AllWell, home.standing)
        val read = home.read!!
        assertTrue(read.at.thisBoot)
        assertTrue(read.staleAtSinceBootMs > read.at.sinceBootMs)
        assertTrue(home.title.isNotEmpty())
    }

    /** SR-43 */
    @Test
    fun `a dose is asked for, given, and the next one refused in the waiting time`() = runBlocking {
        phone.pair()
        assertInstanceOf(RequestOutcome.Running::class.java, outcome(ask()))
        phone.advance(BOLUS_S + 1)
        phone.core.readPump()
        val given = assertInstanceOf(
            RequestOutcome.Delivered::class.java,
            outcome(phone.core.bolus()),
        )
        assertEquals(10_000UL, given.deliveredNg)
        val refused = assertInstanceOf(RequestOutcome.Refused::class.java, outcome(ask()))
        assertEquals(RefusalReason.LOCKOUT, refused.reason)
        assertTrue(phone.core.bolus().request!!.title.isNotEmpty())
    }

    /** SR-43 */
    @Test
    fun `who does not authenticate asks for nothing`() = runBlocking {
        phone.pair()
        phone.person.declines = true
        refuses<AppException.NotAuthenticated> { ask() }
        assertEquals(2, phone.person.asked.get())
        val screen = phone.core.bolus()
        assertTrue(screen.mayAsk)
        assertEquals(RequestOutcome.NotSent(NotSent.NOT_AUTHENTICATED), outcome(screen))
    }

    /** SR-41 */
    @Test
    fun `a cut link leaves the outcome not known, over a restart, until the pump tells it`() = runBlocking {
        phone.pair()
        phone.person.cuts = true
        val screen = ask()
        assertFalse(screen.mayAsk)
        assertEquals(RequestOutcome.NotKnownYet, outcome(screen))
        refuses<AppException.Uncertain> { intend() }
        phone.restart()
        assertEquals(RequestOutcome.NotKnownYet, phone.core.home().request)
        phone.advance(BOLUS_S + 1)
        phone.core.readPump()
        assertInstanceOf(RequestOutcome.Delivered::class.java, outcome(phone.core.bolus()))
        assertTrue(phone.core.bolus().mayAsk)
    }

    /** A coroutine that is cancelled cuts nothing: what it began goes on in the library. */
    @Test
    fun `a cancelled coroutine cuts no request`() = runBlocking {
        phone.pair()
        val id = intend()
        val task = launch { phone.core.sendDose(id) }
        yield()
        task.cancel()
        task.join()
        repeat(200) {
            if (outcome(phone.core.bolus()) is RequestOutcome.Running) return@runBlocking
            delay(20)
        }
        fail("the request never left: ${outcome(phone.core.bolus())}")
    }

    /** SR-50 */
    @Test
    fun `a diary is written and outlives the process`() = runBlocking {
        refuses<AppException.Input> {
            phone.core.recordEntry(EntryTarget.Spontaneous, DiaryAnswers(listOf(), null, null, ""))
        }
        val now = System.currentTimeMillis()
        val trial = NewTrial.Infusion(now, now + DAY_MS, 5u)
        phone.core.startPlan(NewPlan(TrialPurpose.PAIN, null, Measure.NRS_MOTION, "walk", trial))
        val answers = DiaryAnswers(
            measures = listOf(
                MeasureAnswer(Measure.NRS_REST, 6u),
                MeasureAnswer(Measure.NRS_MOTION, null),
            ),
            sideEffects = null,
            analgesics = listOf(),
            note = "a long day",
        )
        val id = phone.core.recordEntry(EntryTarget.Spontaneous, answers)
        phone.restart()
        val diary = phone.core.diary()
        assertEquals(Measure.NRS_MOTION, diary.questions.first())
        assertEquals(id, diary.latest.first().id)
        assertEquals(answers, diary.latest.first().answers)
    }

    @Test
    fun `a listener hears of a screen once until it was pulled, and language changes every sentence`() = runBlocking {
        val heard = ConcurrentLinkedQueue<List<Screen>>()
        phone.core.listen(object : ChangeListener {
            override fun changed(screens: List<Screen>, revision: ULong) {
                heard.add(screens)
            }
        })
        assertEquals(Screen.entries.toSet(), heard.single().toSet())
        val english = phone.core.home().title
        val settings = phone.core.settings()
        phone.core.changeSettings(settings.copy(language = "de"))
        phone.core.changeSettings(settings.copy(language = "de"))
        assertEquals(setOf(Screen.HOME, Screen.SETTINGS), heard.drop(1).flatten().toSet())
        assertEquals(2, heard.drop(1).flatten().size)
        assertNotEquals(english, phone.core.home().title)
    }
}
